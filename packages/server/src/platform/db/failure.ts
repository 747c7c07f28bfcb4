import { AppError } from '../errors/index.ts'

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

/** True if a statement violated this unique constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23505' && (error as { constraint?: string }).constraint === constraint
}

/** The table whose row refers to one that was to be deleted; undefined for other errors. */
export function referencingTableOf(error: unknown): string | undefined {
  return codeOf(error) === '23503' ? ((error as { table?: string }).table ?? '') : undefined
}

const deadlock = '40P01'

/** True if this transaction was aborted to resolve a deadlock. */
export function isDeadlock(error: unknown): boolean {
  return (
    codeOf(error) === deadlock || (error instanceof AppError && codeOf(error.cause) === deadlock)
  )
}

// Class 08: connection, except 08P01, a rejected message. 57P: shutting down, starting, gone. 25P03: idle for too
// long in a transaction. The rest are network errors.
const lost =
  /^(08(?!P01)...|57P0[1-5]|25P03|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/
const lostWords =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying|Query read timeout)/

/** True if the connection is lost and must not be reused. */
export function lostConnection(error: unknown): boolean {
  return error instanceof Error && (lost.test(codeOf(error)) || lostWords.test(error.message))
}

/** Words a failure of the database plainly; other errors are unchanged. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (/^53[01]00$/.test(code)) {
    return unavailableBecause('the disk of the store is full: free some space on it', error)
  }
  if (code === deadlock) {
    return unavailableBecause('two changes blocked each other: try again', error)
  }
  if (code === '57014' || code === '55P03') {
    return unavailableBecause('the database took too long: try again with fewer items', error)
  }
  // 22021, 22P05: a null character or lone surrogate in a parameter or in JSON.
  if (code === '22021' || code === '22P05') return unstorableText(error)
  // Class 53: out of memory or connections.
  if (code.startsWith('53') || lostConnection(error)) {
    return unavailableBecause('the database does not respond: try again in a moment', error)
  }
  // Class 28: the login was refused. 3D: no such database.
  if (/^(28|3D)...$/.test(code)) {
    return new AppError({
      code: 'bad-configuration',
      message: `the database rejected the login: ${error.message}; check DATABASE_URL`,
      cause: error,
    })
  }
  return error
}

/** The refusal of text that PostgreSQL cannot store. */
export function unstorableText(cause?: Error): AppError {
  return new AppError({
    code: 'text-unstorable',
    message:
      'a text contains a null character or an unpaired surrogate, which cannot be stored: remove such characters',
    cause,
  })
}

function unavailableBecause(message: string, cause: Error): AppError {
  return new AppError({
    code: 'store-unavailable',
    message: `${message} (${cause.message})`,
    publicMessage: message,
    retryable: true,
    cause,
  })
}
