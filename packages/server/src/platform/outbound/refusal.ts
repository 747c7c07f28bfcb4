export type RefusalReason =
  | 'bad-url'
  | 'scheme'
  | 'credentials'
  | 'port'
  | 'private-address'
  | 'unresolvable'
  | 'unreachable'
  | 'certificate'
  | 'too-many-redirects'
  | 'bad-redirect'
  | 'status'
  | 'content-type'
  | 'content-encoding'
  | 'too-large'
  | 'bomb'
  | 'damaged'
  | 'too-slow'
  | 'stopped'

/** Why a page was not fetched. */
export type Refusal = {
  reason: RefusalReason
  /** The final address; after redirects, not the requested one. */
  url: string
  /** One or two sentences to show unchanged: the fault and the remedy. */
  message: string
  /** True where the same call may succeed later. */
  retryable: boolean
  /** The status of the server's response, if the server refused. */
  status?: number
}

/** Unwinds a fetch; `fetchPage` makes a result of it. */
export class Refused extends Error {
  readonly reason: RefusalReason
  readonly retryable: boolean
  readonly status: number | undefined

  constructor(reason: RefusalReason, message: string, retryable = false, status?: number) {
    super(message)
    this.name = 'Refused'
    this.reason = reason
    this.retryable = retryable
    this.status = status
  }
}

const certificateCodes =
  /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|ERR_SSL_|EPROTO)/

/** Creates a refusal from an error of the client or the system. */
export function refusalOf(error: unknown, seconds: number): Refused {
  if (error instanceof Refused) return error
  const { code = '', name = '', message = '' } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new Refused(
      'too-slow',
      `The page did not arrive within the time limit (${seconds} s in all). Try again later, or save it in a browser and upload the file.`,
      true,
    )
  }
  if (name === 'AbortError' || code === 'UND_ERR_ABORTED') {
    return new Refused('stopped', 'The download was stopped before the page was complete.', true)
  }
  if (certificateCodes.test(code)) {
    return new Refused(
      'certificate',
      `The server’s certificate is not trusted (${code}). Save the page in a browser and upload the file.`,
    )
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new Refused('too-large', 'The response headers are larger than 32 KiB.')
  }
  return new Refused(
    'unreachable',
    `The server could not be reached or closed the connection (${code || message || name}). Check the address, or try again later.`,
    true,
  )
}
