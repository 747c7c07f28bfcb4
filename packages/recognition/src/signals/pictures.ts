import { inPicturesOnly, REFERRED } from '../brand/index.ts'
import { contactOf } from '../codes/index.ts'
import { placeIn } from '../reading/index.ts'
import type { CodedProduct, Offer } from './offer.ts'
import { evidenceAt, type Draft } from './signal.ts'

const NOT_IN_TEXT = 0.5
const CONTACT_CODE = 0.8
const OTHER_GOODS = 0.8

/** What was read in the pictures and words of the offer don't say; undefined where no picture was read. */
export function pictureSignals(offer: Offer): Draft[] | undefined {
  if (!offer.listing.images?.some(({ reading }) => reading !== undefined)) return undefined
  const { offered } = offer
  if (offered === undefined) return []
  const drafts: Draft[] = []
  if (inPicturesOnly(offered))
    drafts.push({
      code: 'image.brand-not-in-text',
      weight: NOT_IN_TEXT,
      evidence: evidenceAt(offered.places, {
        reference: offered.brand.id,
        detail: `A picture shows ${offered.brand.name}, which no words of the offer name.`,
      }),
    })
  const contact = contactCode(offer)
  if (contact !== undefined) drafts.push(contact)
  const own = offer.codedProducts.find(({ brand }) => brand === offered.brand)
  if (own !== undefined)
    drafts.push({
      code: 'product.identified',
      weight: 0,
      evidence: shownBy(
        own,
        `A code in a picture holds ${own.gtin}, the GTIN of ${own.product.name}.`,
      ),
    })
  const named = new Set(
    offer.mentions.filter(({ confidence }) => confidence >= REFERRED).map(({ brand }) => brand),
  )
  const other = offer.codedProducts.find(({ brand }) => !named.has(brand))
  if (own === undefined && other !== undefined)
    drafts.push({
      code: 'image.other-goods-code',
      weight: OTHER_GOODS,
      evidence: shownBy(
        other,
        `A code in a picture holds ${other.gtin}, the GTIN of another brand’s product (${other.product.name}), while the offer names ${offered.brand.name}.`,
      ),
    })
  return drafts
}

function shownBy({ product, gtin, place }: CodedProduct, detail: string): Draft['evidence'] {
  return { ...place, text: gtin, reference: product.id, detail }
}

/** A code that leads away from the marketplace: its own protection of buyers ends there. */
function contactCode({ listing }: Offer): Draft | undefined {
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
          detail: `A code in a picture leads away from the marketplace (${contact.type}: ${contact.value}).`,
        },
      }
    }
  return undefined
}
