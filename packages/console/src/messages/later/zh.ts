import type { LaterMessages } from '../catalogue.ts'
import { hearing } from '../zh/hearing.ts'
import { moderation } from '../zh/moderation.ts'
import { reception } from '../zh/reception.ts'

export const later: LaterMessages = { ...reception, ...moderation, ...hearing }
