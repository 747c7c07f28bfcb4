import {
  inPicturesOnly,
  REFERRED,
  referenceEvidence,
  logosIn,
  type Mention,
} from '../brand/index.ts'
import type { KnownBrand } from '../catalog/index.ts'
import {
  lettersOf,
  placeIn,
  textOf,
  type BrandHit,
  type PicturePlace,
} from '../listing-text/index.ts'
import type { SignalContext } from './signal-context.ts'
import { evidenceAt, type Draft } from './signal.ts'

/**
 * A hidden mark is detected far more often where one is hidden than where none is: on edited copies of photographs
 * with lines on them (docs/analyst/pictures.md) at least twenty times as often, ln 20 = 3. How much more often
 * sellers of fakes hide one than those who paste a price over a photograph is not measured, so it counts no more than
 * a code that leads away from the marketplace: e^0.8 = 2.2 times.
 */
const MARK_HIDDEN = 0.8
/** Honest sellers also hide faces, addresses and number plates in this way, so it counts only beside another sign. */
const PART_HIDDEN = 0.3
/** As much as another brand's code: both show that the pictures are of other goods. */
const OTHER_BRAND = 0.8
/** A single picture may show the packaging, or the surface under the goods. */
const SEVERAL = 2
/** Fewer letters occur in other words by chance. */
const MIN_LETTERS = 3

/** Signals from marks in the pictures: hidden ones, and another brand's than the words name. */
export function markSignals(
  context: SignalContext,
  offered: Mention,
  isAuthorised: boolean,
): Draft[] {
  const marks = isAuthorised ? undefined : hiddenMark(context, offered.brand)
  const drafts = [marks, hiddenPart(context), otherBrand(context, offered)]
  return drafts.filter((draft) => draft !== undefined)
}

/** The brand's name on a reference that a picture shows and hides there; undefined if any picture shows the name. */
function hiddenMark({ listing, mentions }: SignalContext, brand: KnownBrand): Draft | undefined {
  const own = mentions.find((mention) => mention.brand === brand)
  if (own?.places.some(({ field }) => field.kind === 'picture')) return undefined
  const names = brand.forms
    .filter(({ kind }) => kind === 'name' || kind === 'official')
    .map(({ text }) => lettersOf(text))
    .filter((letters) => letters.length >= MIN_LETTERS)
  for (const [image, { shows = [] }] of (listing.images ?? []).entries())
    for (const { brand: id, hidden = [] } of referenceEvidence(shows)) {
      if (id !== brand.id) continue
      const mark = hidden.find(({ text }) => names.some((name) => lettersOf(text).includes(name)))
      if (mark === undefined) continue
      return {
        code: 'image.mark-hidden',
        weight: MARK_HIDDEN,
        evidence: {
          image,
          box: mark.box,
          reference: brand.id,
          // Only the brand's name: other content of a reference belongs to its owner.
          params: { brand: brand.name, how: mark.how === 'covered' ? 'covered' : 'blurred' },
        },
      }
    }
  return undefined
}

function hiddenPart({ listing }: SignalContext): Draft | undefined {
  for (const [image, { reading }] of (listing.images ?? []).entries()) {
    const part = reading?.hidden?.find(({ how }) => how === 'mosaic')
    if (reading === undefined || part === undefined) continue
    return {
      code: 'image.part-hidden',
      weight: PART_HIDDEN,
      contextOnly: true,
      evidence: {
        ...placeIn(image, reading, part.box),
        params: {},
      },
    }
  }
  return undefined
}

/**
 * Another brand that several pictures name and that makes such goods, if none of them shows the one that the words
 * name. A missing mark alone is no evidence.
 */
function otherBrand(context: SignalContext, offered: Mention): Draft | undefined {
  const { listing, mentions, types, tree } = context
  if (inPicturesOnly(offered) || types.length === 0) return undefined
  const logos = logosIn(listing.images ?? [])
  const seen = new Map<
    KnownBrand,
    { alone: BrandHit[]; images: Set<number>; logo?: PicturePlace }
  >()
  const evidenceOf = (brand: KnownBrand) => {
    const before = seen.get(brand) ?? { alone: [], images: new Set<number>() }
    seen.set(brand, before)
    return before
  }
  for (const { brand, places } of mentions)
    for (const hit of places) {
      if (hit.field.picture === undefined) continue
      if (brand === offered.brand) return undefined
      if (lettersOf(hit.field.text) !== lettersOf(textOf(hit))) continue
      evidenceOf(brand).alone.push(hit)
      evidenceOf(brand).images.add(hit.field.picture.image)
    }
  for (const { id, image, place } of logos) {
    const brand = context.brands.get(id)
    if (brand === offered.brand) return undefined
    if (brand === undefined) continue
    evidenceOf(brand).images.add(image)
    evidenceOf(brand).logo ??= place
  }
  for (const [brand, { alone, images: where, logo }] of seen) {
    if (where.size < SEVERAL || haveWordInCommon(brand, offered.brand)) continue
    const mention = mentions.find((candidate) => candidate.brand === brand)
    // If the words name the brand too, the seller mentions it openly, whatever the pictures show.
    if (mention !== undefined && !inPicturesOnly(mention)) continue
    if (logo === undefined && (mention?.confidence ?? 0) < REFERRED) continue
    if (!types.some((type) => [...brand.productTypes].some((own) => tree.related(type, own))))
      continue
    const params = { shown: brand.name, brand: offered.brand.name }
    return {
      code: 'image.other-brand',
      weight: OTHER_BRAND,
      evidence: { ...logo, ...evidenceAt(alone, { reference: offered.brand.id, params }) },
    }
  }
  return undefined
}

/** Houses name their lines after themselves. */
function haveWordInCommon(one: KnownBrand, other: KnownBrand): boolean {
  const wordsOf = ({ forms }: KnownBrand): string[] =>
    forms.flatMap(({ key, kind }) =>
      kind === 'name' || kind === 'official' ? key.split(/[^\p{L}\p{N}]+/u) : [],
    )
  const words = new Set(wordsOf(one).filter((word) => word.length >= MIN_LETTERS))
  return wordsOf(other).some((word) => words.has(word))
}
