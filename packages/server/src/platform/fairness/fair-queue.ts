import type { Urgency } from './urgency.ts'

/** The party that work is done for, and its urgency. */
export type Claimant = { party: string; urgency: Urgency }

const urgencies: readonly Urgency[] = ['interactive', 'bulk', 'background']
const leastUrgentFirst = urgencies.toReversed()
/** So that background work is never starved. */
const leastUrgentEvery = 8

type Party<T> = {
  /** Cost served, at least that of the party served last: idling earns no credit. */
  served: number
  lanes: Record<Urgency, T[]>
  waiting: number
  turns: number
}

const mostIdle = 1000

/**
 * Work of several parties in the order of start-time fair queuing (Goyal, Vin and Cheng 1996): the party with the
 * least served cost comes next. Shares are by cost, however the work is divided; within a party, urgent work comes
 * first.
 */
export class FairQueue<T> {
  private readonly parties = new Map<string, Party<T>>()
  private reached = 0
  private count = 0

  get size(): number {
    return this.count
  }

  add({ party, urgency }: Claimant, work: T): void {
    const of = this.partyOf(party)
    if (of.waiting === 0) of.served = Math.max(of.served, this.reached)
    of.lanes[urgency].push(work)
    of.waiting++
    this.count++
  }

  /** The next item among those that are `ready`; the caller charges its cost. */
  next(ready: (claimant: Claimant) => boolean = () => true): (Claimant & { work: T }) | undefined {
    let next: { name: string; of: Party<T>; urgency: Urgency } | undefined
    for (const [name, of] of this.parties) {
      if (of.waiting === 0 || (next !== undefined && next.of.served <= of.served)) continue
      const isEighth = of.turns % leastUrgentEvery === leastUrgentEvery - 1
      const urgency = (isEighth ? leastUrgentFirst : urgencies).find(
        (lane) => of.lanes[lane].length > 0 && ready({ party: name, urgency: lane }),
      )
      if (urgency !== undefined) next = { name, of, urgency }
    }
    if (next === undefined) return undefined
    const { name, of, urgency } = next
    const work = of.lanes[urgency].shift() as T
    of.waiting--
    of.turns++
    this.count--
    this.reached = Math.max(this.reached, of.served)
    return { party: name, urgency, work }
  }

  /** Adjusts a party's served cost; negative if an estimate was too high. */
  charge(party: string, cost: number): void {
    const of = this.partyOf(party)
    of.served += cost
    if (this.parties.size > mostIdle) this.forget()
  }

  /** Removes and returns all waiting items. */
  drain(): T[] {
    const all = [...this.parties.values()].flatMap(({ lanes }) =>
      urgencies.flatMap((urgency) => lanes[urgency]),
    )
    this.parties.clear()
    this.count = 0
    return all
  }

  private partyOf(name: string): Party<T> {
    const known = this.parties.get(name)
    if (known !== undefined) return known
    const lanes = { interactive: [], bulk: [], background: [] }
    const added: Party<T> = { served: this.reached, lanes, waiting: 0, turns: 0 }
    this.parties.set(name, added)
    return added
  }

  /** A party not ahead of the others need not be remembered. */
  private forget(): void {
    for (const [name, { waiting, served }] of this.parties) {
      if (waiting === 0 && served <= this.reached) this.parties.delete(name)
    }
  }
}
