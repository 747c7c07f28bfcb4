/** Limits each party's work in progress; the rest waits in order, without delaying other parties. */
export class PartySlots {
  private readonly slots: number
  private readonly taken = new Map<string, number>()
  private readonly waiting = new Map<string, (() => void)[]>()

  constructor(slots: number) {
    this.slots = slots
  }

  async run<T>(party: string, work: () => Promise<T>): Promise<T> {
    await this.acquire(party)
    try {
      return await work()
    } finally {
      this.release(party)
    }
  }

  private async acquire(party: string): Promise<void> {
    const taken = this.taken.get(party) ?? 0
    if (taken < this.slots) {
      this.taken.set(party, taken + 1)
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const line = this.waiting.get(party) ?? []
    line.push(resolve)
    this.waiting.set(party, line)
    await promise
  }

  /** Passes the slot to the next in line. */
  private release(party: string): void {
    const line = this.waiting.get(party)
    const next = line?.shift()
    if (line?.length === 0) this.waiting.delete(party)
    if (next !== undefined) {
      next()
      return
    }
    const left = (this.taken.get(party) ?? 1) - 1
    if (left === 0) this.taken.delete(party)
    else this.taken.set(party, left)
  }
}
