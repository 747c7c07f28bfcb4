/** Limits each party's work in progress; the rest waits in order, without delaying other parties. */
export class PartySlots {
  private readonly slots: number
  private readonly inUse = new Map<string, number>()
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
    const inUse = this.inUse.get(party) ?? 0
    if (inUse < this.slots) {
      this.inUse.set(party, inUse + 1)
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
    const left = (this.inUse.get(party) ?? 1) - 1
    if (left === 0) this.inUse.delete(party)
    else this.inUse.set(party, left)
  }
}
