import type { Guard, Listing, Marker, MarkerMeaning, Product, ProductType } from '#contract'
import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import {
  endInOriginal,
  type DisguiseMatcher,
  type NearName,
  type NearNames,
} from '../disguise/index.ts'
import { endOf, fold, Hits, type FoldedText, type PhraseIndex } from '../text/index.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'
import type { Meaning } from './phrase-meaning.ts'
import { eachNearName } from './find-near-names.ts'
import {
  hasTones,
  isPartOfWord,
  isSameWord,
  isUpperCase,
  isVietnameseWord,
  lettersOf,
} from './same-word.ts'
import { SURELY_READ, type Wordmarks } from './wordmarks.ts'

/** A field of a listing that was read, under the name that evidence uses for it. */
export interface Field {
  name: string
  text: string
  kind:
    | 'title'
    | 'brand'
    | 'category'
    | 'description'
    | 'attribute'
    | 'variant'
    | 'review'
    | 'picture'
  /** The position of a line in a picture. */
  picture?: PicturePlace
}

/** A place in a picture of a listing, as evidence names it. */
export interface PicturePlace {
  /** Index in the listing's images. */
  image: number
  /** x, y, width and height of the bounding box, as fractions of the picture. */
  box: number[]
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
  /** True if the name was found only after undoing a disguise. */
  disguised: boolean
  /** How the spelling differs from the name, if it is only near. */
  near?: NearName['how']
  /** True if a machine misread letters of a picture. */
  misread?: boolean
}
export interface TermHit extends Place {
  term: CompiledTerm
  /** The form's meaning, if it differs from that of the other forms. */
  gloss?: string | undefined
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

/** Everything that was found in the words of one listing, before anything is judged. */
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
  /** Brands that buyers name in their reviews. */
  reviewBrands: BrandHit[]
  /** Names of unprotected brands. */
  otherNames: Place[]
  /** How many names in disguise or spelt nearly right were looked into. */
  near: number
}

/** The characters of a place, for evidence. */
export function textOf(place: Place): string {
  return place.field.text.slice(place.start, place.end)
}

/** Characters between two places of one field; 0 where they touch or overlap. */
export function gap(a: Place, b: Place): number {
  return Math.max(0, a.start >= b.end ? a.start - b.end : b.start - a.end)
}

/** The bounding box of four corners in a picture. */
export function placeIn(
  image: number,
  { width, height }: { width: number; height: number },
  box: readonly (readonly number[])[],
): PicturePlace {
  const fraction = (value: number, of: number): number =>
    Math.round(Math.min(1, Math.max(0, value / of)) * 10_000) / 10_000
  const xs = box.map(([x = 0]) => fraction(x, width))
  const ys = box.map(([, y = 0]) => fraction(y, height))
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const size = (from: number, to: number): number => Math.round((to - from) * 10_000) / 10_000
  return { image, box: [left, top, size(left, Math.max(...xs)), size(top, Math.max(...ys))] }
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
    for (const name of Object.keys(listing.attributes))
      fields.push({
        name: `attributes/${name}`,
        text: listing.attributes[name] as string,
        kind: 'attribute',
      })
  listing.variants?.forEach(({ name }, index) => {
    if (name !== undefined)
      fields.push({ name: `variants/${index}/name`, text: name, kind: 'variant' })
  })
  listing.reviews?.forEach(({ text }, index) => {
    if (text !== undefined) fields.push({ name: `reviews/${index}/text`, text, kind: 'review' })
  })
  listing.images?.forEach(({ reading }, image) => {
    reading?.lines.forEach(({ text, box, confidence }, index) => {
      if (confidence < SURELY_READ) return
      const name = lineName(image, index)
      fields.push({ name, text, kind: 'picture', picture: placeIn(image, reading, box) })
    })
  })
  return fields
}

/** A line of a picture, as evidence names it. */
function lineName(image: number, index: number): string {
  return `pictures/${image}/lines/${index}`
}

const hits = new Hits()
const none = new Hits()

/** A listing with more hits than this repeats itself. */
const FLOOD = 400
/** Maximum hits of one meaning in a listing: more add no evidence, and pairs of hits are compared. */
const MAX_OF_ONE = 64
/** Maximum hits of one kind in a listing, for the same reason. */
export const MAX_OF_A_KIND = 600
/** More disguised or nearly right names in a listing add no evidence. */
const MAX_NEAR = 64

