import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port of this machine at which nobody listens, for a program that is told where to listen, or that comes
 * back to where it listened. It lies below those that systems give to connections (from 32768 on
 * Linux, from 49152 on others): none that is made meanwhile takes it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
