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

/**
 * Milliseconds until the next poll. Polls of all pollers with the same interval begin at the same moments, so that
 * their reads share transactions; after a long one at least half an interval passes.
 */
export function untilNextPoll(everyMs: number): number {
  const left = everyMs - (performance.now() % everyMs)
  return left < everyMs / 2 ? left + everyMs : left
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
      await sleep(untilNextPoll(pause), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
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
