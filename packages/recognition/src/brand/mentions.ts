import type { Form, MarkerMeaning, Role } from '#contract'
import {
  gap,
  isUpperCase,
  textOf,
  type BrandHit,
  type MarkerHit,
  type Place,
  type Reading,
} from '../reading/index.ts'
import type { TypeTree } from '../vocabulary/index.ts'
import type { KnownBrand } from '../catalog/index.ts'

/** A brand that an offer refers to. */
export interface Mention {
  brand: KnownBrand
  /** 0 to 1; 0.5 and more counts as a reference to the brand. */
  confidence: number
  role: Role
  form: Form
  /** Where it is named, the most telling place first. */
  places: BrandHit[]
  /** What settled the role, in words for the reader. */
  roleSays?: string
}

/** The least confidence at which a brand counts as referred to. */
export const REFERRED = 0.5

const formOf: Record<BrandHit['form']['kind'], Form> = {
  name: 'plain',
  official: 'alias',
  abbreviation: 'alias',
  nickname: 'nickname',
  model: 'model',
  misspelling: 'obfuscated',
}

/** How surely a spelling alone means the brand; context moves it from here. */
function ownConfidence(hit: BrandHit): number {
  const { form, brand } = hit
  const text = textOf(hit)
  const length = [...text].length
  if (hit.disguised) return length >= 5 ? 0.92 : 0.85
  if (form.commonWord === true) return 0.3
  switch (form.kind) {
    case 'name':
      return brand.commonWord
        ? 0.3
        : length >= 4
          ? 0.97
          : isUpperCase(text, 0, text.length)
            ? 0.85
            : 0.45
    case 'official':
      // A common word stays one in capitals; its name in other scripts as a rule is not one.
      if (brand.commonWord && length <= brand.name.length && /^[a-z ]+$/i.test(text)) return 0.35
      return length >= 3 || /[^\u0000-\u024f]/u.test(text) ? 0.93 : 0.6
    case 'abbreviation':
      if (length >= 4) return 0.85
      return isUpperCase(text, 0, text.length) ? 0.6 : 0.35
    case 'nickname':
      return length >= 2 ? 0.72 : 0.4
    case 'model':
      return length >= 4 ? 0.75 : 0.6
    case 'misspelling':
      return length >= 5 ? 0.85 : 0.6
  }
}

/**
 * Ids of the product types that an offer names in its title, category or
 * attributes, else in its description. Inside "dust bag" there is no bag.
 */
export function namedTypes(reading: Reading): string[] {
  const whole = reading.types.filter(
    (hit) => !covered(hit, reading.types) && !covered(hit, reading.markers),
  )
  const near = whole.filter((hit) => hit.field.kind !== 'description')
  return [...new Set((near.length > 0 ? near : whole).map((hit) => hit.type.id))]
}

/** True where a longer hit holds all of this one. */
function covered(hit: Place, others: readonly Place[]): boolean {
  return others.some(
    (other) =>
      other.field === hit.field &&
      other.start <= hit.start &&
      other.end >= hit.end &&
      other.end - other.start > hit.end - hit.start,
  )
}

/**
 * Settles which brands an offer refers to, how surely, and in what role.
 * Common words count beside a product type of the brand, another of its names
 * or the brand that the seller states. Best first.
 */
export function mentions(reading: Reading, types: TypeTree): Mention[] {
  if (reading.brands.length === 0) return []
  const named = namedTypes(reading)
  // Packaging is made to hold a brand's goods, not to fit them.
  const accessory = named.some((id) => id !== 'packaging' && types.get(id)?.accessory === true)
  const byBrand = new Map<KnownBrand, BrandHit[]>()
  for (const hit of withoutContained(reading.brands)) {
    const hits = byBrand.get(hit.brand)
    if (hits === undefined) byBrand.set(hit.brand, [hit])
    else hits.push(hit)
  }
  const found: Mention[] = []
  for (const [brand, hits] of byBrand) {
    const confidence = settle(brand, hits, named, types, reading)
    const places = [...hits].sort((a, b) => telling(b) - telling(a))
    const best = places[0]
    if (best === undefined) continue
    found.push({
      brand,
      confidence,
      ...roleOf(brand, hits, reading, named, accessory),
      form: best.disguised ? 'obfuscated' : formOf[best.form.kind],
      places,
    })
  }
  weighAmbiguity(found)
  const titled = found.some(
    (mention) =>
      mention.confidence >= REFERRED &&
      mention.places.some((hit) => hit.field.kind !== 'description'),
  )
  for (const mention of found)
    if (mention.places.every((hit) => hit.field.kind === 'description')) {
      if (titled && mention.role === 'offered') {
        mention.role = 'mentioned'
        mention.roleSays = 'the brand stands in the description only, beside another in the title'
      } else if (!titled) mention.confidence *= 0.8
    }
  return found.sort((a, b) => rank(b) - rank(a))
}

