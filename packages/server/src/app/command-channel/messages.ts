import { errorCodes } from '@touchstone/contract'
import { z } from 'zod'

// One request per operation. Its body is a line of JSON with the operation, followed by the bytes that it reads; HTTP
// provides framing and back pressure in both directions.
export const OperationRequest = z.strictObject({
  operation: z.string(),
  actor: z.string(),
  input: z.unknown(),
})
export type OperationRequest = z.infer<typeof OperationRequest>

export const OperationAnswer = z.union([
  z.strictObject({ result: z.unknown().optional() }),
  z.strictObject({
    error: z.strictObject({
      code: z.enum(errorCodes),
      message: z.string(),
      pointer: z.string().optional(),
      retryable: z.boolean(),
    }),
  }),
])
export type OperationAnswer = z.infer<typeof OperationAnswer>
