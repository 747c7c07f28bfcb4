import type { Account } from './account.ts'
import { habits, rankAmong, readHabit, type Habit } from './habits.ts'
import { countFeatures, spellFeatures, textAspects, type TextAspect } from './text-features.ts'
import { hashOf } from './text-hash.ts'

/** How many accounts have each feature. Those that are not named are on `rarest` accounts. */
export type Frequencies = { rarest: number; accounts: Readonly<Record<string, number>> }

/** An account as others are held against: its features, and the length of the vector of all of them. */
export type ReferenceAccount = {
  seller: string
  marketplace: string
} & Readonly<Record<TextAspect, { length: number; listings: Readonly<Record<string, number>> }>>

/** What is usual in a market: the same for every account that is compared under one model. */
export type MarketStatistics = {
  accounts: number
  /** Of these, those whose features were counted. */
  counted: number
  frequencies: Readonly<Record<TextAspect, Frequencies>>
  habits: Readonly<Record<Habit, readonly (readonly number[])[]>>
  references: readonly ReferenceAccount[]
}

/** Features as weights, of length 1, by ascending hash. */
export type Vector = { features: Int32Array; weights: Float32Array }

const maxAccounts = 20_000
const maxFrequencies = 200_000
const maxHabits = 1000
const maxReferences = 1000
/** Neighbours in the whole market whose likeness says how near an account is to everyone. */
const neighbours = 10

/** At most so many of them, evenly drawn. */
export function sampleOf<T>(all: readonly T[], most: number): T[] {
  const every = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, at) => at % every === 0)
}

/** Counts what is usual among accounts. */
export function readStatistics(all: readonly Account[]): MarketStatistics {
  const accounts = sampleOf(all, maxAccounts)
  const frequencies = recordOf(textAspects, (aspect) => countFrequencies(accounts, aspect))
  const statistics: MarketStatistics = {
    accounts: all.length,
    counted: accounts.length,
    frequencies,
    habits: recordOf(habits, (habit) => spreadOf(accounts, habit)),
    references: [],
  }
  const market = new Market(statistics)
  const references = sampleOf(accounts, maxReferences).map(
    ({ seller, marketplace, listings }): ReferenceAccount => ({
      seller,
      marketplace,
      ...recordOf(textAspects, (aspect) => {
        const counts = spellFeatures(listings, aspect)
        const length = market.lengthOf(
          aspect,
          [...counts].map(([feature, count]) => [hashOf(feature), count]),
        )
        const known = frequencies[aspect].accounts
        const kept = [...counts].filter(([feature]) => Object.hasOwn(known, feature))
        return { length, listings: Object.fromEntries(kept) }
      }),
    }),
  )
  return { ...statistics, references }
}

function recordOf<K extends string, V>(keys: readonly K[], read: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, read(key)])) as Record<K, V>
}

