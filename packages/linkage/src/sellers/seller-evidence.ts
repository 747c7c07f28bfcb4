import type { IdentifierType } from '../identifiers/index.ts'
import { exactWeight } from '../scoring/index.ts'
import {
  placesOfPictures,
  type Account,
  type AccountIdentifier,
  type Place,
  type PlacedPicture,
} from './account.ts'
import { Behaviour, type Aspect } from './behaviour.ts'
import { Carriers, type Value } from './carriers.ts'
import type { Market } from './market-statistics.ts'
import type { SellerModel } from './seller-model.ts'

export type Family =
  | 'contact'
  | 'payment'
  | 'registration'
  | 'pictures'
  | 'text'
  | 'trade'
  | 'judgement'

/** Why two accounts are linked, or what speaks against it, in bits. */
export type SellerReason = {
  code: string
  family: Family
  weight: number
  detail: string
  values: string[]
  places: Place[]
}

const families: Record<IdentifierType, Family> = {
  phone: 'contact',
  email: 'contact',
  domain: 'contact',
  whatsapp: 'contact',
  wechat: 'contact',
  qq: 'contact',
  telegram: 'contact',
  line: 'contact',
  instagram: 'contact',
  facebook: 'contact',
  tiktok: 'contact',
  device: 'contact',
  'bank-account': 'payment',
  card: 'payment',
  payee: 'payment',
  'tax-number': 'registration',
  'business-licence': 'registration',
  address: 'registration',
  'tracking-prefix': 'registration',
  'picture-owner': 'pictures',
}

/** How many accounts what is known of a type weighs as much as. */
const accountsBefore = 50
/** Other goods on another account are what operators sell: being unlike speaks against a link by no more. */
const mostAgainst = 3
/** Of further identifiers in a family each counts half as much as the one before. */
const fading = 0.5

/** Bits from which a family counts as one that speaks for a link. */
const leastOfFamily = 2

type Likeness = {
  code: string
  family: Family
  detail: string
  aspects: readonly Aspect[]
  /** Many sellers share it by chance: it orders candidates and grounds no link. */
  isHabit: boolean
  /** Whether being unlike speaks against a link by no more than `mostAgainst`. */
  isBounded: boolean
}

const likenesses: readonly Likeness[] = [
  {
    code: 'text.alike',
    family: 'text',
    detail: 'words and spelling',
    aspects: ['words', 'letters'],
    isHabit: false,
    isBounded: true,
  },
  {
    code: 'text.style',
    family: 'text',
    detail: 'length, capitals and punctuation',
    aspects: ['style'],
    isHabit: true,
    isBounded: true,
  },
  {
    code: 'trade.prices',
    family: 'trade',
    detail: 'prices',
    aspects: ['prices'],
    isHabit: false,
    isBounded: true,
  },
  {
    code: 'trade.pricing',
    family: 'trade',
    detail: 'level and endings of prices',
    aspects: ['pricing'],
    isHabit: true,
    isBounded: true,
  },
  {
    code: 'pictures.same',
    family: 'pictures',
    detail: '',
    aspects: ['pictures'],
    isHabit: false,
    isBounded: false,
  },
]

/** All that speaks for and against two accounts being one seller’s, in bits, and whether it may ground a link. */
export type Weighed = { bits: number; isGrounded: boolean }

/** By how many accounts each value is weighed. */
type Counts = { of(value: Value): number }

/** What the identifiers and the behaviour of accounts say of each pair. */
export class SellerEvidence {
  readonly #accounts: readonly Account[]
  readonly #behaviour: Behaviour
  readonly #model: SellerModel
  readonly #carriers: Counts

