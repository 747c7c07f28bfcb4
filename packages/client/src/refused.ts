import { errorCodes, ErrorAnswer, TouchstoneError } from '@touchstone/contract'

/** What a server said no with; `requestId` finds it in the server's log. */
export class RefusedError extends TouchstoneError {
  readonly status: number
  readonly requestId: string | undefined
  /** Seconds to wait before the same call may succeed, where the server says so. */
  readonly retryAfter: number | undefined

  constructor(status: number, text: string, headers: Headers) {
    const { error } = readAnswer(text) ?? {}
    super({
      // A proxy in between refuses in its own words.
      code: error && errorCodes.includes(error.code) ? error.code : 'internal',
      message: error?.message ?? `the server answered ${status}: ${text.slice(0, 200)}`,
      pointer: error?.pointer,
      retryable: error?.retryable ?? status >= 500,
    })
    this.name = 'RefusedError'
    this.status = status
    this.requestId = error?.requestId ?? headers.get('x-request-id') ?? undefined
    const seconds = Number(headers.get('retry-after') ?? Number.NaN)
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined
  }
}

function readAnswer(text: string): ErrorAnswer | undefined {
  try {
    return ErrorAnswer.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
