/** With more concurrent requests than this, nobody waits for a particular one. */
const maxPresent = 8
/** A request that takes longer is waiting for something else. */
const maxMilliseconds = 1000

/** Requests in progress by party: other work makes way for them. */
export class ActiveRequests {
  private readonly parties = new Map<string, Map<symbol, number>>()

  /** Adds a request of this party until the returned function is called. */
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

  /** Whether anyone is waiting for a response. */
  isAny(now: number): boolean {
    for (const requests of this.parties.values()) if (isAwaited(requests, now)) return true
    return false
  }
}

/** The requests that this thread answers. */
export const presentRequests = new ActiveRequests()

function isAwaited(requests: ReadonlyMap<symbol, number>, now: number): boolean {
  if (requests.size > maxPresent) return false
  for (const since of requests.values()) if (now - since < maxMilliseconds) return true
  return false
}
