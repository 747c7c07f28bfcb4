import { z } from 'zod'
import { FaultCause } from '../fault-cause.ts'

export const RowError = z
  .object({ pointer: z.string(), message: z.string(), cause: FaultCause.optional() })
  .meta({ id: 'RowError', description: 'Error in one row; the other rows are accepted.' })
export type RowError = z.infer<typeof RowError>
