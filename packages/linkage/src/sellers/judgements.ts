import type { Pair } from '../candidates/index.ts'
import type { SellerReason } from './seller-evidence.ts'

/**
 * What a person says of two accounts. It is taken back by `withdrawnAt`, in the same row or in a further one of the
 * same accounts, judgement and time. Then it has never been said.
 */
export type Judgement = {
  a: string
  b: string
  judgement: 'same' | 'different' | 'unsure'
  reason?: string
  at: string
  withdrawnAt?: string
}

/** Accounts that judgements declare to be one seller’s and of two. */
export type Contradiction = { a: string; b: string }

/** More than all evidence together, and still a number whose sums are exact. */
export const binding = 4096

/** Who is judged, by number. */
export type JudgedAccounts = {
  placeOf(name: string): number | undefined
  nameOf(account: number): string
  compare(one: number, other: number): number
}

/** The judgements in force, which bind whatever the evidence says. */
export class Judgements {
  readonly #live = new Map<string, { pair: Pair; judgement: Judgement; isDisputed: boolean }>()
  readonly #accounts: JudgedAccounts

  constructor(accounts: JudgedAccounts, judgements: readonly Judgement[]) {
    this.#accounts = accounts
    const withdrawn = new Set(
      judgements.filter(({ withdrawnAt }) => withdrawnAt !== undefined).map(nameOf),
    )
    const inOrder = judgements
      .filter((judgement) => !withdrawn.has(nameOf(judgement)))
      .map((judgement) => ({ judgement, order: JSON.stringify([judgement.at, judgement]) }))
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    for (const { judgement } of inOrder) {
      const [one, other] = [accounts.placeOf(judgement.a), accounts.placeOf(judgement.b)]
      if (one === undefined || other === undefined || one === other) continue
      if (judgement.judgement === 'unsure') continue
      const pair: Pair = [Math.min(one, other), Math.max(one, other)]
      const before = this.#live.get(nameOfPair(pair))
      const isDisputed =
        before !== undefined &&
        (before.isDisputed || before.judgement.judgement !== judgement.judgement)
      this.#live.set(nameOfPair(pair), { pair, judgement, isDisputed })
    }
  }

  pairs(): Pair[] {
    return [...this.#live.values()].map(({ pair }) => pair)
  }

  /** Whether a pair is judged, be it in dispute. */
  has(pair: Pair): boolean {
    return this.#live.size > 0 && this.#live.has(nameOfPair(pair))
  }

  /** What binds. */
  inForce(): { pair: Pair; judgement: Judgement['judgement'] }[] {
    return [...this.#live.values()].flatMap(({ pair, judgement: { judgement }, isDisputed }) =>
      isDisputed ? [] : [{ pair, judgement }],
    )
  }

  /** What a judgement in force says of a pair. Where judgements of one pair differ, none binds. */
  reason(pair: Pair): SellerReason | undefined {
    if (this.#live.size === 0) return undefined
    const live = this.#live.get(nameOfPair(pair))
    if (live === undefined || live.isDisputed) return undefined
    const { judgement, reason = '' } = live.judgement
    return {
      code: `judgement.${judgement}`,
      family: 'judgement',
      weight: judgement === 'same' ? binding : -binding,
      detail: reason,
      values: [],
      places: [],
    }
  }

  /** Pairs of which both is said, and pairs said to be of two sellers that a chain of others makes one. */
  contradictions(): Contradiction[] {
    const accounts = this.#accounts
    const live = [...this.#live.values()]
      .map(({ pair: [one, other], ...judged }) => ({
        ...judged,
        pair: (accounts.compare(one, other) < 0 ? [one, other] : [other, one]) as Pair,
      }))
      .toSorted(
        (a, b) => accounts.compare(a.pair[0], b.pair[0]) || accounts.compare(a.pair[1], b.pair[1]),
      )
    const parents = new Map<number, number>()
    const rootOf = (account: number): number => {
      let root = account
      for (
        let next = parents.get(root);
        next !== undefined && next !== root;
        next = parents.get(root)
      )
        root = next
      return root
    }
    for (const { pair, judgement, isDisputed } of live)
      if (judgement.judgement === 'same' && !isDisputed)
        parents.set(rootOf(pair[1]), rootOf(pair[0]))
    return live
      .filter(
        ({ pair: [one, other], judgement, isDisputed }) =>
          isDisputed || (judgement.judgement === 'different' && rootOf(one) === rootOf(other)),
      )
      .map(({ pair: [one, other] }) => ({ a: accounts.nameOf(one), b: accounts.nameOf(other) }))
  }
}

function nameOf({ a, b, judgement, at }: Judgement): string {
  const [one, other] = [a, b].toSorted()
  return JSON.stringify([one, other, judgement, at])
}

function nameOfPair([one, other]: Pair): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
