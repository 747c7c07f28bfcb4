import {
  maxMemberValues,
  RectificationInput,
  tooManyFieldsFault,
  tooManyValuesFault,
  type Fault,
} from '@touchstone/contract'
import { AppError, messageOf, parseInput } from '../../platform/errors/index.ts'
import { assertStorable } from '../../platform/http/index.ts'

/** Reads a correction; one with more values than a listing may have is refused before any of them is checked. */
export function parseRectification(body: unknown): RectificationInput {
  const fault = sizeFaultOf(body)
  if (fault !== undefined) {
    const message = messageOf(fault, 'the correction')
    throw new AppError({
      code: 'validation-failed',
      message,
      pointer: fault.pointer,
      faults: [fault],
    })
  }
  assertStorable(body, 'body')
  return parseInput(RectificationInput, body)
}

function sizeFaultOf(body: unknown): Fault | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  if (Object.keys(body).length > maxMemberValues) return tooManyValuesFault(maxMemberValues)
  const fault = 'changes' in body ? tooManyFieldsFault(body.changes) : undefined
  return fault && { ...fault, pointer: `/changes${fault.pointer}` }
}
