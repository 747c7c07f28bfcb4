import type { Readable, Writable } from 'node:stream'

export type StopSignal = 'SIGINT' | 'SIGTERM'

/** On a terminal with colours and bars, elsewhere plain. */
export type OutputStream = Writable & { isTTY?: boolean; columns?: number }

/** What the program has of its process, or of what runs it in place of one. */
export type ProgramEnvironment = {
  readonly stdin: Readable & { isTTY?: boolean }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signals: {
    on(name: StopSignal, handle: (name: StopSignal) => void): unknown
    off(name: StopSignal, handle: (name: StopSignal) => void): unknown
  }
  /** New files belong to this user alone from here on: a store holds personal data and keys. */
  readonly makeFilesPrivate: () => void
  /** Ends the program at once. */
  readonly exit: (code: number) => void
}

/** The one way from a command to its streams, environment, signals and exit. */
export type ProgramIo = ProgramEnvironment & {
  readonly print: (line: string) => void
  readonly printError: (line: string) => void
}

export function createProgramIo(environment: ProgramEnvironment): ProgramIo {
  const printTo = (stream: OutputStream) => (line: string) => void stream.write(`${line}\n`)
  // Not copied: a process opens its standard input when someone first asks for it.
  const { stdout, stderr } = environment
  return Object.assign(Object.create(environment) as ProgramEnvironment, {
    print: printTo(stdout),
    printError: printTo(stderr),
  })
}