function rank(mention: Mention): number {
  return mention.confidence + (mention.role === 'offered' ? 0.001 : 0)
}

function telling(hit: BrandHit): number {
  const field = {
    title: 0.3,
    brand: 0.2,
    attribute: 0.15,
    variant: 0.15,
    category: 0.1,
    description: 0,
    review: 0,
  }
  return ownConfidence(hit) + field[hit.field.kind]
}

/** Inside "Dove Chocolate" there is no "Dove": the longer name holds. */
function withoutContained(hits: readonly BrandHit[]): BrandHit[] {
  if (hits.length === 1) return [...hits]
  return hits.filter((hit) => {
    const rivals = hits.filter((other) => other.brand !== hit.brand)
    return !covered(hit, rivals)
  })
}

function settle(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  named: readonly string[],
  types: TypeTree,
  reading: Reading,
): number {
  let confidence = Math.max(...hits.map(ownConfidence))
  const stated = hits.some((hit) => hit.field.kind === 'brand')
  if (stated) return Math.max(confidence, brand.commonWord ? 0.9 : 0.97)
  const makes = named.some((id) => [...brand.productTypes].some((own) => types.related(id, own)))
  const spellings = new Set(hits.map((hit) => `${hit.form.kind} ${textOf(hit).toLowerCase()}`))
  if (spellings.size > 1) confidence = 1 - (1 - confidence) * 0.3
  // Two or three letters that are a word ("on") stand beside every kind of goods.
  const settledByType = !(brand.commonWord && [...brand.name].length <= 3)
  if (makes && settledByType)
    confidence = confidence < 0.5 ? confidence + 0.4 : 1 - (1 - confidence) * 0.4
  // Where the seller states another brand, an everyday word is just that.
  if (brand.commonWord && confidence < 0.9 && statesOther(reading)) confidence *= 0.5
  if (confidence < 0.9) {
    const otherSense = reading.markers.some(
      (hit) =>
        hit.marker.meaning === 'not-goods' && hits.some((brandHit) => brandHit.field === hit.field),
    )
    if (otherSense) confidence *= 0.5
  }
  return confidence
}

function statesOther(reading: Reading): boolean {
  const stated = reading.listing.brand
  return stated !== undefined && /[\p{L}\p{N}]/u.test(stated)
}

/** A spelling that two brands share means each of them less surely. */
function weighAmbiguity(found: Mention[]): void {
  for (const mention of found) {
    const rivals = found.filter(
      (other) =>
        other !== mention &&
        other.confidence > mention.confidence &&
        mention.places.every((hit) =>
          other.places.some(
            (rival) =>
              rival.field === hit.field && rival.start === hit.start && rival.end === hit.end,
          ),
        ),
    )
    if (rivals.length > 0) mention.confidence *= 0.5
  }
}

const roleOfMarker: Partial<Record<MarkerMeaning, Role>> = {
  'compatible-before': 'compatible-with',
  'compatible-after': 'compatible-with',
  'compared-before': 'compared-with',
  'compared-after': 'compared-with',
  'denied-before': 'compared-with',
  'mentioned-before': 'mentioned',
  'mentioned-after': 'mentioned',
  'mentioned-field': 'mentioned',
}

function standsBy(marker: MarkerHit, hit: BrandHit): boolean {
  if (marker.field !== hit.field) return false
  const { meaning, within } = marker.marker
  if (meaning === 'mentioned-field') return true
  if (meaning.endsWith('-before')) return marker.end <= hit.start && gap(marker, hit) <= within
  if (meaning.endsWith('-after')) return marker.start >= hit.end && gap(marker, hit) <= within
  return false
}

/** The role that a marker beside a name gives it. */
function roleBeside(hit: BrandHit, reading: Reading): { role: Role; roleSays: string } | undefined {
  for (const marker of reading.markers) {
    const role = roleOfMarker[marker.marker.meaning]
    if (role !== undefined && standsBy(marker, hit))
      return { role, roleSays: `“${textOf(marker)}”: ${marker.marker.says}` }
  }
  return undefined
}

function roleOf(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  reading: Reading,
  named: readonly string[],
  accessory: boolean,
): { role: Role; roleSays?: string } {
  const inTitle = hits.filter((hit) => hit.field.kind !== 'description')
  const seen = inTitle.length > 0 ? inTitle : hits
  const says = [...seen].sort((a, b) => a.start - b.start).map((hit) => roleBeside(hit, reading))
  const settled = says.find((role) => role !== undefined)
  // "Strap for Apple Watch, Apple Watch band": where it comes first, or the goods
  // are accessories, one clear word settles the plain names beside it.
  if (settled !== undefined && (says[0] !== undefined || accessory)) return settled
  if (accessory && !named.some((id) => brand.productTypes.has(id)))
    return {
      role: 'compatible-with',
      roleSays: 'the offer is for an accessory of a kind that the brand itself does not make',
    }
  return { role: 'offered' }
}
