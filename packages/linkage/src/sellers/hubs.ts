import { placesOfPictures, type Account } from './account.ts'
import { carries, type Carriers, type Value } from './carriers.ts'
import type { HubDecision, HubDecisions } from './hub-decisions.ts'
import type { SellerModel } from './seller-model.ts'

/**
 * A value on more accounts than one seller’s usually is, or one that people decided on. It does not count as evidence
 * unless they restored it.
 */
export type Hub = {
  type: string
  value: string
  accounts: number
  why: string
  decision?: HubDecision['decision']
}

export type HubChanges = {
  /** Those that are new or on another number of accounts. */
  hubs: Hub[]
  /** As they were: those that are none any more, or of another type. */
  ended: Hub[]
}

type Known = {
  hub: Hub
  /** The first account that has the value, which says of what type it is. */
  first: number
}

export type HubOptions = {
  accounts: readonly Account[]
  carriers: Carriers
  model: SellerModel
  compare(one: number, other: number): number
  /** Accounts that have a value. */
  carriersOf(value: Value): number[]
  /** Those in force. */
  decisions(): HubDecisions
}

/** Identifiers and pictures that are on too many accounts to tell anything, and those that people decided on. */
export class Hubs {
  readonly #options: HubOptions
  readonly #known = new Map<Value, Known>()
  readonly #fewest: number

  constructor(options: HubOptions) {
    this.#options = options
    const { identifiers, mostWithPicture } = options.model
    this.#fewest = Math.min(mostWithPicture, ...Object.values(identifiers).map(({ most }) => most))
  }

  has(value: Value): boolean {
    return this.#known.has(value)
  }

  /** Those on most accounts first. */
  inOrder(): Hub[] {
    return [...this.#known.values()]
      .map(({ hub }) => hub)
      .toSorted(
        (a, b) =>
          b.accounts - a.accounts || (`${a.type} ${a.value}` < `${b.type} ${b.value}` ? -1 : 1),
      )
  }

  /**
   * @param values those whose carriers changed, or what was decided of them
   * @param changed the accounts that did
   */
  update(values: Iterable<Value>, changed: ReadonlySet<number>): HubChanges {
    const changes: HubChanges = { hubs: [], ended: [] }
    for (const value of values) {
      const before = this.#known.get(value)
      const decision = this.#options.decisions().of(value)
      const count = this.#count(value, decision)
      const now =
        count > (decision === undefined ? this.#fewest : 0)
          ? this.#read(value, count, this.#firstOf(value, before, changed), decision)
          : undefined
      if (now === undefined) this.#known.delete(value)
      else this.#known.set(value, now)
      if (JSON.stringify(before?.hub) === JSON.stringify(now?.hub)) continue
      if (now !== undefined) changes.hubs.push(now.hub)
      if (before !== undefined && before.hub.type !== now?.hub.type) changes.ended.push(before.hub)
    }
    return changes
  }

  /** Of a value that people decided on, one account counts as well. */
  #count(value: Value, decision: HubDecision['decision'] | undefined): number {
    const { carriers, carriersOf } = this.#options
    if (decision === undefined) return carriers.of(value)
    return carriers.of(value, 0) || carriersOf(value).length
  }

  #read(
    value: Value,
    count: number,
    first: number,
    decision: HubDecision['decision'] | undefined,
  ): Known | undefined {
    const { accounts, model } = this.#options
    const account = accounts[first]
    if (account === undefined) return undefined
    const { type, text, most } = this.#tellOf(account, value, model)
    if (decision !== undefined) {
      const why = `${decision} by people`
      return { hub: { type, value: text, accounts: count, why, decision }, first }
    }
    if (count <= most) return undefined
    const why = `on ${count} accounts; of this type one seller’s is usually on at most ${most}`
    return { hub: { type, value: text, accounts: count, why }, first }
  }

  #tellOf(
    account: Account,
    value: Value,
    { identifiers, mostWithPicture }: SellerModel,
  ): { type: string; text: string; most: number } {
    if (typeof value === 'number') {
      const text = placesOfPictures(account, new Set([value])).get(value)?.picture ?? ''
      return { type: 'picture', text, most: mostWithPicture }
    }
    const identifier = account.identifiers.get(value)
    if (identifier === undefined) throw new Error('an account carries a value that it has not')
    const { type } = identifier
    return {
      type,
      text: type === 'card' ? '' : identifier.value,
      most: identifiers[type].most,
    }
  }

  /** Looks at all carriers of a hub only where the first one of before has it no longer. */
  #firstOf(value: Value, before: Known | undefined, changed: ReadonlySet<number>): number {
    const { accounts, compare, carriersOf } = this.#options
    const hasIt = (place: number): boolean => {
      const account = accounts[place]
      return account !== undefined && carries(account, value)
    }
    const among =
      before !== undefined && hasIt(before.first)
        ? [before.first, ...[...changed].filter(hasIt)]
        : carriersOf(value)
    return among.reduce(
      (first, other) => (compare(other, first) < 0 ? other : first),
      among[0] ?? -1,
    )
  }
}
