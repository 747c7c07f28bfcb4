import { hearing } from '../en/hearing.ts'
import { moderation } from '../en/moderation.ts'
import { reception } from '../en/reception.ts'

/** Words of rooms that few open: they come beside the pages that say them. */
export const later = { ...reception, ...moderation, ...hearing }
