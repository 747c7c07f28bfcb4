import type { Listing, ShownReference } from '#contract'
import type { KnownBrand } from '../catalog/index.ts'
import { REFERRED, type Mention } from './mentions.ts'

/** How surely both must show the same photograph before it is said. */
const SAME = 0.8

/**
 * References that speak. Another photograph of the same goods is no copy. Where what is known to be harmless
 * is found as surely as anything else, the picture says nothing.
 */
export function shownAsEvidence(shows: readonly ShownReference[]): ShownReference[] {
  const copies = shows.filter(
    ({ score, kind }) => score >= SAME && kind !== 'background' && kind !== 'same-product',
  )
  const harmless = Math.max(
    0,
    ...copies.filter(({ bank }) => bank === 'benign').map(({ score }) => score),
  )
  return copies.filter(({ bank, score }) => bank !== 'benign' && score > harmless)
}

/** Less sure than a name: a picture may show what comes with other goods. */
const BY_PICTURE = 0.9

/**
 * Brands that no words of an offer name and whose photographs its pictures show, where words name none at
 * all: beside a name, a picture tells nothing of whose the goods are.
 */
export function withShownBrands(
  found: Mention[],
  listing: Listing,
  brands: ReadonlyMap<string, KnownBrand>,
): Mention[] {
  if (found.some(({ confidence }) => confidence >= REFERRED)) return found
  const shown = new Map<KnownBrand, number>()
  for (const { shows = [] } of listing.images ?? [])
    for (const { brand: id, score } of shownAsEvidence(shows)) {
      const brand = id === undefined ? undefined : brands.get(id)
      if (brand !== undefined) shown.set(brand, Math.max(score, shown.get(brand) ?? 0))
    }
  if (shown.size === 0) return found
  const named = new Set(shown.keys())
  const added = [...shown]
    .sort(([, a], [, b]) => b - a)
    .map(([brand, score]): Mention => ({
      ...{ brand, confidence: BY_PICTURE * score, role: 'offered', form: 'image', places: [] },
    }))
  return [...added, ...found.filter(({ brand }) => !named.has(brand))]
}
