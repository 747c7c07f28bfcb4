import { rmSync } from 'node:fs'

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

const paths = new Set<string>()

/**
 * Deletes a file or folder if the process is asked to stop before the returned function is called. A process with its
 * own signal handlers continues to shut down; others end here.
 */
export function removeOnStop(path: string): () => void {
  if (paths.size === 0) for (const signal of signals) process.on(signal, stop)
  paths.add(path)
  return () => {
    paths.delete(path)
    if (paths.size === 0) for (const signal of signals) process.off(signal, stop)
  }
}

function stop(signal: (typeof signals)[number]): void {
  if (process.listenerCount(signal) > 1) return
  for (const path of paths) rmSync(path, { recursive: true, force: true })
  process.exit(exitCodes[signal])
}