  constructor(
    accounts: readonly Account[],
    market: Market,
    model: SellerModel,
    carriers: Counts = new Carriers(accounts),
  ) {
    this.#accounts = accounts
    this.#model = model
    this.#carriers = carriers
    this.#behaviour = new Behaviour(accounts, market, {
      most: model.mostWithPicture,
      carriersOf: (picture) => carriers.of(picture),
    })
  }

  /** What others that may be of the same seller share with an account. */
  keys(account: number): Int32Array {
    return this.#behaviour.keys(account)
  }

  /** Forgets what an account was like that has changed. */
  forget(account: number): void {
    this.#behaviour.forget(account)
  }

  /** The next pairs are of this account. */
  focus(account: number): void {
    this.#behaviour.focus(account)
  }

  /** The sum of the reasons, of which none is made. */
  weigh(one: number, other: number): Weighed {
    const speaking = new Map<Family, number>()
    let bits = 0
    let hasIdentifier = false
    for (const { family, weight } of this.#shared(one, other)) {
      bits += weight
      speaking.set(family, (speaking.get(family) ?? 0) + weight)
      hasIdentifier ||= family !== 'pictures'
    }
    const weights = this.#likenesses(one, other)
    for (const [at, { family, isHabit }] of likenesses.entries()) {
      const weight = weights[at] ?? 0
      bits += weight
      if (!isHabit) speaking.set(family, (speaking.get(family) ?? 0) + weight)
    }
    // One strong identifier, which hubs are not, or two families speak for a link.
    const families = [...speaking.values()].filter((weight) => weight >= leastOfFamily).length
    return { bits, isGrounded: families > 1 || hasIdentifier }
  }

  /** The reasons for and against, the heaviest first. */
  reasons(one: number, other: number): SellerReason[] {
    return [...this.#shared(one, other), ...this.#alike(one, other)].toSorted(
      (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.code < b.code ? -1 : 1),
    )
  }

  #shared(one: number, other: number): SellerReason[] {
    const [first, second] = [this.#accounts[one], this.#accounts[other]]
    if (first === undefined || second === undefined) return []
    if (first.identifiers.size === 0 || second.identifiers.size === 0) return []
    const found = [...first.identifiers].flatMap(([key, own]) => {
      const theirs = second.identifiers.get(key)
      if (theirs === undefined || own.isMention || theirs.isMention) return []
      const { m, u: chance, most } = this.#model.identifiers[own.type]
      const carriers = Math.max(2, this.#carriers.of(key))
      if (carriers > most) return []
      const coincidences = (carriers - 2) * (carriers / most) ** 2
      const u =
        (coincidences + accountsBefore * chance) /
        (this.#model.statistics.accounts + accountsBefore)
      return [{ own, theirs, bits: Math.log2(m / u) }]
    })
    return [...Map.groupBy(found, ({ own }) => families[own.type])].flatMap(([family, own]) =>
      own
        .toSorted((a, b) => b.bits - a.bits || comparePlaces(a.own, b.own))
        .map(({ own: { type, value, places }, theirs, bits }, rank): SellerReason => ({
          code: `identifier.${type}`,
          family,
          weight: exactWeight(bits * fading ** rank),
          detail: type === 'card' ? 'same card' : `same ${type}: ${value}`,
          values: type === 'card' ? [] : [value],
          places: [...places.slice(0, 3), ...theirs.places.slice(0, 3)],
        })),
    )
  }

  #alike(one: number, other: number): SellerReason[] {
    const weights = this.#likenesses(one, other)
    return likenesses.flatMap(({ code, family, detail }, at): SellerReason[] => {
      const weight = weights[at] ?? 0
      if (weight === 0) return []
      return code === 'pictures.same'
        ? [{ ...this.#pictures(one, other), weight }]
        : [{ code, family, weight, detail, values: [], places: [] }]
    })
  }

  /** Bits of each of the likenesses. */
  #likenesses(one: number, other: number): number[] {
    const alike = this.#behaviour.compare(one, other)
    return likenesses.map(({ aspects: own, isBounded }) => {
      let bits = 0
      for (const aspect of own) {
        const { weight, usual } = this.#model.likeness[aspect]
        bits += weight * (alike[aspect] - usual)
      }
      return exactWeight(isBounded ? Math.max(-mostAgainst, bits) : bits)
    })
  }

  #pictures(one: number, other: number): SellerReason {
    const shared = new Set(this.#behaviour.sharedPictures(one, other))
    const [first, second] = [one, other].map((at) => {
      const account = this.#accounts[at]
      return account === undefined || shared.size === 0
        ? new Map<number, PlacedPicture>()
        : placesOfPictures(account, shared)
    })
    const told = [...(first ?? [])].slice(0, 3)
    return {
      code: 'pictures.same',
      family: 'pictures',
      weight: 0,
      detail: `${shared.size} pictures on both`,
      values: told.map(([, { picture }]) => picture),
      places: told.flatMap(([picture, { place }]) => {
        const theirs = second?.get(picture)
        return theirs === undefined ? [place] : [place, theirs.place]
      }),
    }
  }
}

/** Not by the value, which is a digest of a card. */
function comparePlaces(
  { places: [one] }: AccountIdentifier,
  { places: [other] }: AccountIdentifier,
): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
