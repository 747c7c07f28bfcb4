import { accountability } from '../en/accountability.ts'
import { audit } from '../en/audit.ts'
import { casework } from '../en/casework.ts'
import { hearing } from '../en/hearing.ts'
import { installation } from '../en/installation.ts'
import { lexicon } from '../en/lexicon.ts'
import { moderation } from '../en/moderation.ts'
import { notices } from '../en/notices.ts'
import { people } from '../en/people.ts'
import { quality } from '../en/quality.ts'
import { reception } from '../en/reception.ts'
import { webhooks } from '../en/webhooks.ts'

/** Words of rooms that few open: they come beside the pages that say them. */
export const later = {
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
