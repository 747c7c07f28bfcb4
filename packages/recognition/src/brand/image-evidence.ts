import type { Listing, ListingImage, ShownReference } from '#contract'
import type { KnownBrand, KnownBrands } from '../catalog/index.ts'
import { placeIn, type PicturePlace } from '../listing-text/index.ts'
import { REFERRED, type Mention } from './settle-brands.ts'

/** Minimum probability that both show the same photograph. */
const SAME = 0.8

/**
 * References that count as evidence. Another photograph of the same goods is no copy. If a harmless reference matches
 * as surely as any other, the picture is no evidence.
 */
export function referenceEvidence(shows: readonly ShownReference[]): ShownReference[] {
  const copies = shows.filter(
    ({ score, kind }) => score >= SAME && kind !== 'background' && kind !== 'same-product',
  )
  const harmless = Math.max(
    0,
    ...copies.filter(({ bank }) => bank === 'benign').map(({ score }) => score),
  )
  return copies.filter(({ bank, score }) => bank !== 'benign' && score > harmless)
}

/** Less sure than a name: a picture may show things that accompany other goods. */
const BY_PICTURE = 0.9

/** The minimum confidence of an operator's own detector, whose accuracy is unmeasured. */
const LOGO_SURE = 0.7
/** Less sure than a photograph of the brand's. */
const BY_LOGO = 0.75

export interface DetectedLogo {
  /** Id of the brand. */
  id: string
  label: string
  confidence: number
  image: number
  place: PicturePlace
}

/** Marks of brands that a detector found in pictures, as far as it was sure, the surest first. */
export function logosIn(images: readonly ListingImage[]): DetectedLogo[] {
  const logos: DetectedLogo[] = []
  for (const [image, { reading }] of images.entries())
    for (const { brand: id, label, box, confidence } of reading?.logos ?? []) {
      if (reading === undefined || id === undefined || confidence < LOGO_SURE) continue
      logos.push({ id, label, confidence, image, place: placeIn(image, reading, box) })
    }
  return logos.sort((a, b) => b.confidence - a.confidence)
}

/**
 * Adds brands whose photographs or marks the pictures show, if the words name no brand: beside a name, a picture does
 * not identify the goods.
 */
export function addShownBrands(
  mentioned: Mention[],
  listing: Listing,
  brands: Pick<KnownBrands, 'get'>,
): Mention[] {
  if (mentioned.some(({ confidence }) => confidence >= REFERRED)) return mentioned
  const shown = new Map<KnownBrand, number>()
  for (const { shows = [] } of listing.images ?? [])
    for (const { brand: id, score } of referenceEvidence(shows)) {
      const brand = id === undefined ? undefined : brands.get(id)
      if (brand !== undefined) shown.set(brand, Math.max(BY_PICTURE * score, shown.get(brand) ?? 0))
    }
  for (const { id, confidence } of logosIn(listing.images ?? [])) {
    const brand = brands.get(id)
    if (brand !== undefined) shown.set(brand, Math.max(BY_LOGO * confidence, shown.get(brand) ?? 0))
  }
  if (shown.size === 0) return mentioned
  const named = new Set(shown.keys())
  const added = [...shown]
    .sort(([, a], [, b]) => b - a)
    .map(([brand, confidence]): Mention => ({
      brand,
      confidence,
      role: 'offered',
      form: 'image',
      places: [],
    }))
  return [...added, ...mentioned.filter(({ brand }) => !named.has(brand))]
}
