import { AppError } from '../errors/index.ts'

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

/** True where a statement failed because such a row is there already, by this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23505' && (error as { constraint?: string }).constraint === constraint
}

// Class 08: connection; 53: disk, memory or connections used up; 57P: shutting down or starting.
const unavailable =
  /^(08...|53...|57P0[1-5]|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOENT)$/
const lostClient =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/

/** Gives a failure of the database itself its plain words; any other error stays as it is. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (/^53[01]00$/.test(code)) {
    return unavailableBecause('the disk of the store is full: make room on it', error)
  }
  if (unavailable.test(code) || lostClient.test(error.message)) {
    return unavailableBecause('the database does not answer: try again in a moment', error)
  }
  // Class 28: whoever logs in is refused. 3D: there is no such database.
  if (/^(28|3D)...$/.test(code)) {
    return new AppError({
      code: 'bad-configuration',
      message: `the database refuses the login: ${error.message}; check DATABASE_URL`,
      cause: error,
    })
  }
  return error
}

/** True where the client itself is gone, so that its connection must not be used again. */
export function lostConnection(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  return (
    cause instanceof Error && (unavailable.test(codeOf(cause)) || lostClient.test(cause.message))
  )
}

function unavailableBecause(message: string, cause: Error): AppError {
  return new AppError({
    code: 'store-unavailable',
    message: `${message} (${cause.message})`,
    retryable: true,
    cause,
  })
}
