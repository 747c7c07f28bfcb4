import { CandidateIndex } from '../candidates/index.ts'
import type { IdentifierType } from '../identifiers/index.ts'
import { exactWeight } from '../scoring/index.ts'
import {
  placesOfPictures,
  type Account,
  type AccountIdentifier,
  type Place,
  type PlacedPicture,
} from './account.ts'
import { aspects, Behaviour, type Aspect } from './behaviour.ts'
import { Carriers } from './carriers.ts'
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

/** A value on more accounts than one seller’s usually is. It does not count as evidence. */
export type Hub = { type: string; value: string; accounts: number; why: string }

/** How many accounts what is known of a type weighs as much as. */
const accountsBefore = 50
/** Other goods on another account are what operators sell: being unlike speaks against a link by no more. */
const mostAgainst = 3
/** Of further identifiers in a family each counts half as much as the one before. */
const fading = 0.5

/** Bits from which a family counts as one that speaks for a link. */
const leastOfFamily = 2

/** All that speaks for and against two accounts being one seller’s, in bits, and whether it may ground a link. */
export type Weighed = { bits: number; isGrounded: boolean }

/** What the identifiers and the behaviour of accounts say of each pair. */
export class SellerEvidence {
  readonly #accounts: readonly Account[]
  readonly #behaviour: Behaviour
  readonly #model: SellerModel
  readonly #carriers: Carriers

  constructor(
    accounts: readonly Account[],
    market: Market,
    model: SellerModel,
    carriers = new Carriers(accounts),
  ) {
    this.#accounts = accounts
    this.#model = model
    this.#carriers = carriers
    this.#behaviour = new Behaviour(accounts, market, {
      most: model.mostWithPicture,
      carriersOf: (picture) => carriers.ofPicture(picture),
    })
  }

  /** The accounts by what they have in common. */
  candidates(): CandidateIndex {
    return new CandidateIndex(
      this.#accounts.map((_, account) => this.#behaviour.keys(account)),
      this.#model.limits,
      this.#model.statistics.accounts,
    )
  }

  weigh(one: number, other: number): Weighed {
    const reasons = this.reasons(one, other)
    return {
      bits: reasons.reduce((sum, { weight }) => sum + weight, 0),
      isGrounded: isGrounded(reasons),
    }
  }

  /** The reasons for and against, the heaviest first. */
  reasons(one: number, other: number): SellerReason[] {
    return [...this.#shared(one, other), ...this.#alike(one, other)].toSorted(
      (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.code < b.code ? -1 : 1),
    )
  }

  #shared(one: number, other: number): SellerReason[] {
    const [first, second] = [this.#accounts[one], this.#accounts[other]]
    const found = [...(first?.identifiers ?? [])].flatMap(([key, own]) => {
      const theirs = second?.identifiers.get(key)
      if (theirs === undefined) return []
      const { m, u: chance, most } = this.#model.identifiers[own.type]
      const carriers = Math.max(2, this.#carriers.ofIdentifier(key))
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
    const likeness = this.#behaviour.compare(one, other)
    const bitsOf = (aspect: Aspect): number => {
      const { weight, usual } = this.#model.likeness[aspect]
      return weight * ((likeness[aspects.indexOf(aspect)] ?? 0) - usual)
    }
    const likenesses: [code: string, family: Family, bits: number, detail: string][] = [
      ['text.alike', 'text', bitsOf('words') + bitsOf('letters'), 'words and spelling'],
      ['text.style', 'text', bitsOf('style'), 'length, capitals and punctuation'],
      ['trade.prices', 'trade', bitsOf('prices'), 'prices'],
      ['trade.pricing', 'trade', bitsOf('pricing'), 'level and endings of prices'],
    ]
    const reasons = likenesses.map(([code, family, bits, detail]): SellerReason => ({
      code,
      family,
      weight: exactWeight(Math.max(-mostAgainst, bits)),
      detail,
      values: [],
      places: [],
    }))
    reasons.push({ ...this.#pictures(one, other), weight: exactWeight(bitsOf('pictures')) })
    return reasons.filter(({ weight }) => weight !== 0)
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

/** Habits that many sellers share by chance: they order candidates and ground no link. */
const habits = new Set(['text.style', 'trade.pricing'])

/** One strong identifier, which hubs are not, or two families speak for a link. */
function isGrounded(reasons: readonly SellerReason[]): boolean {
  const speaking = new Map<string, number>()
  for (const { code, family, weight } of reasons)
    if (!habits.has(code)) speaking.set(family, (speaking.get(family) ?? 0) + weight)
  return (
    [...speaking.values()].filter((weight) => weight >= leastOfFamily).length > 1 ||
    reasons.some(({ code, family }) => code.startsWith('identifier.') && family !== 'pictures')
  )
}

/** Identifiers and pictures that are hubs, those on most accounts first. */
export function findHubs(
  accounts: readonly Account[],
  carriers: Carriers,
  { identifiers, mostWithPicture }: SellerModel,
): Hub[] {
  const values = new Map<string, { type: string; value: string; count: number; most: number }>()
  for (const account of accounts) {
    for (const [key, { type, value }] of account.identifiers) {
      const [count, { most }] = [carriers.ofIdentifier(key), identifiers[type]]
      if (count > most) values.set(key, { type, value: type === 'card' ? '' : value, count, most })
    }
    const stock = account.pictures.filter(
      (picture) => carriers.ofPicture(picture) > mostWithPicture && !values.has(`${picture}`),
    )
    if (stock.length === 0) continue
    for (const [hash, { picture }] of placesOfPictures(account, new Set(stock)))
      values.set(`${hash}`, {
        type: 'picture',
        value: picture,
        count: carriers.ofPicture(hash),
        most: mostWithPicture,
      })
  }
  return [...values.values()]
    .map(({ type, value, count, most }): Hub => ({
      type,
      value,
      accounts: count,
      why: `on ${count} accounts; of this type one seller’s is usually on at most ${most}`,
    }))
    .toSorted(
      (a, b) =>
        b.accounts - a.accounts || (`${a.type} ${a.value}` < `${b.type} ${b.value}` ? -1 : 1),
    )
}

/** Not by the value, which is a digest of a card. */
function comparePlaces(
  { places: [one] }: AccountIdentifier,
  { places: [other] }: AccountIdentifier,
): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
