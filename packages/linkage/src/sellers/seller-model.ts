import type { CandidateLimits } from '../candidates/index.ts'
import type { IdentifierType } from '../identifiers/index.ts'
import type { Aspect } from './behaviour.ts'
import type { MarketStatistics } from './market-statistics.ts'

/** What an identifier of a type tells. */
export type IdentifierModel = {
  /** Share of sellers with two accounts whose identifier is on both. */
  m: number
  /** Share of other accounts that have a value by chance, as far as is known before any are counted. */
  u: number
  /** Most accounts that one seller’s value is usually on. Above, it is a hub. */
  most: number
}

/** What in two accounts being alike tells, in bits. */
export type LikenessModel = {
  /** Bits for each unit of likeness. */
  weight: number
  /** The likeness that tells nothing: the mean of candidates of two sellers. */
  usual: number
}

/** All that links are weighed by. Under one model the same listings have the same links, whenever they arrive. */
export type SellerModel = {
  /** Log2 odds that two candidates are of one seller. */
  prior: number
  likeness: Readonly<Record<Aspect, LikenessModel>>
  identifiers: Readonly<Record<IdentifierType, IdentifierModel>>
  /** Most accounts that one seller’s picture is usually on. */
  mostWithPicture: number
  limits: CandidateLimits
  statistics: MarketStatistics
}

const contact: IdentifierModel = { m: 0.8, u: 0.0005, most: 30 }
const payment: IdentifierModel = { ...contact, u: 0.0002 }
const registration: IdentifierModel = { ...contact, most: 20 }
export const usualIdentifiers: Record<IdentifierType, IdentifierModel> = {
  phone: contact,
  email: contact,
  domain: { ...contact, u: 0.002 },
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
  address: { ...registration, u: 0.005 },
  'tracking-prefix': { ...registration, u: 0.02 },
  'picture-owner': { ...contact, u: 0.002 },
}
export const mostWithPicture = 20
export const usualLimits: CandidateLimits = { block: 100, owner: 60 }
