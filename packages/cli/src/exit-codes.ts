import { TouchstoneError, type ErrorCode } from '@touchstone/contract'

const exitCodes: Record<ErrorCode, number> = {
  'bad-option': 1,
  'bad-configuration': 1,
  'bad-catalog': 1,
  'bad-listing': 1,
  'bad-input': 1,
  'output-failed': 1,
  'port-taken': 1,
  'machine-unfit': 1,
  interrupted: 130,
  'not-signed-in': 1,
  'not-allowed': 1,
  'not-found': 1,
  'too-many-requests': 1,
  conflict: 1,
  'too-large': 1,
  'too-slow': 1,
  overloaded: 1,
  'bad-backup': 1,
  'store-in-use': 1,
  'store-unavailable': 1,
  'store-unfit': 1,
  internal: 1,
}

/** The exit code of `screen --strict` at its first bad line. */
export const strictExitCode = 2

/** What a failed command prints and returns: never a stack trace, always a plain sentence. */
export function explainFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof TouchstoneError) {
    return { message: error.message, exitCode: exitCodes[error.code] }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { message: `an unexpected failure: ${message}`, exitCode: 1 }
}
