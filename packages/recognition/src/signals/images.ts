import type { ImageChanges, ShownReference } from '#contract'
import {
  inPicturesOnly,
  REFERRED,
  referenceEvidence,
  logosIn,
  type Mention,
} from '../brand/index.ts'
import type { KnownBrand } from '../catalog/index.ts'
import { contactOf } from '../barcode-content/index.ts'
import { placeIn } from '../listing-text/index.ts'
import { markSignals } from './image-marks.ts'
import type { CodedProduct, SignalContext } from './signal-context.ts'
import { evidenceAt, type Draft } from './signal.ts'

const NOT_IN_TEXT = 0.5
const CONTACT_CODE = 0.8
const OTHER_GOODS = 0.8
/**
 * The evidence of a copy of a known fake's photograph is limited by the matcher's error rate. Of 2,212 pictures that
 * show none of 1,000 references none was taken for a copy (`npm run eval:images`), so that at 95 % fewer than 0.173 %
 * are (Wilson's bound, z² / (n + z²)); of copies at least 97.5 % are found. If a brand has ten times as many known
 * fakes, ten times as many errors are possible: ln(0.975 / 0.0173) = 4.0. With 1,000 references the bound would allow
 * ln(0.975 / 0.00173) = 6.3; the difference allows for honest sellers who use such a photograph and for wrong
 * decisions, which were not measured. At the base rate of 2 % the weight makes a listing as likely false as not.
 */
const KNOWN_FAKE = 4
const OFFICIAL_PHOTO = 0.3
const SEEN_BEFORE = 0.5

/** Signals from pictures that the words of the listing don't give; undefined if no picture was examined. */
export function pictureSignals(context: SignalContext, isAuthorised = false): Draft[] | undefined {
  const isExamined = context.listing.images?.some(
    ({ reading, shows }) => reading !== undefined || shows !== undefined,
  )
  if (!isExamined) return undefined
  const { offered } = context
  if (offered === undefined) return []
  const drafts: Draft[] = copySignals(context, offered.brand, isAuthorised)
  if (offered.places.length > 0 && inPicturesOnly(offered))
    drafts.push({
      code: 'image.brand-not-in-text',
      weight: NOT_IN_TEXT,
      evidence: evidenceAt(offered.places, {
        reference: offered.brand.id,
        params: { brand: offered.brand.name },
      }),
    })
  const logo = logoOf(context, offered)
  if (logo !== undefined) drafts.push(logo)
  drafts.push(...markSignals(context, offered, isAuthorised))
  const contact = contactCode(context)
  if (contact !== undefined) drafts.push(contact)
  const own = context.codedProducts.find(({ brand }) => brand === offered.brand)
  if (own !== undefined)
    drafts.push({
      code: 'product.identified',
      weight: 0,
      evidence: codeEvidence(own, { as: 'gtin', gtin: own.gtin, product: own.product.name }),
    })
  const named = new Set(
    context.mentions.filter(({ confidence }) => confidence >= REFERRED).map(({ brand }) => brand),
  )
  const other = context.codedProducts.find(({ brand }) => !named.has(brand))
  if (own === undefined && other !== undefined)
    drafts.push({
      code: 'image.other-goods-code',
      weight: OTHER_GOODS,
      evidence: codeEvidence(other, {
        gtin: other.gtin,
        product: other.product.name,
        brand: offered.brand.name,
      }),
    })
  return drafts
}

/** A mark without letters of a brand that no words name, where a detector found one. */
function logoOf({ listing }: SignalContext, { brand, places }: Mention): Draft | undefined {
  if (places.length > 0) return undefined
  const logo = logosIn(listing.images ?? []).find(({ id }) => id === brand.id)
  if (logo === undefined) return undefined
  return {
    code: 'image.brand-not-in-text',
    weight: NOT_IN_TEXT,
    evidence: {
      ...logo.place,
      text: logo.label,
      reference: brand.id,
      params: { brand: brand.name },
    },
  }
}

function codeEvidence<Params>({ product, gtin, place }: CodedProduct, params: Params) {
  return { ...place, text: gtin, reference: product.id, params }
}

/** A code that leads away from the marketplace: its own protection of buyers ends there. */
function contactCode({ listing }: SignalContext): Draft | undefined {
  for (const [image, { reading }] of (listing.images ?? []).entries())
    for (const { text, box } of reading?.codes ?? []) {
      const contact = contactOf(text)
      if (reading === undefined || contact === undefined) continue
      return {
        code: 'image.contact-code',
        weight: CONTACT_CODE,
        evidence: {
          ...placeIn(image, reading, box),
          text,
          params: { type: contact.type, value: contact.value },
        },
      }
    }
  return undefined
}

const changeNames = ['mirrored', 'turned', 'stretched', 'scaled', 'cropped', 'covers'] as const

/** A listing's additional fields are no parameters. */
function known(changes: ImageChanges): ImageChanges {
  return Object.fromEntries(
    changeNames.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name]]])),
  )
}

function isWhole(changes: ImageChanges): boolean {
  return changeNames.every((name) => changes[name] === undefined || changes[name] === false)
}

function derivedBy({
  changes,
  edits,
}: ShownReference): { changes: ImageChanges } | { edits: string } | Record<never, never> {
  if (changes !== undefined) return isWhole(changes) ? {} : { changes: known(changes) }
  return edits === undefined || edits === '' ? {} : { edits }
}

/**
 * Signals from copies of references. A known fake’s photograph is evidence of false goods; the brand’s own photograph
 * only of a seller who may not have the goods at hand, and for an authorised one of nothing.
 */
function copySignals(
  { listing }: SignalContext,
  { id, name: brand }: KnownBrand,
  isAuthorised: boolean,
): Draft[] {
  const best = new Map<ShownReference['bank'], { image: number; shown: ShownReference }>()
  for (const [image, { shows = [] }] of (listing.images ?? []).entries())
    for (const shown of referenceEvidence(shows)) {
      const { bank, score } = shown
      if (shown.brand !== id && !(bank === 'seller-photo' && shown.brand === undefined)) continue
      if (score > (best.get(bank)?.shown.score ?? 0)) best.set(bank, { image, shown })
    }
  const evidenceFor = (bank: ShownReference['bank']) => {
    const bestMatch = best.get(bank)
    if (bestMatch === undefined) return undefined
    const { image, shown } = bestMatch
    const { box } = shown
    const params = derivedBy(shown)
    return { image, ...(box && { box }), reference: id, params }
  }
  const fake = evidenceFor('known-fake')
  const official = isAuthorised ? undefined : evidenceFor('official')
  const sellerPhoto = evidenceFor('seller-photo')
  const drafts: Draft[] = []
  if (fake !== undefined)
    drafts.push({
      code: 'image.known-fake',
      weight: KNOWN_FAKE,
      strong: true,
      evidence: { ...fake, params: { brand, ...fake.params } },
    })
  if (official !== undefined)
    drafts.push({
      code: 'image.official-photo',
      weight: OFFICIAL_PHOTO,
      evidence: { ...official, params: { brand, ...official.params } },
    })
  if (sellerPhoto !== undefined)
    drafts.push({ code: 'image.seen-before', weight: SEEN_BEFORE, evidence: sellerPhoto })
  return drafts
}
