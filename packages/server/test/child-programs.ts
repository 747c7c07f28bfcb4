import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const writer = fileURLToPath(new URL('./writer.ts', import.meta.url))

export const deliverer = fileURLToPath(new URL('./deliverer.ts', import.meta.url))

export const mailer = fileURLToPath(new URL('./mailer.ts', import.meta.url))

export const migrator = fileURLToPath(new URL('./migrator.ts', import.meta.url))

export const sweeper = fileURLToPath(new URL('./sweeper.ts', import.meta.url))

export const capturer = fileURLToPath(new URL('./capturer.ts', import.meta.url))

export const watcher = fileURLToPath(new URL('./watcher.ts', import.meta.url))

export const linker = fileURLToPath(new URL('./linker.ts', import.meta.url))

export const mailboxReader = fileURLToPath(new URL('./mailbox-reader.ts', import.meta.url))

export const holder = fileURLToPath(new URL('./browser-holder.ts', import.meta.url))

export type Writing = {
  /** Commits acknowledged so far. */
  acknowledged: string[]
  /** Settles when this many are acknowledged. */
  until(count: number): Promise<void>
  kill(): void
  /** The end of the process, with its standard error. */
  ended: Promise<{ code: number | null; err: string }>
}

/** Starts a process that writes until it is killed. */
export function startWriting(
  env: Record<string, string>,
  args: string[] = [],
  program = writer,
  /** A command that runs the process as its last arguments. */
  within: readonly string[] = [],
): Writing {
  const [command = '', ...rest] = [...within, process.execPath]
  const node = ['--conditions=touchstone-source', program, ...args]
  const child = spawn(command, [...rest, ...node], {
    env: { ...process.env, DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const acknowledged: string[] = []
  let waiting: { count: number; resolve: () => void } | undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'open') return
    acknowledged.push(line)
    if (waiting && acknowledged.length >= waiting.count) waiting.resolve()
  })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, err }))
  })
  return {
    acknowledged,
    until: (count) =>
      new Promise((resolve, reject) => {
        waiting = { count, resolve }
        if (acknowledged.length >= count) resolve()
        void ended.then(() => reject(new Error(`the writer ended: ${err}`)))
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}
