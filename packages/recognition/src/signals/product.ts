import { REFERRED } from '../brand/index.ts'
import { gap, textOf, type MarkerHit } from '../listing-text/index.ts'
import type { SignalContext } from './signal-context.ts'
import { evidenceAt, type Draft } from './signal.ts'

const NEVER_MADE = 3.6
const FOREIGN_CODE = 1.6
const PACKAGING_ONLY = 2.2

/** Signals from the catalog's products; undefined if the catalog has none of the brand. */
export function productSignals(context: SignalContext): Draft[] | undefined {
  const packaging = packagingOnly(context)
  if (packaging !== undefined) return [packaging]
  const { offered, reading } = context
  if (offered === undefined) return undefined
  const drafts: Draft[] = []
  const never = reading.neverMade.filter((hit) => hit.brand === offered.brand)
  const first = never[0]
  if (first !== undefined)
    drafts.push({
      code: 'product.never-made',
      weight: NEVER_MADE,
      strong: true,
      evidence: evidenceAt(never, {
        reference: first.product.id,
        params: { brand: offered.brand.name, product: first.product.name },
      }),
    })
  const coded = reading.styleCodes.find((hit) => hit.brand === offered.brand)
  if (coded !== undefined)
    drafts.push({
      code: 'product.identified',
      weight: 0,
      evidence: evidenceAt([coded], {
        reference: coded.product.id,
        params: { as: 'style-code', text: textOf(coded), product: coded.product.name },
      }),
    })
  else {
    const named = new Set(
      context.mentions.filter((m) => m.confidence >= REFERRED).map((mention) => mention.brand),
    )
    const foreign = reading.styleCodes.find((hit) => !named.has(hit.brand))
    if (foreign !== undefined && offered.confidence >= 0.9)
      drafts.push({
        code: 'product.foreign-code',
        weight: FOREIGN_CODE,
        evidence: evidenceAt([foreign], {
          reference: foreign.product.id,
          params: { text: textOf(foreign), brand: offered.brand.name },
        }),
      })
  }
  if (drafts.length === 0 && !context.productsOf.has(offered.brand)) return undefined
  return drafts
}

/** Boxes, bags and receipts of a brand without goods: genuine packaging dresses fakes. */
export function packagingOnly(context: SignalContext): Draft | undefined {
  const brand = context.mentions.find((mention) => mention.confidence >= REFERRED)
  if (brand === undefined || brand.role === 'compatible-with') return undefined
  const pieces = context.reading.markers.filter(
    (hit) => hit.marker.meaning === 'packaging' && hit.field.kind === 'title',
  )
  if (pieces.length === 0) return undefined
  // "With shoe box" describes goods.
  const first = pieces[0] as MarkerHit
  const added = context.lateMarkers
    .find(first.field, 'including-before')
    .some((hit) =>
      pieces.some((piece) => hit.end <= piece.start && gap(hit, piece) <= hit.marker.within),
    )
  if (added) return undefined
  // A model ("iPhone 12 with box") or another type of goods means more than packaging.
  const goods = context.types.some((id) => id !== 'packaging')
  const model = brand.places.some((hit) => hit.form.kind === 'model')
  if (goods || model) return undefined
  return {
    code: 'product.packaging-only',
    weight: PACKAGING_ONLY,
    evidence: evidenceAt(pieces, {
      reference: brand.brand.id,
      params: { brand: brand.brand.name, texts: [...new Set(pieces.map(textOf))] },
    }),
  }
}
