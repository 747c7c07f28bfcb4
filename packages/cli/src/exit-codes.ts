import { TouchstoneError } from '@touchstone/contract'

/** Exit code of a command stopped by a signal, as in shells. */
const interruptedExitCode = 130

/** Exit code of `screen --strict` at its first invalid line. */
export const strictExitCode = 2

/** Message and exit code of a failed command: a plain sentence, never a stack trace. */
export function explainFailure(error: unknown): { message: string; exitCode: number } {
  if (error instanceof TouchstoneError) {
    const exitCode = error.code === 'interrupted' ? interruptedExitCode : 1
    return { message: error.message, exitCode }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { message: `an unexpected failure: ${message}`, exitCode: 1 }
}