/** The vocabularies for reading fields. */
export interface Vocabularies {
  index: PhraseIndex<Meaning>
  disguises: DisguiseMatcher
  nearNames: NearNames
  wordmarks: Wordmarks
  /** Words of living languages that are near a name, folded, or written with other accents than it. */
  misspellingExceptions: ReadonlySet<string>
}

/** Reads every field of a listing once against all vocabularies. */
export function read(listing: Listing, vocabularies: Vocabularies): Reading {
  const { index } = vocabularies
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
    reviewBrands: [],
    otherNames: [],
    near: 0,
  }
  let count = 0
  let seen: Map<Meaning, number> | undefined
  for (const field of reading.fields) {
    const folded = fold(field.text)
    hits.count = 0
    index.scan(folded, hits)
    count += hits.count
    if (count > FLOOD) seen ??= new Map<Meaning, number>()
    for (let i = 0; i < hits.count; i++) {
      const meaning = index.payload(hits.forms[i] as number)
      if (seen !== undefined) {
        const times = (seen.get(meaning) ?? 0) + 1
        seen.set(meaning, times)
        if (times > MAX_OF_ONE || isFull(reading, meaning)) continue
      }
      const start = folded.starts[hits.from[i] as number] as number
      const end = endOf(folded, (hits.to[i] as number) - 1)
      sort(reading, meaning, { field, start, end }, vocabularies.misspellingExceptions)
    }
    // Misread text looks like a disguise.
    if (field.kind === 'review' || field.kind === 'category' || field.kind === 'picture') continue
    readNearNames(reading, field, folded, vocabularies)
    if (folded.suspicious) readDisguised(reading, field, vocabularies)
  }
  if (listing.images !== undefined) readWordmarks(reading, vocabularies.wordmarks)
  return reading
}

/** Names that are alone on lines of pictures, if the plain reading found none. */
function readWordmarks(reading: Reading, wordmarks: Wordmarks): void {
  reading.listing.images?.forEach(({ reading: read }, image) => {
    const lines = read?.lines ?? []
    for (const { lines: lineNumbers, brand, form, misread } of wordmarks.find(lines)) {
      const parts = lineNumbers.flatMap((index) => {
        const line = lines[index]
        return line === undefined ? [] : [{ ...line, name: lineName(image, index) }]
      })
      // The longest of its lines represents all: evidence names one field.
      const [longest] = parts.toSorted((a, b) => b.text.length - a.text.length)
      if (longest === undefined || read === undefined) continue
      const { name, text } = longest
      const isKnown = reading.brands.some((hit) => hit.field.name === name && hit.brand === brand)
      if (isKnown || reading.brands.length >= MAX_OF_A_KIND) continue
      const corners = parts.flatMap(({ box }) => box)
      const picture = placeIn(image, read, corners)
      const field: Field = { name, text, kind: 'picture', picture }
      const hit = { field, start: 0, end: text.length, brand, form, disguised: false }
      reading.brands.push(misread ? { ...hit, misread } : hit)
    }
  })
}

function isFull(reading: Reading, { is }: Meaning): boolean {
  switch (is) {
    case 'brand':
      return reading.brands.length + reading.reviewBrands.length >= MAX_OF_A_KIND
    case 'term':
      return reading.terms.length >= MAX_OF_A_KIND
    case 'guard':
      return reading.guards.length >= MAX_OF_A_KIND
    case 'type':
      return reading.types.length >= MAX_OF_A_KIND
    case 'marker':
      return reading.markers.length >= MAX_OF_A_KIND
    case 'other-name':
      return reading.otherNames.length >= MAX_OF_A_KIND
    case 'style-code':
      return reading.styleCodes.length >= MAX_OF_A_KIND
    case 'never-made':
      return reading.neverMade.length >= MAX_OF_A_KIND
  }
}

function readNearNames(
  reading: Reading,
  field: Field,
  folded: FoldedText,
  vocabularies: Vocabularies,
): void {
  if (reading.near >= MAX_NEAR) return
  // Descriptions are long and written in sentences: only their hashtags are cut.
  const tagsOnly = field.kind === 'description'
  eachNearName(folded, hits, vocabularies, { tagsOnly }, (name) => {
    if (reading.near++ >= MAX_NEAR) return
    const start = folded.starts[name.from] as number
    const end = endOf(folded, name.to - 1)
    const disguised = name.near === 'look-alike' || name.near === 'masked'
    const { brand, form, near } = name
    reading.brands.push({ field, start, end, brand, form, disguised, ...(near && { near }) })
  })
}

