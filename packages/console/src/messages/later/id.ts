import type { LaterMessages } from '../catalogue.ts'
import { accountability } from '../id/accountability.ts'
import { audit } from '../id/audit.ts'
import { casework } from '../id/casework.ts'
import { hearing } from '../id/hearing.ts'
import { installation } from '../id/installation.ts'
import { lexicon } from '../id/lexicon.ts'
import { moderation } from '../id/moderation.ts'
import { notices } from '../id/notices.ts'
import { people } from '../id/people.ts'
import { quality } from '../id/quality.ts'
import { reception } from '../id/reception.ts'
import { webhooks } from '../id/webhooks.ts'

export const later: LaterMessages = {
  ...accountability,
  ...audit,
  ...casework,
  ...hearing,
  ...installation,
  ...lexicon,
  ...moderation,
  ...notices,
  ...people,
  ...quality,
  ...reception,
  ...webhooks,
}
