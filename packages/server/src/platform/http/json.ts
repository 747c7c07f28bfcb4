import {
  depthFault,
  isTooDeep,
  maxRowValues,
  parseJsonText,
  TooManyValues,
} from '@touchstone/contract'
import { AppError, messageOf } from '../errors/index.ts'
import type { Urgency } from '../fairness/index.ts'
import { runInSlices } from '../time-slicing/index.ts'
import { readEntries } from './json-entries.ts'

/** How many values a body may have, and whether it is a list of rows that are refused by themselves. */
export type ValueLimit = { most: number; hasRows: boolean }

/** Characters of a body that is read in one go; a longer one lets other requests in between. */
const mostInOneGo = 64 * 1024

/** The value of a body of JSON, built as deep as `parseJsonText` does. */
export async function readJsonBody(
  text: string,
  { most, hasRows }: ValueLimit,
  urgency: Urgency,
): Promise<unknown> {
  try {
    if (text.length <= mostInOneGo) return parseJsonText(text, most)
    const limits = { most, mostOfEntry: maxRowValues, hasRows }
    return await runInSlices(readEntries(text, limits), urgency)
  } catch (cause) {
    if (cause instanceof TooManyValues) throw tooManyValues(cause)
    throw new AppError({
      code: 'json-invalid',
      message: `the body is not JSON: ${(cause as Error).message.slice(0, 200)}`,
      cause,
    })
  }
}

/** Refuses a body nested too deeply. In a list of rows, the reader refuses each row individually. */
export function assertNotDeep(body: unknown): void {
  if (!isTooDeep(body)) return
  const fault = depthFault(body)
  throw new AppError({
    code: 'json-too-deep',
    message: messageOf(fault, 'the body'),
    pointer: fault.pointer,
    faults: [fault],
  })
}

export function tooManyValues(cause: TooManyValues): AppError {
  const message = `the body has ${cause.message}; send less at once`
  return new AppError({ code: 'json-value-limit-exceeded', message, cause })
}
