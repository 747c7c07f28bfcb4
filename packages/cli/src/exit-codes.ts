import { TouchstoneError } from '@touchstone/contract'

/** The exit code of a command that a signal stopped, as shells have it. */
const interruptedExitCode = 130

/** The exit code of `screen --strict` at its first bad line. */
export const strictExitCode = 2

/** What a failed command prints and returns: never a stack trace, always a plain sentence. */
export function explainFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof TouchstoneError) {
    const exitCode = error.code === 'interrupted' ? interruptedExitCode : 1
    return { message: error.message, exitCode }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { message: `an unexpected failure: ${message}`, exitCode: 1 }
}
