import { rmSync } from 'node:fs'

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

const paths = new Set<string>()

/**
 * Deletes a file or folder where the process is asked to stop before the returned function was called. A process
 * that listens for that itself goes on, and ends what it does; any other ends here.
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
