import { setTimeout as sleep } from 'node:timers/promises'

export type PollerOptions = {
  look: () => Promise<void>
  everyMs: number
  /** Delay after a failed poll; by default, the normal delay. */
  againMs?: number
  /** Receives a failure, once each time that polling begins to fail. */
  onFault?: ((error: unknown) => void) | undefined
}

export type Poller = {
  /** Ends it when the look that is under way has ended. */
  stop(): Promise<void>
}

/** Looks again and again, one look after the other, whatever becomes of one. */
export function startPoller({ look, everyMs, againMs, onFault }: PollerOptions): Poller {
  const stopping = new AbortController()
  let isFailing = false

  async function pollUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look()
        isFailing = false
      } catch (error) {
        if (!isFailing) onFault?.(error)
        isFailing = true
      }
      const pause = isFailing ? (againMs ?? everyMs) : everyMs
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const ended = pollUntilStopped()
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
