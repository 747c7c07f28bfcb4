import type {
  Alias,
  Brand,
  Catalog,
  ChannelRule,
  ExchangeRates,
  PackBrand,
  PriceBand,
  PriceTiers,
} from '#contract'
import type { TypeTree } from '../vocabulary/index.ts'
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

/** A name without case, accents, spaces and punctuation, for telling that two names are one. */
export function nameKey(name: string): string {
  return foldToString(name).replaceAll(String.fromCharCode(SEPARATOR), '').replaceAll('&', '')
}

export interface BrandSources {
  catalog: Catalog
  /** Empty where the starter pack is switched off. */
  pack: readonly PackBrand[]
  types: TypeTree
  /** Finds the product type that plain words name, e.g. "handbags". */
  typeOf: (words: string) => string | undefined
  rates: ExchangeRates
  tiers: PriceTiers
}

/**
 * Merges the user's brands with the starter pack. A user's brand replaces a starter brand if its name equals the
 * starter's name or one of its aliases (that is, its official names and initials: AirPods isn't Apple); the user's id
 * is used, also where other starter brands name it as their house.
 */
export function knownBrands(sources: BrandSources): KnownBrand[] {
  const { catalog, pack } = sources
  const starterOf = chooseStarters(catalog.brands, pack)
  const chosen = new Set(starterOf.values())
  const newIds = new Map([...starterOf].map(([{ id }, starter]) => [starter.id, id]))
  const userIds = new Set(catalog.brands.map((brand) => brand.id))
  const known = catalog.brands.map((brand) => merge(brand, starterOf.get(brand), sources))
  for (const starter of pack) {
    if (chosen.has(starter)) continue
    // A user's brand of another name may hold the same id; both must stay apart.
    const id = userIds.has(starter.id) ? `starter-${starter.id}` : starter.id
    known.push({ ...merge({ ...starter, id }, undefined, sources), fromCatalog: false })
  }
  for (const brand of known)
    if (brand.house !== undefined) brand.house = newIds.get(brand.house) ?? brand.house
  return known
}

/** The starter brands that are the same as brands of a catalog, each once. */
export function chooseStarters(
  brands: readonly Brand[],
  pack: readonly PackBrand[],
): Map<Brand, PackBrand> {
  const byName = new Map<string, PackBrand>()
  const byAlias = new Map<string, PackBrand>()
  for (const starter of pack) {
    byName.set(nameKey(starter.name), starter)
    for (const alias of starter.aliases)
      if (namesBrand(alias) && !byAlias.has(nameKey(alias.text)))
        byAlias.set(nameKey(alias.text), starter)
  }
  const chosen = new Set<PackBrand>()
  const starterOf = new Map<Brand, PackBrand>()
  for (const lookup of [byName, byAlias])
    for (const brand of brands) {
      const starter = lookup.get(nameKey(brand.name))
      if (starter === undefined || chosen.has(starter) || starterOf.has(brand)) continue
      chosen.add(starter)
      starterOf.set(brand, starter)
    }
  return starterOf
}

function namesBrand({ kind, commonWord }: PackBrand['aliases'][number]): boolean {
  return (kind === 'official' || kind === 'abbreviation') && commonWord !== true
}

/** The spellings of one brand in its rows; of those that fold alike, the first. */
export function formsOf(rows: readonly Brand[]): BrandForm[] {
  const forms = new Map<string, BrandForm>()
  for (const row of rows) {
    const spellings: Omit<BrandForm, 'key'>[] = [
      { text: row.name, kind: 'name' },
      ...(row.aliases ?? []).map((alias) => ({
        text: alias.text,
        kind: alias.kind ?? 'official',
        language: alias.language,
        commonWord: alias.commonWord,
      })),
    ]
    for (const form of spellings) {
      const key = foldToString(form.text)
      if (key !== '' && !forms.has(key)) forms.set(key, { ...form, key })
    }
  }
  return [...forms.values()]
}

