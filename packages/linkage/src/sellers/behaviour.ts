import type { Account, AccountListing } from './account.ts'
import { rankHabits, type Habit } from './habits.ts'

/** A text or a price list as weighted features, of length 1. */
type Vector = { features: Int32Array; weights: Float64Array }

/** What two accounts can have in common besides identifiers. */
export const aspects = ['words', 'letters', 'style', 'prices', 'pricing', 'pictures'] as const
export type Aspect = (typeof aspects)[number]
const textAspects = ['words', 'letters', 'prices'] as const
type TextAspect = (typeof textAspects)[number]

/** Neighbours whose likeness says how near an account is to everyone. */
const neighbours = 10

const wordsIn = /[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{N}]/gu

const featuresOf: Record<TextAspect, (listing: AccountListing) => string[]> = {
  words: ({ text }) => {
    const words = text.normalize('NFKC').toLowerCase().match(wordsIn) ?? []
    return [...words, ...words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)]
  },
  letters: ({ text }) => {
    const letters = ` ${text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')} `
    return Array.from({ length: Math.max(0, letters.length - 3) }, (_, at) =>
      letters.slice(at, at + 4),
    )
  },
  prices: ({ price }) => (price === undefined ? [] : [price]),
}

/**
 * Likeness of accounts in words, letters, habits, prices and pictures. What many accounts have counts little (TF-IDF), and
 * the likeness of two counts relative to the neighbourhood of each (CSLS, Conneau et al. 2018), since a template is
 * near to everyone.
 */
export class Behaviour {
  readonly #vectors: Record<TextAspect, Vector[]>
  readonly #nearness = new Map<TextAspect, Float64Array>()
  readonly #habits: Record<Habit, Float64Array[]>
  readonly #pictures: readonly ReadonlySet<string>[]
  readonly #carriers = new Map<string, number>()

  constructor(accounts: readonly Pick<Account, 'listings'>[]) {
    const vectorsOf = (aspect: TextAspect): Vector[] => toVectors(accounts, featuresOf[aspect])
    this.#vectors = {
      words: vectorsOf('words'),
      letters: vectorsOf('letters'),
      prices: vectorsOf('prices'),
    }
    this.#habits = {
      style: rankHabits(accounts, 'style'),
      pricing: rankHabits(accounts, 'pricing'),
    }
    this.#pictures = accounts.map(
      ({ listings }) => new Set(listings.flatMap(({ pictures }) => pictures)),
    )
    for (const own of this.#pictures)
      for (const picture of own) this.#carriers.set(picture, (this.#carriers.get(picture) ?? 0) + 1)
  }

  /** Learns from pairs that may be alike how near each account is to its nearest. */
  readNeighbourhoods(pairs: readonly (readonly [number, number])[]): void {
    for (const aspect of textAspects) {
      const nearest = this.#vectors[aspect].map((): number[] => [])
      for (const [one, other] of pairs) {
        const likeness = this.#likeness(aspect, one, other)
        if (likeness <= 0) continue
        for (const list of [nearest[one], nearest[other]]) list?.push(likeness)
      }
      const means = nearest.map((list) => {
        const best = list.toSorted((a, b) => b - a).slice(0, neighbours)
        return best.reduce((sum, likeness) => sum + likeness, 0) / neighbours
      })
      this.#nearness.set(aspect, Float64Array.from(means))
    }
  }

  /** How much nearer two accounts are to each other than to their neighbours, in each aspect. */
  compare(one: number, other: number): number[] {
    return aspects.map((aspect) => {
      if (aspect === 'pictures') return this.#sharedPictures(one, other)
      if (aspect === 'style' || aspect === 'pricing') return this.#habitual(aspect, one, other)
      const likeness = this.#likeness(aspect, one, other)
      const nearness = this.#nearness.get(aspect)
      return 2 * likeness - (nearness?.[one] ?? 0) - (nearness?.[other] ?? 0)
    })
  }

  /** 0 for accounts with the same habits, -1 for opposite ones. */
  #habitual(habit: Habit, one: number, other: number): number {
    const ranks = this.#habits[habit]
    const apart = ranks.map((rank) => Math.abs((rank[one] ?? 0) - (rank[other] ?? 0)))
    return -apart.reduce((sum, difference) => sum + difference, 0) / ranks.length
  }

  /** 1 for a picture that only these two have, less for those of more; together at most 1. */
  #sharedPictures(one: number, other: number): number {
    const [first, second] = [this.#pictures[one], this.#pictures[other]]
    let sum = 0
    for (const picture of first ?? [])
      if (second?.has(picture) === true) sum += 1 / ((this.#carriers.get(picture) ?? 2) - 1)
    return Math.min(1, sum)
  }

  #likeness(aspect: TextAspect, one: number, other: number): number {
    const [first, second] = [this.#vectors[aspect][one], this.#vectors[aspect][other]]
    return first === undefined || second === undefined ? 0 : product(first, second)
  }
}

function product(one: Vector, other: Vector): number {
  let sum = 0
  for (let i = 0, j = 0; i < one.features.length && j < other.features.length;) {
    const [first, second] = [one.features[i] ?? 0, other.features[j] ?? 0]
    if (first === second) sum += (one.weights[i++] ?? 0) * (other.weights[j++] ?? 0)
    else if (first < second) i++
    else j++
  }
  return sum
}

function toVectors(
  accounts: readonly Pick<Account, 'listings'>[],
  read: (listing: AccountListing) => string[],
): Vector[] {
  const numbers = new Map<string, number>()
  const carriers: number[] = []
  const counted = accounts.map(({ listings }) => {
    const counts = new Map<number, number>()
    for (const listing of listings)
      for (const feature of new Set(read(listing))) {
        const number = numbers.get(feature) ?? numbers.size
        numbers.set(feature, number)
        counts.set(number, (counts.get(number) ?? 0) + 1)
      }
    for (const number of counts.keys()) carriers[number] = (carriers[number] ?? 0) + 1
    return counts
  })
  return counted.map((counts) => {
    const weightOf = ([feature, count]: readonly [number, number]): number =>
      (1 + Math.log(count)) * Math.log(accounts.length / (carriers[feature] ?? 1))
    const own = [...counts].toSorted(([a], [b]) => a - b)
    const length = Math.sqrt(own.reduce((sum, entry) => sum + weightOf(entry) ** 2, 0)) || 1
    // A feature that no other account has only makes the others weigh less.
    const shared = own.filter(([feature]) => (carriers[feature] ?? 1) > 1)
    return {
      features: Int32Array.from(shared, ([feature]) => feature),
      weights: Float64Array.from(shared, (entry) => weightOf(entry) / length),
    }
  })
}

/** Rare words and pictures of an account, by which others that may be alike are found. */
export function behaviourKeys({
  listings,
  pictures,
}: Pick<Account, 'listings' | 'pictures'>): string[] {
  const keys = new Set<string>()
  for (const listing of listings)
    for (const word of featuresOf.words(listing)) keys.add(`w ${word}`)
  for (const picture of pictures.keys()) keys.add(`p ${picture}`)
  return [...keys]
}
