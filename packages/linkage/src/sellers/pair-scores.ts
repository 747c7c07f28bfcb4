import { placeIn, type CandidateIndex, type Pair } from '../candidates/index.ts'
import { exactWeight } from '../scoring/index.ts'
import type { Judgements } from './judgements.ts'
import type { Weighed } from './seller-evidence.ts'

export type ScoreOptions = {
  index: CandidateIndex
  prior: number
  /** Bits from which two accounts are linked. */
  least: number
  /** Evidence links nobody. */
  judgedAlone: boolean
  weigh(one: number, other: number): Weighed
}

const none = new Int32Array()
const steps = 1024
/** Pairs whose evidence is kept though neither is the other one’s candidate. */
const mostOthers = 1_000_000

/** What speaks for pairs of accounts: of candidates all, of others what was asked for. */
export class PairScores {
  /** Pairs weighed so far. */
  made = 0
  readonly #options: ScoreOptions
  /** The candidates that evidence is known of. */
  readonly #lists: Int32Array[] = []
  /** Of each of them: 1024ths of a bit, twice, and 1 if they may ground a link. */
  readonly #evidence: Int32Array[] = []
  readonly #others = new Map<number, Map<number, number>>()
  #kept = 0

  constructor(options: ScoreOptions) {
    this.#options = options
  }

  candidatesOf(account: number): Int32Array {
    return this.#lists[account] ?? none
  }

  evidenceOf(account: number): Int32Array {
    return this.#evidence[account] ?? none
  }

  /** Adds what is known of an account’s candidates. */
  add(account: number, candidates: Int32Array, evidence: Int32Array): void {
    this.#lists[account] = candidates
    this.#evidence[account] = evidence
  }

  isCandidate(one: number, other: number): boolean {
    return this.#known(one, other) !== undefined
  }

  /** The pairs that were weighed among accounts, which may be very many. */
  pairsAmong(accounts: ReadonlySet<number>): Pair[] {
    const pairs = new Map<string, Pair>()
    const add = (one: number, others: Iterable<number>): void => {
      for (const other of others) {
        const pair: Pair = one < other ? [one, other] : [other, one]
        if (accounts.has(other)) pairs.set(pair.join(), pair)
      }
    }
    for (const one of accounts) {
      add(one, this.candidatesOf(one))
      add(one, this.#others.get(one)?.keys() ?? [])
    }
    return [...pairs.values()]
  }

  /** Weighs the candidates of accounts, as the index has them now; of pairs of which neither account changed, new ones alone. */
  update(accounts: ReadonlySet<number>, changed: ReadonlySet<number>): void {
    for (const account of changed) this.#forget(account)
    const done = new Set<number>()
    for (const account of accounts) {
      const list = this.#options.index.candidatesOf(account)
      const evidence = new Int32Array(list.length)
      for (let at = 0; at < list.length; at++) {
        const other = list[at] ?? 0
        const isKept = !changed.has(account) && !changed.has(other)
        const known = isKept
          ? (this.#known(account, other) ?? this.#others.get(account)?.get(other))
          : done.has(other)
            ? this.#in(other, account)
            : undefined
        evidence[at] = known ?? this.#weigh(account, other)
      }
      this.add(account, list, evidence)
      done.add(account)
    }
  }

  /** Weighs a pair again, of which what both carry changed. */
  reweigh(one: number, other: number): void {
    this.#others.get(one)?.delete(other)
    this.#others.get(other)?.delete(one)
    if (!this.isCandidate(one, other)) return
    const evidence = this.#weigh(one, other)
    for (const [account, of] of [
      [one, other],
      [other, one],
    ] as const) {
      const list = this.candidatesOf(account)
      const at = placeIn(list, of)
      if (list[at] === of) this.evidenceOf(account)[at] = evidence
    }
  }

  /** What speaks for a pair in bits, judgements included. */
  of(one: number, other: number, judgements: Judgements): number {
    const evidence = this.#known(one, other) ?? this.#other(one, other)
    const judged = judgements.reason([one, other])
    if (judged === undefined) return this.bitsOf(evidence)
    return this.#options.prior + (evidence >> 1) / steps + judged.weight
  }

  /** Bits of evidence alone. */
  bitsOf(evidence: number): number {
    const { prior, least, judgedAlone } = this.#options
    const bits = prior + (evidence >> 1) / steps
    return (evidence & 1) === 1 && !judgedAlone ? bits : belowThreshold(bits, least)
  }

  #known(one: number, other: number): number | undefined {
    return this.#in(one, other) ?? this.#in(other, one)
  }

  #in(one: number, other: number): number | undefined {
    const list = this.#lists[one]
    if (list === undefined) return undefined
    const at = placeIn(list, other)
    return list[at] === other ? this.#evidence[one]?.[at] : undefined
  }

  #other(one: number, other: number): number {
    const known = this.#others.get(one)?.get(other)
    if (known !== undefined) return known
    const weighed = this.#weigh(one, other)
    if (++this.#kept > mostOthers) {
      this.#others.clear()
      this.#kept = 1
    }
    for (const [account, of] of [
      [one, other],
      [other, one],
    ] as const) {
      const own = this.#others.get(account)
      if (own === undefined) this.#others.set(account, new Map([[of, weighed]]))
      else own.set(of, weighed)
    }
    return weighed
  }

  #forget(account: number): void {
    for (const other of this.#others.get(account)?.keys() ?? []) {
      this.#others.get(other)?.delete(account)
      this.#kept--
    }
    this.#others.delete(account)
  }

  #weigh(one: number, other: number): number {
    this.made++
    const { bits, isGrounded } = this.#options.weigh(one, other)
    return Math.round(bits * steps) * 2 + (isGrounded ? 1 : 0)
  }
}

/** The same order of weights, below the threshold. */
function belowThreshold(bits: number, least: number): number {
  const over = bits - least + 1
  return over <= 0 ? bits : exactWeight(least - 1 + over / (over + 16))
}