function merge(brand: Brand, starter: PackBrand | undefined, sources: BrandSources): KnownBrand {
  const rows = starter === undefined ? [brand] : [brand, starter]
  const forms = formsOf(rows)
  const bands = new Map<string, Band>()
  const modelBands = new Map<string, Band>()
  const productTypes = new Set<string>()
  for (const row of rows) {
    for (const words of row.productTypes ?? []) productTypes.add(typeId(words, sources))
    for (const band of row.priceBands ?? []) {
      const type = typeId(band.productType, sources)
      const perDollar = sources.rates.perDollar[band.currency]
      const [into, key] =
        band.model === undefined ? [bands, type] : [modelBands, foldToString(band.model)]
      if (perDollar === undefined || into.has(key)) continue
      const low = Number(band.low) / perDollar
      const typical = band.typical === undefined ? low * 2 : Number(band.typical) / perDollar
      if (low > 0) into.set(key, { low, typical, of: 'brand', row: band })
    }
  }
  shareModelBands(forms, modelBands)
  return {
    id: brand.id,
    name: brand.name,
    owner: brand.owner ?? starter?.owner,
    house: brand.house ?? starter?.house,
    commonWord: brand.commonWord ?? starter?.commonWord ?? false,
    forms,
    productTypes,
    bands,
    modelBands,
    tierBands: tierBandsOf(
      [...productTypes].filter((type) => !bands.has(type)),
      rows.find(({ priceTier }) => priceTier !== undefined)?.priceTier,
      sources,
    ),
    dearest: Math.max(0, ...[...bands.values()].map(({ typical }) => typical)),
    channels: (brand.channels ?? []).map((rule) => ({
      ...rule,
      sellerKeys: new Set((rule.authorisedSellers ?? []).map(nameKey)),
    })),
    fromCatalog: true,
  }
}

/**
 * A name of a model without a band of its own has that of a shorter name (“Ultraboost 22” is an “Ultraboost”), or of the
 * longer ones if they are all of one type (“B27” stands for “B27 sneakers”).
 */
function shareModelBands(forms: readonly BrandForm[], modelBands: Map<string, Band>): void {
  const stated = [...modelBands]
  for (const { kind, key } of forms) {
    if (kind !== 'model' || modelBands.has(key)) continue
    const longer = stated.flatMap(([model, band]) => (startsWithName(model, key) ? [band] : []))
    const band = bandOfShorter(stated, key) ?? (areOfOneType(longer) ? cheapest(longer) : undefined)
    if (band !== undefined) modelBands.set(key, band)
  }
}

function bandOfShorter(stated: readonly [string, Band][], key: string): Band | undefined {
  let best: [string, Band] | undefined
  for (const one of stated)
    if (startsWithName(key, one[0]) && one[0].length > (best?.[0].length ?? 0)) best = one
  return best?.[1]
}

function startsWithName(name: string, part: string): boolean {
  return name.charCodeAt(part.length) === SEPARATOR && name.startsWith(part)
}

function areOfOneType(bands: readonly Band[]): boolean {
  return new Set(bands.map(({ row }) => row.productType)).size === 1
}

function cheapest(bands: readonly Band[]): Band | undefined {
  return bands.toSorted((one, other) => one.low - other.low)[0]
}

const sharedBands = new WeakMap<PriceTiers, Map<string, Band>>()

function tierBandsOf(
  types: readonly string[],
  tier: Brand['priceTier'],
  { tiers, rates }: BrandSources,
): Map<string, Band> {
  const bands = new Map<string, Band>()
  const perDollar = rates.perDollar[tiers.currency]
  if (tier === undefined || perDollar === undefined) return bands
  // Thousands of brands share a few hundred bands.
  const shared = sharedBands.get(tiers) ?? new Map<string, Band>()
  sharedBands.set(tiers, shared)
  for (const type of types) {
    const prices = tiers.types[type]?.[tier]
    if (prices === undefined) continue
    const key = `${type} ${tier} ${perDollar}`
    const [low, typical] = prices
    const { asOf, source, currency } = tiers
    const band: Band = shared.get(key) ?? {
      low: low / perDollar,
      typical: typical / perDollar,
      of: 'tier',
      row: {
        productType: type,
        low: String(low),
        typical: String(typical),
        currency,
        asOf,
        source,
        verified: false,
      },
    }
    shared.set(key, band)
    bands.set(type, band)
  }
  return bands
}

function typeId(words: string, sources: BrandSources): string {
  if (sources.types.get(words) !== undefined) return words
  return sources.typeOf(words) ?? words
}
