import type { IdentifierType } from '../identifiers/index.ts'
import { exactWeight } from '../scoring/index.ts'
import type { Account, AccountIdentifier, Place } from './account.ts'
import { aspects, type Aspect, type Behaviour } from './behaviour.ts'
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

/** What an identifier of a type tells. */
type Kind = {
  family: 'contact' | 'payment' | 'registration' | 'pictures'
  /** Share of other accounts that have a value by chance, as far as is known before any are counted. */
  chance: number
  /** Most accounts that one seller’s value is usually on. Above, it is a hub. */
  most: number
}
const contact: Kind = { family: 'contact', chance: 0.0005, most: 30 }
const payment: Kind = { family: 'payment', chance: 0.0002, most: 30 }
const registration: Kind = { family: 'registration', chance: 0.0005, most: 20 }
const kinds: Record<IdentifierType, Kind> = {
  phone: contact,
  email: contact,
  domain: { ...contact, chance: 0.002 },
  whatsapp: contact,
  wechat: contact,
  qq: contact,
  telegram: contact,
  line: contact,
  instagram: contact,
  facebook: contact,
  tiktok: contact,
  device: contact,
  'bank-account': payment,
  card: payment,
  payee: payment,
  'tax-number': registration,
  'business-licence': registration,
  address: { ...registration, chance: 0.005 },
  'tracking-prefix': { ...registration, chance: 0.02 },
  'picture-owner': { family: 'pictures', chance: 0.002, most: 30 },
}
/** Most accounts that one seller’s picture is usually on. */
const mostWithPicture = 20

/** A value on more accounts than one seller’s usually is. It does not count as evidence. */
export type Hub = { type: string; value: string; accounts: number; why: string }

/** How many accounts what is known of a type weighs as much as. */
const accountsBefore = 50
/** Share of sellers with two accounts whose identifier of a type is on both. */
const shareOfOne = 0.8
/** Other goods on another account are what operators sell: being unlike speaks against a link by no more. */
const mostAgainst = 3
/** Of further identifiers in a family each counts half as much as the one before. */
const fading = 0.5

/** What the identifiers and the behaviour of accounts say of each pair. */
export class SellerEvidence {
  readonly #accounts: readonly Account[]
  readonly #behaviour: Behaviour
  readonly #model: SellerModel
  readonly #carriers: ReadonlyMap<string, number>

  constructor(accounts: readonly Account[], behaviour: Behaviour, model: SellerModel) {
    this.#accounts = accounts
    this.#behaviour = behaviour
    this.#model = model
    this.#carriers = countCarriers(accounts.map(({ identifiers }) => identifiers.keys()))
  }

  /** Identifiers that are hubs, those on most accounts first. */
  hubs(): Hub[] {
    const values = new Map(this.#accounts.flatMap(({ identifiers }) => [...identifiers]))
    return [...values].flatMap(([key, { type, value }]): Hub[] => {
      const accounts = this.#carriers.get(key) ?? 0
      const { most } = kinds[type]
      return accounts > most ? [toHub(type, type === 'card' ? '' : value, accounts, most)] : []
    })
  }

  /** All that speaks for and against two accounts being one seller’s, the heaviest first. */
  reasons(one: number, other: number): SellerReason[] {
    return [...this.#shared(one, other), ...this.#alike(one, other)].toSorted(
      (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.code < b.code ? -1 : 1),
    )
  }

  #shared(one: number, other: number): SellerReason[] {
    const [first, second] = [this.#accounts[one], this.#accounts[other]]
    const found = [...(first?.identifiers ?? [])].flatMap(([key, own]) => {
      const theirs = second?.identifiers.get(key)
      const kind = kinds[own.type]
      const carriers = this.#carriers.get(key) ?? 2
      if (theirs === undefined || carriers > kind.most) return []
      const coincidences = Math.max(0, carriers - 2) * (carriers / kind.most) ** 2
      const u =
        (coincidences + accountsBefore * kind.chance) / (this.#accounts.length + accountsBefore)
      return [{ own, theirs, kind, bits: Math.log2(shareOfOne / u) }]
    })
    return [...Map.groupBy(found, ({ kind }) => kind.family)].flatMap(([family, own]) =>
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
    const { weights, usual } = this.#model
    const likeness = this.#behaviour.compare(one, other)
    const bitsOf = (aspect: Aspect): number => {
      const at = aspects.indexOf(aspect)
      return (weights[at] ?? 0) * ((likeness[at] ?? 0) - (usual[at] ?? 0))
    }
    const [first, second] = [this.#accounts[one], this.#accounts[other]]
    const pictures = [...(first?.pictures ?? [])].flatMap(([picture, place]) => {
      const theirs = second?.pictures.get(picture)
      return theirs === undefined ? [] : [{ picture, places: [place, theirs] }]
    })
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
    reasons.push({
      code: 'pictures.same',
      family: 'pictures',
      weight: exactWeight(bitsOf('pictures')),
      detail: `${pictures.length} pictures on both`,
      values: pictures.slice(0, 3).map(({ picture }) => picture),
      places: pictures.slice(0, 3).flatMap(({ places }) => places),
    })
    return reasons.filter(({ weight }) => weight !== 0)
  }
}

/** Pictures on more accounts than one seller’s usually are. */
export function pictureHubs(accounts: readonly Account[]): Hub[] {
  return [...countCarriers(accounts.map(({ pictures }) => pictures.keys()))].flatMap(
    ([picture, count]): Hub[] =>
      count > mostWithPicture ? [toHub('picture', picture, count, mostWithPicture)] : [],
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

function toHub(type: string, value: string, accounts: number, most: number): Hub {
  const why = `on ${accounts} accounts; of this type one seller’s is usually on at most ${most}`
  return { type, value, accounts, why }
}

function countCarriers(values: Iterable<Iterable<string>>): Map<string, number> {
  const carriers = new Map<string, number>()
  for (const own of values)
    for (const value of own) carriers.set(value, (carriers.get(value) ?? 0) + 1)
  return carriers
}
