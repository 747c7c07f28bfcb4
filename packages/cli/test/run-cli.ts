import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createProgramIo, type StopSignal } from '../src/program-io.ts'
import { runProgram } from '../src/run-program.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type Ran = { code: number | null; out: string; err: string }
type RunOptions = { input?: string | Uint8Array; env?: Record<string, string> }

const environmentWith = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  NO_COLOR: '1',
  // Compiled engines are cached, but not in the home of whoever runs the tests.
  XDG_CACHE_HOME: join(tmpdir(), 'touchstone-test-cache'),
  ...env,
})

const textOf = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString('utf8')

/** A command running in this process, with its own streams. */
export type Command = {
  stdin: PassThrough
  signal(name: StopSignal): void
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  ended: Promise<Ran>
}

/** Starts a command in this process: the same program, without the seconds that a process takes to start. */
export function beginCli(args: readonly string[], env: Record<string, string> = {}): Command {
  const signals = new EventEmitter()
  const stdin = new PassThrough()
  const written = new EventEmitter()
  const parts: { out: Uint8Array[]; err: Uint8Array[] } = { out: [], err: [] }
  const into = (chunks: Uint8Array[]): Writable =>
    new Writable({
      write: (chunk: Uint8Array, _, done) => {
        // A copy: a command may write the next part into the same memory.
        chunks.push(Uint8Array.from(chunk))
        written.emit('text')
        done()
      },
    })
  const io = createProgramIo({
    stdin,
    stdout: into(parts.out),
    stderr: into(parts.err),
    env: environmentWith(env),
    signals,
    makeFilesPrivate: () => void process.umask(0o077),
    program: [process.execPath, '--conditions=touchstone-source', main],
    exit: (code) => {
      throw new Error(`the program would have ended at once, with ${code}`)
    },
  })
  const ended = withOwnUmask(() => runProgram(args, io)).then((code) => ({
    code,
    out: textOf(parts.out),
    err: textOf(parts.err),
  }))
  return {
    stdin,
    signal: (name) => void signals.emit(name, name),
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(textOf([...parts.out, ...parts.err]))
          if (match) resolve(match)
        }
        written.on('text', check)
        check()
        void ended.then(({ out, err }) =>
          reject(new Error(`ended without ${pattern}: ${out}${err}`)),
        )
      }),
    ended,
  }
}

/** Runs a command in this process to its end. */
export function runCli(
  args: readonly string[],
  { input = '', env = {} }: RunOptions = {},
): Promise<Ran> {
  const { stdin, ended } = beginCli(args, env)
  stdin.end(input)
  return ended
}

let runs = 0
let umaskBefore = 0

/** In its own process a command would change only its own umask. */
async function withOwnUmask<T>(work: () => Promise<T>): Promise<T> {
  if (runs++ === 0) umaskBefore = process.umask()
  try {
    return await work()
  } finally {
    if (--runs === 0) process.umask(umaskBefore)
  }
}

export type CliProcess = {
  child: ChildProcessWithoutNullStreams
  ended: Promise<Ran & { signal: NodeJS.Signals | null }>
}

/** Starts the program as a separate process, for tests about the process itself. */
export function startCli(args: readonly string[], env: Record<string, string> = {}): CliProcess {
  const child = spawn(process.execPath, ['--conditions=touchstone-source', main, ...args], {
    env: environmentWith(env),
  })
  const parts: { out: Buffer[]; err: Buffer[] } = { out: [], err: [] }
  child.stdout.on('data', (chunk: Buffer) => parts.out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => parts.err.push(chunk))
  child.stdin.on('error', () => undefined)
  const ended: CliProcess['ended'] = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: textOf(parts.out), err: textOf(parts.err) })
    })
  })
  return { child, ended }
}

/** Runs the program as a separate process to its end. */
export function runCliProcess(
  args: readonly string[],
  { input = '', env = {} }: RunOptions = {},
): CliProcess['ended'] {
  const { child, ended } = startCli(args, env)
  child.stdin.end(input)
  return ended
}

export function waitForText(
  child: ChildProcessWithoutNullStreams,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = ''
    const check = (chunk: Buffer): void => {
      text += chunk.toString('utf8')
      const match = pattern.exec(text)
      if (match) resolve(match)
    }
    child.stdout.on('data', check)
    child.stderr.on('data', check)
    child.on('close', () => reject(new Error(`ended without ${pattern}: ${text}`)))
  })
}
