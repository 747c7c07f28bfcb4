import type { LaterMessages } from '../catalogue.ts'
import { accountability } from '../zh/accountability.ts'
import { audit } from '../zh/audit.ts'
import { casework } from '../zh/casework.ts'
import { hearing } from '../zh/hearing.ts'
import { installation } from '../zh/installation.ts'
import { lexicon } from '../zh/lexicon.ts'
import { moderation } from '../zh/moderation.ts'
import { notices } from '../zh/notices.ts'
import { people } from '../zh/people.ts'
import { quality } from '../zh/quality.ts'
import { reception } from '../zh/reception.ts'
import { webhooks } from '../zh/webhooks.ts'

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
