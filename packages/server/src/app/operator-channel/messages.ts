import { errorCodes } from '@touchstone/contract'
import { z } from 'zod'

// One request is one operation. Its body is a line of JSON that says what is asked, then the bytes
// that the operation reads; HTTP gives both directions their framing and their pace.
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
