import type { Readable } from 'node:stream'
import { setImmediate as pause } from 'node:timers/promises'
import { AppError } from '../errors/index.ts'

export type Pace = {
  /** How fast a body has to arrive, once the patience is used up. */
  bytesPerSecond: number
  /** How long the server waits for bytes in all beyond that, and at most at once. */
  patienceMilliseconds: number
}

/**
 * Yields the chunks of a body as they arrive. Only time spent waiting for the caller counts: a body that the server
 * reads slowly is not late.
 */
export async function* readInTime(
  body: Readable,
  { bytesPerSecond, patienceMilliseconds }: Pace,
): AsyncGenerator<Uint8Array> {
  // The connection is still needed for an answer when the reading stops early.
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Uint8Array>
  let left = patienceMilliseconds
  for (;;) {
    const began = performance.now()
    const next = await within(chunks.next(), Math.max(0, left))
    if (next === undefined) throw tooSlow(bytesPerSecond)
    if (next.done === true) return
    const earned = (next.value.length * 1000) / bytesPerSecond
    left = Math.min(patienceMilliseconds, left - (performance.now() - began) + earned)
    yield next.value
  }
}

/** The result of a promise within this many milliseconds; undefined if it does not settle in time. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      // After work that blocked this thread, data that arrived meanwhile is read before the time counts.
      void pause()
        .then(() => pause())
        .then(() => resolve(undefined))
    }, milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    // If the connection breaks later, nobody waits for the rejection any more.
    promise.catch(() => undefined)
  }
}

function tooSlow(bytesPerSecond: number): AppError {
  return new AppError({
    code: 'body-arrives-too-slowly',
    message: `the body arrives too slowly: at least ${bytesPerSecond.toLocaleString('en')} bytes per second are required`,
    retryable: true,
  })
}