function countFrequencies(accounts: readonly Account[], aspect: TextAspect): Frequencies {
  const counts = new Map<string, number>()
  for (const { listings } of accounts)
    for (const feature of spellFeatures(listings, aspect).keys())
      counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const shared = [...counts].filter(([, count]) => count > 1)
  if (shared.length <= maxFrequencies) return { rarest: 1, accounts: Object.fromEntries(shared) }
  const kept = shared
    .toSorted(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
    .slice(0, maxFrequencies)
  return { rarest: kept.at(-1)?.[1] ?? 1, accounts: Object.fromEntries(kept) }
}

function spreadOf(accounts: readonly Account[], habit: Habit): number[][] {
  const read = accounts.map(({ listings }) => readHabit(listings, habit))
  return (read[0] ?? []).map((_, at) =>
    sampleOf(
      read.map((values) => values[at] ?? 0).toSorted((a, b) => a - b),
      maxHabits,
    ),
  )
}

/** The references that have a feature, with its weight in each. */
type Posting = { references: Uint16Array; weights: Float64Array }
type Postings = Map<number, Posting>

const markets = new WeakMap<MarketStatistics, Market>()

/** A market’s statistics, made ready once for all runs with them. */
export function marketOf(statistics: MarketStatistics): Market {
  const market = markets.get(statistics) ?? new Market(statistics)
  markets.set(statistics, market)
  return market
}

/** A market’s statistics, ready to compare accounts by. */
export class Market {
  readonly #statistics: MarketStatistics
  readonly #weights: Record<TextAspect, { known: Map<number, number>; rarest: number }>
  readonly #postings: Record<TextAspect, Postings>
  readonly #places: Map<string, number>
  readonly #neighbours: number
  // A model that was fitted to accounts has read what links are weighed by.
  readonly #vectors: Record<TextAspect, WeakMap<Account['listings'], Vector>>
  readonly #nearness = new WeakMap<Vector, number>()

  constructor(statistics: MarketStatistics) {
    this.#statistics = statistics
    this.#vectors = recordOf(textAspects, () => new WeakMap())
    const share = statistics.references.length / Math.max(1, statistics.accounts)
    this.#neighbours = Math.max(1, Math.round(neighbours * share))
    this.#weights = recordOf(textAspects, (aspect) => {
      const { rarest, accounts } = statistics.frequencies[aspect]
      const weightOf = (count: number): number => Math.log(statistics.counted / count)
      const known = Object.entries(accounts).map(([feature, count]): [number, number] => [
        hashOf(feature),
        weightOf(count),
      ])
      return { known: new Map(known), rarest: weightOf(rarest) }
    })
    this.#postings = recordOf(textAspects, (aspect) => this.#readPostings(aspect))
    this.#places = new Map(
      statistics.references.map(({ seller, marketplace }, at) => [
        JSON.stringify([seller, marketplace]),
        at,
      ]),
    )
  }

  lengthOf(aspect: TextAspect, counts: Iterable<readonly [number, number]>): number {
    let sum = 0
    for (const [feature, count] of counts) sum += this.#weightOf(aspect, feature, count) ** 2
    return Math.sqrt(sum) || 1
  }

  vectorOf({ listings }: Pick<Account, 'listings'>, aspect: TextAspect): Vector {
    const known = this.#vectors[aspect].get(listings)
    if (known !== undefined) return known
    const vector = this.#readVector(listings, aspect)
    this.#vectors[aspect].set(listings, vector)
    return vector
  }

  #readVector(listings: Account['listings'], aspect: TextAspect): Vector {
    const { features, counts } = countFeatures(listings, aspect)
    const exact = new Float64Array(features.length)
    let sum = 0
    for (let at = 0; at < features.length; at++) {
      const weight = this.#weightOf(aspect, features[at] ?? 0, counts[at] ?? 0)
      exact[at] = weight
      sum += weight ** 2
    }
    const length = Math.sqrt(sum) || 1
    const weights = new Float32Array(features.length)
    for (let at = 0; at < features.length; at++) weights[at] = (exact[at] ?? 0) / length
    return { features, weights }
  }

  /** The mean likeness of an account to those of the references that are nearest. */
  nearnessOf(aspect: TextAspect, key: string, vector: Vector): number {
    const known = this.#nearness.get(vector)
    if (known !== undefined) return known
    const nearness = this.#readNearness(aspect, key, vector)
    this.#nearness.set(vector, nearness)
    return nearness
  }

  #readNearness(aspect: TextAspect, key: string, { features, weights }: Vector): number {
    const own = this.#places.get(key)
    const sums = new Float64Array(this.#statistics.references.length)
    // The hottest loop of all: iterators would double its time.
    for (let at = 0; at < features.length; at++) {
      const posting = this.#postings[aspect].get(features[at] ?? 0)
      if (posting === undefined) continue
      const weight = weights[at] ?? 0
      const { references, weights: theirs } = posting
      for (let place = 0; place < references.length; place++) {
        const reference = references[place] ?? 0
        sums[reference] = (sums[reference] ?? 0) + weight * (theirs[place] ?? 0)
      }
    }
    if (own !== undefined) sums[own] = 0
    let sum = 0
    for (const likeness of greatestOf(sums, this.#neighbours)) sum += likeness
    return sum / this.#neighbours
  }

  /** For each number of a habit the share of accounts below this one. */
  ranksOf({ listings }: Pick<Account, 'listings'>, habit: Habit): number[] {
    return readHabit(listings, habit).map((value, at) =>
      rankAmong(this.#statistics.habits[habit][at] ?? [], value),
    )
  }

  #weightOf(aspect: TextAspect, feature: number, count: number): number {
    return (1 + Math.log(count)) * this.#rarity(aspect, feature)
  }

  /** The less, the more accounts have it. */
  #rarity(aspect: TextAspect, feature: number): number {
    const { known, rarest } = this.#weights[aspect]
    return known.get(feature) ?? rarest
  }

  #readPostings(aspect: TextAspect): Postings {
    const lists = new Map<number, { references: number[]; weights: number[] }>()
    for (const [reference, { [aspect]: own }] of this.#statistics.references.entries())
      for (const [text, count] of Object.entries(own.listings)) {
        const feature = hashOf(text)
        const list = lists.get(feature) ?? { references: [], weights: [] }
        lists.set(feature, list)
        list.references.push(reference)
        list.weights.push(this.#weightOf(aspect, feature, count) / own.length)
      }
    return new Map(
      [...lists].map(([feature, { references, weights }]) => [
        feature,
        { references: Uint16Array.from(references), weights: Float64Array.from(weights) },
      ]),
    )
  }
}

/** The greatest numbers, ascending. */
function greatestOf(numbers: Float64Array, count: number): Float64Array {
  const greatest = numbers.slice(0, count).sort()
  for (let at = count; at < numbers.length; at++) {
    const number = numbers[at] ?? 0
    if (number <= (greatest[0] ?? 0)) continue
    let place = 0
    for (; place + 1 < count && (greatest[place + 1] ?? 0) < number; place++)
      greatest[place] = greatest[place + 1] ?? 0
    greatest[place] = number
  }
  return greatest
}
