import type { IdentifierType } from '../identifiers/index.ts'
import { compareTexts, identifierKey } from './account.ts'
import type { Value } from './carriers.ts'
import { longHashOf } from './text-hash.ts'

/**
 * What people decided of a value: that it links nobody, however few accounts it is on, or that it counts, however many it
 * is on. One that was taken back is not among them.
 */
export type HubDecision = {
  type: IdentifierType | 'picture'
  /** Of a picture, what its listings state. */
  value: string
  decision: 'confirmed' | 'restored'
}

type Counted = { of(value: Value): number }

/** The decisions in force. */
export class HubDecisions {
  readonly #decided = new Map<Value, HubDecision>()

  /** @param decisions in any order; of several on one value, a confirmation counts */
  constructor(decisions: readonly HubDecision[] = []) {
    for (const one of inOrder(decisions)) {
      const { type, value } = one
      const key = type === 'picture' ? longHashOf(value) : identifierKey(type, value)
      if (!this.#decided.has(key)) this.#decided.set(key, one)
    }
  }

  of(value: Value): HubDecision['decision'] | undefined {
    return this.#decided.get(value)?.decision
  }

  values(): Iterable<Value> {
    return this.#decided.keys()
  }

  /** In an order that depends on them alone. */
  inOrder(): HubDecision[] {
    return [...this.#decided.values()]
  }

  /** Values on which other decisions are not the same. */
  differing(other: HubDecisions): Value[] {
    const all = new Set([...this.values(), ...other.values()])
    return [...all].filter((value) => this.of(value) !== other.of(value))
  }

  /**
   * The number of accounts by which a value is weighed: more than any limit if it is a hub by decision, as few as can
   * share it if people restored it.
   */
  weighed(value: Value, carriers: Counted): number {
    const decision = this.of(value)
    if (decision === 'confirmed') return Infinity
    return decision === 'restored' ? 2 : carriers.of(value)
  }
}

/** Confirmations first. */
function inOrder(decisions: readonly HubDecision[]): HubDecision[] {
  return decisions
    .map((one) => ({ one, order: JSON.stringify([one.decision, one.type, one.value]) }))
    .toSorted((a, b) => compareTexts(a.order, b.order))
    .map(({ one }) => one)
}
