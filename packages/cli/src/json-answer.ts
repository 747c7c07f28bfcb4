import type { ProgramIo } from './program-io.ts'

/** The option of every command that answers in words; a test holds that none lacks it. */
export const jsonOption = ['--json', 'print as JSON'] as const
export type JsonFlags = { json?: boolean }

export function printJson(io: ProgramIo, value: unknown): void {
  io.print(JSON.stringify(value, undefined, 2))
}

/**
 * Prints the answer of a command on standard output: its lines, or with `--json` the value as one document. Progress
 * and notes are on standard error in both cases.
 */
export function printAnswer(
  io: ProgramIo,
  { json }: JsonFlags,
  value: unknown,
  lines: Iterable<string> = [],
): void {
  if (json) printJson(io, value)
  else for (const line of lines) io.print(line)
}
