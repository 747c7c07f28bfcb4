import {
  faultsOf,
  maxFaults,
  problemTypes,
  TouchstoneError,
  type EncodingReading,
  type Fault,
  type ProblemClass,
  type TouchstoneErrorOptions,
} from '@touchstone/contract'
import type { z } from 'zod'

/** The server's error: like every Touchstone error, with a class and HTTP status. */
export class AppError extends TouchstoneError {
  readonly class: ProblemClass
  readonly status: number
  /** Seconds after which the same call may be repeated. */
  readonly retryAfter: number
  /** The message for callers: without other programs' messages. */
  readonly publicMessage: string
  /** The start of a rejected file in each of its likely encodings. */
  readonly readings: readonly EncodingReading[] | undefined
  /** Faults by field. */
  readonly faults: readonly Fault[] | undefined

  constructor(
    options: TouchstoneErrorOptions & {
      retryAfter?: number
      publicMessage?: string
      readings?: readonly EncodingReading[]
      faults?: readonly Fault[]
    },
  ) {
    super(options)
    this.publicMessage = options.publicMessage ?? options.message
    this.name = 'AppError'
    const { class: problemClass, status } = problemTypes[options.code]
    this.class = problemClass
    this.status = status
    this.retryAfter = options.retryAfter ?? 5
    this.readings = options.readings
    this.faults = options.faults
  }
}

/** A fault as one sentence; `whole` names the subject if it is not a single field. */
export function messageOf({ pointer, problem, found, remedy }: Fault, whole: string): string {
  return `${pointer === '' ? whole : pointer} ${problem}; found ${found}; ${remedy}`
}

/** Validates input against a schema of the contract; the error names field, value and correction. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const faults = faultsOf(result.error, input, maxFaults)
  const lines = faults.map((fault) => messageOf(fault, 'the input'))
  const all = result.error.issues.length
  throw new AppError({
    code: 'validation-failed',
    message: withCount(lines, all),
    // Over HTTP, the faults follow individually.
    publicMessage: withCount(lines.slice(0, 1), all),
    pointer: faults[0]?.pointer,
    faults,
  })
}

function withCount(lines: readonly string[], all: number): string {
  const more = all - lines.length
  const fault = more === 1 ? 'fault' : 'faults'
  return [...lines, ...(more > 0 ? [`and ${more.toLocaleString('en')} more ${fault}`] : [])].join(
    '\n',
  )
}
