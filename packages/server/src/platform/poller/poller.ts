import { setTimeout as sleep } from 'node:timers/promises'

export type PollerOptions = {
  poll: () => Promise<void>
  everyMs: number
  /** Delay after a failed poll; by default, the normal delay. */
  againMs?: number
  /** Receives a failure, once each time that polling begins to fail. */
  onFault?: ((error: unknown) => void) | undefined
}

export type Poller = {
  /** Stops polling, once the poll in progress has ended. */
  stop(): Promise<void>
}

/** Polls repeatedly, one poll after the other, also after a failed one. */
export function startPoller({ poll, everyMs, againMs, onFault }: PollerOptions): Poller {
  const stopping = new AbortController()
  let isFailing = false

  async function pollUntilStopped(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await poll()
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
