import type { Readable, Writable } from 'node:stream'

export type StopSignal = 'SIGINT' | 'SIGTERM'

/** Colours and progress bars on a terminal, plain text elsewhere. */
export type OutputStream = Writable & { isTTY?: boolean; columns?: number }

/** What the program uses of its process, or of a host that runs it without one. */
export type ProgramEnvironment = {
  readonly stdin: Readable & { isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signals: {
    on(name: StopSignal, handle: (name: StopSignal) => void): unknown
    off(name: StopSignal, handle: (name: StopSignal) => void): unknown
  }
  /** Makes all new files readable by this user only: a store contains personal data and keys. */
  readonly makeFilesPrivate: () => void
  /** The command, and its arguments, with which this program is started again. */
  readonly program: readonly [command: string, ...args: string[]]
  /** Ends the program at once. */
  readonly exit: (code: number) => void
}

/** A command's only access to streams, environment, signals and exit. */
export type ProgramIo = ProgramEnvironment & {
  readonly print: (line: string) => void
  readonly printError: (line: string) => void
}

export function createProgramIo(environment: ProgramEnvironment): ProgramIo {
  const printTo = (stream: OutputStream) => (line: string) => void stream.write(`${line}\n`)
  // Not copied, since reading it opens standard input.
  const { stdout, stderr } = environment
  return Object.assign(Object.create(environment) as ProgramEnvironment, {
    print: printTo(stdout),
    printError: printTo(stderr),
  })
}
