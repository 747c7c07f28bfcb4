import {
  errorCodes,
  TouchstoneError,
  type EncodingReading,
  type ErrorAnswer,
} from '@touchstone/contract'

/** What a server said no with; `requestId` finds it in the server's log. */
export class RefusedError extends TouchstoneError {
  readonly status: number
  readonly requestId: string | undefined
  /** Seconds to wait before the same call may succeed, where the server says so. */
  readonly retryAfter: number | undefined
  /** How a file whose encoding is unclear begins in each likely one. */
  readonly readings: readonly EncodingReading[] | undefined

  constructor(status: number, text: string, headers: Headers) {
    const error = readAnswer(text)
    super({
      // A proxy in between refuses in its own words.
      code: error?.code ?? 'internal',
      message: error?.message ?? `the server answered ${status}: ${text.slice(0, 200)}`,
      pointer: error?.pointer,
      retryable: error?.retryable ?? status >= 500,
    })
    this.name = 'RefusedError'
    this.status = status
    this.readings = error?.readings
    this.requestId = error?.requestId || headers.get('x-request-id') || undefined
    const seconds = Number(headers.get('retry-after') ?? Number.NaN)
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined
  }
}

type Told = ErrorAnswer['error']

/** Held against its shape by hand: the schemas would be half of what a page has to load. */
function readAnswer(text: string): Told | undefined {
  try {
    const answer = JSON.parse(text) as { error?: Partial<Record<keyof Told, unknown>> } | null
    const { code, message, pointer, retryable, requestId, readings } = answer?.error ?? {}
    if (typeof message !== 'string' || typeof retryable !== 'boolean') return undefined
    return {
      code: errorCodes.find((known) => known === code) ?? 'internal',
      message,
      ...(typeof pointer === 'string' && { pointer }),
      retryable,
      requestId: typeof requestId === 'string' ? requestId : '',
      ...(Array.isArray(readings) && { readings: readings.filter(isReading) }),
    }
  } catch {
    return undefined
  }
}

function isReading(value: unknown): value is EncodingReading {
  const { encoding, lines } = (value ?? {}) as Partial<Record<keyof EncodingReading, unknown>>
  return (
    typeof encoding === 'string' &&
    Array.isArray(lines) &&
    lines.every((line) => typeof line === 'string')
  )
}
