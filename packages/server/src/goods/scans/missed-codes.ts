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
    // Hashes of yesterday are never asked about again.
    if (this.#counts.size >= maxNetworks) this.#counts.clear()
    const key = network.toString('base64')
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}
