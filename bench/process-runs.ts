import { spawn } from 'node:child_process'

export interface Run {
  seconds: number
  /** User and system time of all threads. */
  processorSeconds: number
  /** Peak resident memory, in MiB. */
  peakMemory: number
}

/** Runs a command to its end and measures it from outside, as Linux's time(1) does. */
export async function timed(args: readonly string[]): Promise<Run> {
  const from = performance.now()
  const child = spawn(
    process.execPath,
    ['--conditions=touchstone-source', '--import', './bench/peak-memory.ts', ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const seconds = (performance.now() - from) / 1000
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${errors}`)
  const peak = /peak-memory-kib=(\d+)/.exec(errors)?.[1]
  const processor = /processor-us=(\d+)/.exec(errors)?.[1]
  return { seconds, processorSeconds: Number(processor) / 1e6, peakMemory: Number(peak) / 1024 }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
