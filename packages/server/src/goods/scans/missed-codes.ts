/** Codes that one network may ask about in a day although they were never issued, before no near miss is searched for. */
export const maxMisses = 50
const maxNetworks = 100_000

/**
 * Counts codes that were not found, by the hash of the network of today. The search for near misses costs a hundred
 * times a look-up, and would tell whoever tries many codes which ones come close.
 */
export class MissedCodes {
  readonly #counts = new Map<string, number>()

  /** Whether near misses are no longer searched for, for this network. */
  isExhausted(network: Buffer): boolean {
    return (this.#counts.get(network.toString('base64')) ?? 0) >= maxMisses
  }

  add(network: Buffer): void {
    const key = network.toString('base64')
    const count = (this.#counts.get(key) ?? 0) + 1
    // The network that was heard of longest ago goes first: emptying all counts would free every exhausted one.
    this.#counts.delete(key)
    this.#counts.set(key, count)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > maxNetworks && oldest !== undefined) this.#counts.delete(oldest)
  }
}
