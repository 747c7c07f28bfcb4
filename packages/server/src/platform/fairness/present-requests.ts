/** A party with more requests than this at once has nobody who waits for one of them in particular. */
const maxPresent = 8
/** A request that takes longer waits for something else. */
const maxMilliseconds = 1000

/** The requests that are being answered, by party: work that can wait makes way for them. */
export class PresentRequests {
  private readonly parties = new Map<string, Map<symbol, number>>()

  /** Adds a request of this party, until what it gives is called. */
  add(party: string): () => void {
    const mark = Symbol(party)
    const requests = this.parties.get(party) ?? new Map<symbol, number>()
    requests.set(mark, performance.now())
    this.parties.set(party, requests)
    return () => {
      requests.delete(mark)
      if (requests.size === 0 && this.parties.get(party) === requests) this.parties.delete(party)
    }
  }

  /** Whether somebody waits for an answer. */
  isAny(now: number): boolean {
    for (const requests of this.parties.values()) if (isAwaited(requests, now)) return true
    return false
  }
}

/** The requests that this thread answers. */
export const presentRequests = new PresentRequests()

function isAwaited(requests: ReadonlyMap<symbol, number>, now: number): boolean {
  if (requests.size > maxPresent) return false
  for (const since of requests.values()) if (now - since < maxMilliseconds) return true
  return false
}
