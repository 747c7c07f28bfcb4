import {
  problemClasses,
  TouchstoneError,
  type EncodingReading,
  type ErrorCode,
  type ProblemClass,
  type ProblemDetails,
} from '@touchstone/contract'

/** A refusal by the server; `requestId` finds it in the server's log. */
export class RefusedError extends TouchstoneError {
  readonly status: number
  /** Class of the code, for programs that do not know a newer server's code. */
  readonly class: ProblemClass
  /** The cause in a few words. */
  readonly title: string | undefined
  readonly requestId: string | undefined
  /** Seconds to wait before the same call may succeed, if known. */
  readonly retryAfter: number | undefined
  /** Faults by field. */
  readonly faults: ProblemDetails['faults']
  /** The start of a file in each likely encoding, if its encoding is unclear. */
  readonly readings: readonly EncodingReading[] | undefined

  constructor(status: number, text: string, headers: Headers) {
    const problem = readProblem(text)
    super({
      // A proxy refuses in its own format.
      code: problem?.code ?? 'internal',
      message: problem?.detail ?? `the server answered ${status}: ${text.slice(0, 200)}`,
      pointer: problem?.pointer,
      retryable: problem?.retryable ?? status >= 500,
    })
    this.name = 'RefusedError'
    this.status = status
    this.class = problem?.class ?? 'internal'
    this.title = problem?.title
    this.faults = problem?.faults
    this.readings = problem?.readings
    this.requestId = problem?.requestId || headers.get('x-request-id') || undefined
    const seconds = Number(headers.get('retry-after') ?? Number.NaN)
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined
  }
}

type Problem = Pick<
  ProblemDetails,
  'code' | 'class' | 'title' | 'detail' | 'pointer' | 'faults' | 'retryable' | 'requestId'
> & { readings?: EncodingReading[] }

/** Checked by hand: the schemas would be half of a page's code. */
function readProblem(text: string): Problem | undefined {
  try {
    const problem = JSON.parse(text) as Partial<Record<keyof ProblemDetails, unknown>> | null
    const { code, detail, pointer, faults, readings, retryable } = problem ?? {}
    const { class: stated, title, requestId } = problem ?? {}
    if (typeof detail !== 'string' || typeof retryable !== 'boolean') return undefined
    return {
      // A newer server may have codes that this version does not know.
      code: (typeof code === 'string' ? code : 'internal') as ErrorCode,
      class: isProblemClass(stated) ? stated : 'internal',
      title: typeof title === 'string' ? title : '',
      detail,
      ...(typeof pointer === 'string' && { pointer }),
      ...(Array.isArray(faults) && { faults: faults.filter(isFault) }),
      retryable,
      requestId: typeof requestId === 'string' ? requestId : '',
      ...(Array.isArray(readings) && { readings: readings.filter(isReading) }),
    }
  } catch {
    return undefined
  }
}

function isProblemClass(value: unknown): value is ProblemClass {
  return typeof value === 'string' && Object.hasOwn(problemClasses, value)
}

type FieldFault = NonNullable<ProblemDetails['faults']>[number]

function isFault(value: unknown): value is FieldFault {
  const fault = (value ?? {}) as Partial<Record<keyof FieldFault, unknown>>
  return [fault.pointer, fault.detail, fault.value, fault.remedy].every(
    (text) => typeof text === 'string',
  )
}

function isReading(value: unknown): value is EncodingReading {
  const { encoding, lines } = (value ?? {}) as Partial<Record<keyof EncodingReading, unknown>>
  return (
    typeof encoding === 'string' &&
    Array.isArray(lines) &&
    lines.every((line) => typeof line === 'string')
  )
}
