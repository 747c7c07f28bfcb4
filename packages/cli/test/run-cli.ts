import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type Ran = { code: number | null; signal: string | null; out: string; err: string }

export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcessWithoutNullStreams; ended: Promise<Ran> } {
  const child = spawn(process.execPath, ['--conditions=touchstone-source', main, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  const parts: { out: Buffer[]; err: Buffer[] } = { out: [], err: [] }
  child.stdout.on('data', (chunk: Buffer) => parts.out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => parts.err.push(chunk))
  child.stdin.on('error', () => undefined)
  const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8')
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: text(parts.out), err: text(parts.err) })
    })
  })
  return { child, ended }
}

export function runCli(
  args: readonly string[],
  { input = '', env = {} }: { input?: string | Uint8Array; env?: Record<string, string> } = {},
): Promise<Ran> {
  const { child, ended } = startCli(args, env)
  child.stdin.end(input)
  return ended
}

export function waitForText(
  child: ChildProcessWithoutNullStreams,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let seen = ''
    const look = (chunk: Buffer): void => {
      seen += chunk.toString('utf8')
      const match = pattern.exec(seen)
      if (match) resolve(match)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.on('close', () => reject(new Error(`ended without ${pattern}: ${seen}`)))
  })
}
