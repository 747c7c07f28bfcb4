import type { Account } from './account.ts'
import { keyOfValue } from './carriers.ts'
import { habits, type Habit } from './habits.ts'
import type { Market, Vector } from './market-statistics.ts'
import { textAspects, type TextAspect } from './text-features.ts'
import { WeightTable } from './weight-table.ts'

/** What two accounts can have in common besides identifiers. */
export const aspects = ['words', 'letters', 'style', 'prices', 'pricing', 'pictures'] as const
export type Aspect = (typeof aspects)[number]

type Compared = Pick<Account, 'key' | 'listings' | 'pictures' | 'identifiers'>

const none: readonly number[] = []
const nobody: Compared = {
  key: '',
  listings: [],
  pictures: new Float64Array(),
  identifiers: new Map(),
}

/**
 * Likeness of accounts in words, letters, habits, prices and pictures. What many accounts have counts little (TF-IDF), and
 * the likeness of two counts relative to the neighbourhood of each (CSLS, Conneau et al. 2018), since a template is
 * near to everyone. What an account is like is read when it is first compared.
 */
export class Behaviour {
  readonly #accounts: readonly Compared[]
  readonly #market: Market
  readonly #carriersOf: (picture: number) => number
  readonly #mostWithPicture: number
  readonly #vectors: Record<TextAspect, (Vector | undefined)[]>
  readonly #nearness: Record<TextAspect, (number | undefined)[]>
  readonly #habits: Record<Habit, (number[] | undefined)[]>
  readonly #tables: Record<TextAspect, WeightTable> = {
    words: new WeightTable(),
    letters: new WeightTable(),
    prices: new WeightTable(),
  }
  #focus = -1

  constructor(
    accounts: readonly Compared[],
    market: Market,
    pictures: { most: number; carriersOf(picture: number): number },
  ) {
    this.#accounts = accounts
    this.#market = market
    this.#carriersOf = (picture) => pictures.carriersOf(picture)
    this.#mostWithPicture = pictures.most
    // Of their full length from the start: an array that is filled here and there is a slow dictionary.
    const forEach = <T>(): (T | undefined)[] => new Array<T | undefined>(accounts.length)
    this.#vectors = { words: forEach(), letters: forEach(), prices: forEach() }
    this.#nearness = { words: forEach(), letters: forEach(), prices: forEach() }
    this.#habits = { style: forEach(), pricing: forEach() }
  }

  /** Hashes of what others that may be of the same seller share with an account, ascending. */
  keys(account: number): Int32Array {
    const own = this.#at(account)
    const keys = new Set(this.#vector('words', account).features)
    for (const picture of own.pictures) keys.add(keyOfValue(picture))
    for (const identifier of own.identifiers.keys()) keys.add(keyOfValue(identifier))
    return Int32Array.from(keys).sort()
  }

  /** Reads an account anew when it is compared next. */
  forget(account: number): void {
    if (this.#focus === account) this.#focus = -1
    for (const aspect of textAspects)
      [this.#vectors[aspect][account], this.#nearness[aspect][account]] = [undefined, undefined]
    for (const habit of habits) this.#habits[habit][account] = undefined
  }

  #vector(aspect: TextAspect, account: number): Vector {
    return (this.#vectors[aspect][account] ??= this.#market.vectorOf(this.#at(account), aspect))
  }

  /** How much nearer two accounts are to each other than to their neighbours, in each aspect. */
  compare(one: number, other: number): Record<Aspect, number> {
    return {
      words: this.#alike('words', one, other),
      letters: this.#alike('letters', one, other),
      style: this.#habitual('style', one, other),
      prices: this.#alike('prices', one, other),
      pricing: this.#habitual('pricing', one, other),
      pictures: this.#likenessOfPictures(one, other),
    }
  }

  /** The next comparisons are of this account with others. */
  focus(account: number): void {
    if (this.#focus === account) return
    this.#focus = account
    for (const aspect of textAspects) this.#tables[aspect].fill(this.#vector(aspect, account))
  }

  #alike(aspect: TextAspect, one: number, other: number): number {
    if (this.#focus !== one && this.#focus !== other) this.focus(one)
    const compared = this.#vector(aspect, this.#focus === one ? other : one)
    const likeness = this.#tables[aspect].product(compared)
    return 2 * likeness - this.#nearnessOf(aspect, one) - this.#nearnessOf(aspect, other)
  }

  /** Pictures on both accounts that are not on so many that they say nothing. */
  sharedPictures(one: number, other: number): readonly number[] {
    const [first, second] = [this.#at(one).pictures, this.#at(other).pictures]
    let shared = none
    for (let i = 0, j = 0; i < first.length && j < second.length;) {
      const own = first[i] ?? 0
      const theirs = second[j] ?? 0
      if (own === theirs && this.#counts(own)) shared = [...shared, own]
      if (own <= theirs) i++
      if (theirs <= own) j++
    }
    return shared
  }

  #counts(picture: number): boolean {
    return this.#carriersOf(picture) <= this.#mostWithPicture
  }

  /** 1 for a picture that only these two have, less for those of more; together at most 1. */
  #likenessOfPictures(one: number, other: number): number {
    let sum = 0
    for (const picture of this.sharedPictures(one, other))
      sum += 1 / Math.max(1, this.#carriersOf(picture) - 1)
    return Math.min(1, sum)
  }

  #nearnessOf(aspect: TextAspect, account: number): number {
    return (this.#nearness[aspect][account] ??= this.#market.nearnessOf(
      aspect,
      this.#at(account).key,
      this.#vector(aspect, account),
    ))
  }

  /** 0 for accounts with the same habits, -1 for opposite ones. */
  #habitual(habit: Habit, one: number, other: number): number {
    const [first, second] = [this.#ranks(habit, one), this.#ranks(habit, other)]
    let apart = 0
    for (let at = 0; at < first.length; at++)
      apart += Math.abs((first[at] ?? 0) - (second[at] ?? 0))
    return -apart / first.length
  }

  #ranks(habit: Habit, account: number): number[] {
    return (this.#habits[habit][account] ??= this.#market.ranksOf(this.#at(account), habit))
  }

  #at(account: number): Compared {
    return this.#accounts[account] ?? nobody
  }
}
