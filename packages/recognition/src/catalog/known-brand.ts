import type { Alias, ChannelRule, PriceBand } from '#contract'
import { foldToString, SEPARATOR } from '../text/index.ts'

/** One spelling by which offers refer to a brand. */
export interface BrandForm {
  text: string
  /** The folded spelling. */
  key: string
  kind: 'name' | NonNullable<Alias['kind']>
  language?: string
  /** True if this spelling is also an everyday word. */
  commonWord?: boolean
  /** True for a spelling made to look like the name, which no honest listing uses. */
  lookAlike?: boolean
  /** True for initials set apart ("L V"), which mean the brand amid a text of another script only. */
  apart?: boolean
}

/** The price range of the brand's new goods of a type, in US dollars, with the row that it comes from. */
export interface Band {
  low: number
  typical: number
  /** Whose usual prices they are: the brand's, or those of its price tier. */
  of: 'brand' | 'tier'
  row: PriceBand
}

/** A channel rule with its sellers' names folded once. */
export interface KnownChannel extends ChannelRule {
  sellerKeys: ReadonlySet<string>
}

/** A brand as the engine knows it: the user's row, the starter pack's, or both merged. */
export interface KnownBrand {
  id: string
  name: string
  owner?: string
  house?: string
  commonWord: boolean
  forms: BrandForm[]
  /** Ids of the product-type vocabulary. */
  productTypes: Set<string>
  bands: Map<string, Band>
  /** Bands that hold for one model, by its folded alias. */
  modelBands: Map<string, Band>
  /** Bands of the brand's price tier, for types that it makes and that have no band of its own. */
  tierBands: Map<string, Band>
  /** The usual price of its costliest type of goods, in US dollars. */
  dearest: number
  channels: readonly KnownChannel[]
  /** False for brands that only the starter pack knows. */
  fromCatalog: boolean
}

/** Brands by their place; a list of them is one. */
export interface Brands {
  readonly length: number
  at(index: number): KnownBrand | undefined
}

/** A name without case, accents, spaces and punctuation, for telling that two names are one. */
export function nameKey(name: string): string {
  return foldToString(name).replaceAll(String.fromCharCode(SEPARATOR), '').replaceAll('&', '')
}