function readDisguised(reading: Reading, field: Field, vocabularies: Vocabularies): void {
  if (reading.near >= MAX_NEAR) return
  const near: BrandHit[] = []
  const places = vocabularies.disguises.find(field.text, (folded, altered) => {
    none.count = 0
    eachNearName(folded, none, vocabularies, { altered }, (place) => {
      const start = folded.starts[place.from] as number
      const end = endInOriginal(field.text, folded, place.to - 1)
      if (near.length >= MAX_NEAR || !altered.touch(start, end)) return
      const { brand, form } = place
      near.push({ field, start, end, brand, form, disguised: true, near: place.near })
    })
  })
  for (const place of places) {
    if (reading.near++ >= MAX_NEAR) return
    if ('term' in place) {
      if (field.kind !== 'brand') reading.terms.push({ field, ...place, gloss: undefined })
    } else if (!isNamed(reading, place, field))
      reading.brands.push({ field, ...place, disguised: true })
  }
  for (const hit of near)
    if (!isNamed(reading, hit, field) && reading.near++ < MAX_NEAR) reading.brands.push(hit)
}

/** True if the brand was already found at that place: a name that the plain reading finds is no disguise. */
function isNamed(
  reading: Reading,
  place: { brand: KnownBrand; start: number; end: number },
  field: Field,
): boolean {
  return reading.brands.some(
    (hit) =>
      hit.field === field &&
      hit.brand === place.brand &&
      hit.start <= place.start &&
      hit.end >= place.end,
  )
}

function sort(
  reading: Reading,
  meaning: Meaning,
  { field, start, end }: Place,
  misspellingExceptions: ReadonlySet<string>,
): void {
  switch (meaning.is) {
    case 'brand':
      readBrand(reading, meaning, { field, start, end }, misspellingExceptions)
      break
    case 'term': {
      const { term } = meaning.term
      if ((field.kind === 'review') !== term.reviewsOnly) break
      if (field.kind === 'brand' || field.kind === 'category') break
      if (term.upperCase && !isUpperCase(field.text, start, end)) break
      if (meaning.written !== undefined && !hasTones(field.text, start, end, meaning.written)) break
      reading.terms.push({ field, start, end, term: meaning.term, gloss: meaning.gloss })
      break
    }
    case 'other-name':
      if (field.kind !== 'review' && field.kind !== 'picture')
        reading.otherNames.push({ field, start, end })
      break
    case 'guard':
      reading.guards.push({ field, start, end, guard: meaning.guard })
      break
    case 'type':
      // A picture also shows accessories of the goods.
      if (field.kind !== 'review' && field.kind !== 'picture') {
        if (!isSameWord(field.text, start, end, meaning.written)) break
        reading.types.push({ field, start, end, type: meaning.type })
      }
      break
    case 'marker':
      if (field.kind === 'picture' && conditions.has(meaning.marker.meaning)) break
      // Of the markers, reviews only use those about who examined the goods.
      if (
        (field.kind === 'review') === (meaning.marker.meaning === 'checked-by-expert') &&
        isSameWord(field.text, start, end, meaning.written)
      )
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

/** Conditions that the words of a listing state. */
const conditions: ReadonlySet<MarkerMeaning> = new Set(['used', 'new', 'refurbished'])

/** A name this short is read into folds and patterns. */
const SHORTEST_IN_PICTURE = 3

function readBrand(
  reading: Reading,
  { brand, form }: Extract<Meaning, { is: 'brand' }>,
  place: Place,
  misspellingExceptions: ReadonlySet<string>,
): void {
  // "böse" is no Bose: with its own accents it is another word.
  const written = textOf(place)
  if (/[\u00c0-\u024f\u1e00-\u1eff]/.test(written) && misspellingExceptions.has(lettersOf(written)))
    return
  const { field, start, end } = place
  if (isPartOfWord(field.text, start, end, { form, misspellingExceptions })) return
  if (isVietnameseWord(field.text, start, end, form)) return
  const hit = { ...place, brand, form, disguised: form.lookAlike === true }
  if (field.kind === 'picture') {
    // Everyday words on labels and posters mean no brand.
    const word = brand.commonWord || form.commonWord === true || form.lookAlike === true
    if (word || form.key.length < SHORTEST_IN_PICTURE) return
  }
  if (field.kind !== 'review') reading.brands.push(hit)
  else if (!brand.commonWord && form.commonWord !== true) reading.reviewBrands.push(hit)
}
