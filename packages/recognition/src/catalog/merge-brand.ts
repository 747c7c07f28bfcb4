import type { Brand, PriceTiers } from '#contract'
import { foldToString, SEPARATOR } from '../text/index.ts'
import type { BrandRows, BrandSources, BrandWords } from './brand-words.ts'
import { nameKey, type Band, type BrandForm, type KnownBrand } from './known-brand.ts'

/** The spellings of one brand in its rows; of those that fold alike, the first. */
export function formsOf(
  rows: readonly Brand[],
  words: Pick<BrandWords, 'folded'> = { folded: foldToString },
): BrandForm[] {
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
      const key = words.folded(form.text)
      if (key !== '' && !forms.has(key)) forms.set(key, { ...form, key })
    }
  }
  return [...forms.values()]
}

export function mergeBrand(
  { id, row: brand, starter, fromCatalog }: BrandRows,
  sources: BrandSources,
  words: BrandWords,
): KnownBrand {
  const rows = starter === undefined ? [brand] : [brand, starter]
  const forms = formsOf(rows, words)
  const bands = new Map<string, Band>()
  const modelBands = new Map<string, Band>()
  const productTypes = new Set<string>()
  for (const row of rows) {
    for (const type of row.productTypes ?? []) productTypes.add(words.typeId(type))
    for (const band of row.priceBands ?? []) {
      const type = words.typeId(band.productType)
      const perDollar = sources.rates.perDollar[band.currency]
      const [into, key] =
        band.model === undefined ? [bands, type] : [modelBands, words.folded(band.model)]
      if (perDollar === undefined || into.has(key)) continue
      const low = Number(band.low) / perDollar
      const typical = band.typical === undefined ? low * 2 : Number(band.typical) / perDollar
      if (low > 0) into.set(key, { low, typical, of: 'brand', row: band })
    }
  }
  shareModelBands(forms, modelBands)
  return {
    id,
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
    fromCatalog,
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
