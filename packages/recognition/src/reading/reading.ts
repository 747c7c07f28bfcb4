import type { Guard, Listing, Marker, Product, ProductType } from '#contract'
import type { BrandForm, Disguises, KnownBrand } from '../catalog/index.ts'
import { endOf, fold, Hits, type PhraseIndex } from '../text/index.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'
import type { Meaning } from './meaning.ts'

/** A field of an offer that was read, under the name that evidence uses for it. */
export interface Field {
  name: string
  text: string
  kind: 'title' | 'brand' | 'category' | 'description' | 'attribute' | 'variant' | 'review'
}

/** A place in a field: UTF-16 offsets in the original text. */
export interface Place {
  field: Field
  start: number
  end: number
}

export interface BrandHit extends Place {
  brand: KnownBrand
  form: BrandForm
  /** True where the name was found only after undoing a disguise. */
  disguised: boolean
}
export interface TermHit extends Place {
  term: CompiledTerm
}
export interface GuardHit extends Place {
  guard: Guard
}
export interface TypeHit extends Place {
  type: ProductType
}
export interface MarkerHit extends Place {
  marker: Marker
}
export interface ProductHit extends Place {
  product: Product
  brand: KnownBrand
}

/** Everything that was found in the words of one offer, before anything is judged. */
export interface Reading {
  listing: Listing
  fields: Field[]
  brands: BrandHit[]
  terms: TermHit[]
  guards: GuardHit[]
  types: TypeHit[]
  markers: MarkerHit[]
  styleCodes: ProductHit[]
  neverMade: ProductHit[]
}

/** The characters of a place, for evidence. */
export function textOf(place: Place): string {
  return place.field.text.slice(place.start, place.end)
}

/** Characters between two places of one field; 0 where they touch or overlap. */
export function gap(a: Place, b: Place): number {
  return Math.max(0, a.start >= b.end ? a.start - b.end : b.start - a.end)
}

function fieldsOf(listing: Listing): Field[] {
  const fields: Field[] = [{ name: 'title', text: listing.title, kind: 'title' }]
  if (listing.brand !== undefined)
    fields.push({ name: 'brand', text: listing.brand, kind: 'brand' })
  if (listing.category !== undefined)
    fields.push({ name: 'category', text: listing.category, kind: 'category' })
  if (listing.description !== undefined)
    fields.push({ name: 'description', text: listing.description, kind: 'description' })
  if (listing.attributes !== undefined)
    for (const [name, text] of Object.entries(listing.attributes))
      fields.push({ name: `attributes/${name}`, text, kind: 'attribute' })
  listing.variants?.forEach((variant, index) => {
    if (variant.name !== undefined)
      fields.push({ name: `variants/${index}/name`, text: variant.name, kind: 'variant' })
  })
  listing.reviews?.forEach((review, index) => {
    if (review.text !== undefined)
      fields.push({ name: `reviews/${index}/text`, text: review.text, kind: 'review' })
  })
  return fields
}

const hits = new Hits()

/** A field with more hits than this repeats itself. */
const FLOOD = 400
/** How often one meaning is taken from such a field: more says no more, and pairs of hits are compared. */
const MOST_OF_ONE = 64

/** Reads every field of an offer once against all vocabularies. */
export function read(listing: Listing, index: PhraseIndex<Meaning>, disguises: Disguises): Reading {
  const reading: Reading = {
    listing,
    fields: fieldsOf(listing),
    brands: [],
    terms: [],
    guards: [],
    types: [],
    markers: [],
    styleCodes: [],
    neverMade: [],
  }
  for (const field of reading.fields) {
    const folded = fold(field.text)
    hits.count = 0
    index.scan(folded, hits)
    const seen = hits.count > FLOOD ? new Map<Meaning, number>() : undefined
    for (let i = 0; i < hits.count; i++) {
      const meaning = index.payloads[hits.forms[i] as number] as Meaning
      if (seen !== undefined) {
        const times = (seen.get(meaning) ?? 0) + 1
        seen.set(meaning, times)
        if (times > MOST_OF_ONE) continue
      }
      const start = folded.starts[hits.from[i] as number] as number
      const end = endOf(folded, (hits.to[i] as number) - 1)
      sort(reading, meaning, field, start, end)
    }
    if (folded.suspicious && field.kind !== 'review')
      for (const { brand, form, start, end } of disguises.find(field.text))
        reading.brands.push({ field, start, end, brand, form, disguised: true })
  }
  return reading
}

function sort(reading: Reading, meaning: Meaning, field: Field, start: number, end: number): void {
  switch (meaning.is) {
    case 'brand':
      if (field.kind !== 'review')
        reading.brands.push({
          field,
          start,
          end,
          brand: meaning.brand,
          form: meaning.form,
          disguised: meaning.form.lookAlike === true,
        })
      break
    case 'term': {
      const { term } = meaning.term
      if ((field.kind === 'review') !== term.reviewsOnly) break
      if (field.kind === 'brand' || field.kind === 'category') break
      if (term.upperCase && !isUpperCase(field.text, start, end)) break
      reading.terms.push({ field, start, end, term: meaning.term })
      break
    }
    case 'guard':
      reading.guards.push({ field, start, end, guard: meaning.guard })
      break
    case 'type':
      if (field.kind !== 'review') reading.types.push({ field, start, end, type: meaning.type })
      break
    case 'marker':
      if (field.kind !== 'review')
        reading.markers.push({ field, start, end, marker: meaning.marker })
      break
    case 'style-code':
      if (field.kind !== 'review')
        reading.styleCodes.push({
          field,
          start,
          end,
          product: meaning.product,
          brand: meaning.brand,
        })
      break
    case 'never-made':
      if (field.kind !== 'review')
        reading.neverMade.push({
          field,
          start,
          end,
          product: meaning.product,
          brand: meaning.brand,
        })
  }
}

/** True for a spelling in capitals, digits and signs alone. */
export function isUpperCase(text: string, start: number, end: number): boolean {
  const slice = text.slice(start, end)
  return slice === slice.toUpperCase()
}
