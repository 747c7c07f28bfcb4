import type { FastifyRateLimitStore } from '@fastify/rate-limit'

type Count = { current: number; from: number }
type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void

const mostCallers = 20_000

/**
 * Counts requests by caller in time windows. Uses a monotonic clock: if the machine's clock were set back, a window
 * could last for hours.
 */
export class RequestCounts implements FastifyRateLimitStore {
  readonly #counts = new Map<string, Count>()
  readonly #now: () => number

  constructor(now: unknown = undefined) {
    this.#now = typeof now === 'function' ? (now as () => number) : () => performance.now()
  }

  incr(key: string, answer: Answer, timeWindow = 60_000): void {
    const now = this.#now()
    const known = this.#counts.get(key)
    const isOpen = known !== undefined && known.from + timeWindow > now
    const count = isOpen ? { ...known, current: known.current + 1 } : { current: 1, from: now }
    // The caller that was heard of longest ago goes first.
    this.#counts.delete(key)
    this.#counts.set(key, count)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > mostCallers && oldest !== undefined) this.#counts.delete(oldest)
    answer(null, { current: count.current, ttl: count.from + timeWindow - now })
  }

  child(): this {
    return this
  }
}
