import type { LaterMessages } from '../catalogue.ts'
import { hearing } from '../id/hearing.ts'
import { moderation } from '../id/moderation.ts'
import { reception } from '../id/reception.ts'

export const later: LaterMessages = { ...reception, ...moderation, ...hearing }
