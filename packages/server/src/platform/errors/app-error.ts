import {
  faultsOf,
  maxFaults,
  TouchstoneError,
  type EncodingReading,
  type ErrorCode,
  type Fault,
  type TouchstoneErrorOptions,
} from '@touchstone/contract'
import type { z } from 'zod'

const statuses: Record<ErrorCode, number> = {
  'bad-option': 400,
  'bad-configuration': 500,
  'bad-catalog': 422,
  'bad-listing': 422,
  'bad-input': 422,
  'output-failed': 500,
  'port-taken': 500,
  'machine-unfit': 500,
  interrupted: 503,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'too-many-requests': 429,
  conflict: 409,
  'too-large': 413,
  'too-slow': 408,
  overloaded: 503,
  'bad-backup': 422,
  'store-in-use': 503,
  'store-unavailable': 503,
  'store-unfit': 500,
  internal: 500,
}

/** The error of the server: what every Touchstone error says, and the HTTP status that goes with it. */
export class AppError extends TouchstoneError {
  readonly status: number
  /** Seconds after which the same call may be made again. */
  readonly retryAfter: number
  /** The message as callers get it: without what another program said. */
  readonly publicMessage: string
  /** How a file that was refused would begin in each of its likely encodings. */
  readonly readings: readonly EncodingReading[] | undefined

  constructor(
    options: TouchstoneErrorOptions & {
      retryAfter?: number
      publicMessage?: string
      readings?: readonly EncodingReading[]
    },
  ) {
    super(options)
    this.publicMessage = options.publicMessage ?? options.message
    this.name = 'AppError'
    this.status = statuses[options.code]
    this.retryAfter = options.retryAfter ?? 5
    this.readings = options.readings
  }
}

/** A fault as one sentence; `whole` names what is at fault where it is no single field. */
export function messageOf({ pointer, problem, found, mend }: Fault, whole: string): string {
  return `${pointer === '' ? whole : pointer} ${problem}; found ${found}; ${mend}`
}

/** Validates input against a schema of the contract; the error names field, value and mend. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const faults = faultsOf(result.error, input, maxFaults)
  const lines = faults.map((fault) => messageOf(fault, 'the input'))
  const more = result.error.issues.length - faults.length
  if (more > 0) lines.push(`and ${more.toLocaleString('en')} more faults`)
  throw new AppError({ code: 'bad-input', message: lines.join('\n'), pointer: faults[0]?.pointer })
}
