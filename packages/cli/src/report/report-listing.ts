import type { Assessment, Listing, Money, Signal } from '@touchstone/contract'
import { excerpt, isQuoted } from './excerpt.ts'
import type { ReportField, ReportListing, ReportSignal, ReportSpan } from './model.ts'

const descriptionLimit = 4000
const shortTextLimit = 1000
const rowLimit = 40
const spanLimit = 200

/** The part of a listing that the report stores: bounded, however long the listing is. */
export function reportListing(
  listing: Listing,
  assessment: Assessment,
  seq: number,
  baseRate: number,
): ReportListing {
  const spans = assessment.signals.map((signal) => spansOf(signal, listing))
  const byField = Map.groupBy(spans.flat(), (span) => span.field)
  const { fields, fieldsLeftOut } = fieldsOf(listing, byField)
  const pieces = new Map(fields.map((field) => [field.path, field.pieces]))
  return {
    seq,
    id: listing.id,
    line: assessment.line,
    marketplace: listing.marketplace ?? assessment.marketplace,
    url: listing.url?.slice(0, 500),
    condition: listing.condition,
    price: listing.price && plainMoney(listing.price),
    shippingPrice: listing.shippingPrice && plainMoney(listing.shippingPrice),
    seller: listing.seller && {
      id: listing.seller.id.slice(0, 200),
      name: listing.seller.name?.slice(0, 200),
      country: listing.seller.country,
    },
    shipsFrom: listing.shipsFrom,
    observedAt: listing.observedAt,
    images: listing.images?.length ?? 0,
    verdict: assessment.verdict,
    reason: assessment.reason,
    probability: assessment.probability,
    baseRate: assessment.baseRate ?? baseRate,
    complete: assessment.complete,
    fields,
    fieldsLeftOut,
    brands: assessment.brands.map(({ id, confidence, role, form }) => ({
      id,
      confidence,
      role,
      form,
    })),
    signals: assessment.signals.map((signal, index) => {
      const all = spans[index] ?? []
      const shown = all
        .filter((span) => isQuoted(pieces.get(span.field) ?? [], span))
        .slice(0, spanLimit)
      return plainSignal(signal, shown, all.length - shown.length)
    }),
    silent: assessment.silent ?? [],
  }
}

function plainMoney({ amount, currency }: Money): Money {
  return { amount: amount.slice(0, 40), currency }
}

function plainSignal(signal: Signal, spans: ReportSpan[], spansLeftOut: number): ReportSignal {
  return {
    code: signal.code,
    family: signal.family,
    weight: signal.weight,
    detail: signal.evidence?.detail,
    reference: signal.evidence?.reference,
    image: signal.evidence?.image,
    field: signal.evidence?.field,
    quote: spans.length === 0 ? signal.evidence?.text?.slice(0, 200) : undefined,
    spans,
    spansLeftOut,
  }
}

function spansOf(signal: Signal, listing: Listing): ReportSpan[] {
  const { evidence } = signal
  if (evidence === undefined) return []
  const spans: ReportSpan[] = []
  for (const { field, start, end } of [evidence, ...(evidence.also ?? [])]) {
    if (field === undefined || start === undefined || end === undefined || end <= start) continue
    const path = knownPath(listing, field)
    if (path !== undefined) spans.push({ field: path, start, end })
  }
  return spans
}

/** An attribute's name may contain a slash, so both its plain path and the JSON pointer are accepted. */
function knownPath(listing: Listing, field: string): string | undefined {
  if (!field.startsWith('attributes/')) return field
  const name = field.slice('attributes/'.length)
  const names = [name, name.replaceAll('~1', '/').replaceAll('~0', '~')]
  const known = names.find((candidate) => Object.hasOwn(listing.attributes ?? {}, candidate))
  return known === undefined ? undefined : `attributes/${known}`
}

function fieldsOf(
  listing: Listing,
  evidence: ReadonlyMap<string, ReportSpan[]>,
): Pick<ReportListing, 'fields' | 'fieldsLeftOut'> {
  const field = (path: string, text: string, limit: number, note?: string): ReportField => ({
    path,
    length: text.length,
    pieces: excerpt(text, evidence.get(path) ?? [], limit),
    note,
  })
  /** All rows with evidence, and others up to the limit. */
  const toRows = (
    entries: readonly { path: string; text: string; note?: string }[],
  ): [ReportField[], number] => {
    let room = rowLimit - entries.filter(({ path }) => evidence.has(path)).length
    const rows = entries
      .filter(({ path }) => evidence.has(path) || room-- > 0)
      .slice(0, 2 * rowLimit)
      .map(({ path, text, note }) => field(path, text, shortTextLimit, note))
    return [rows, entries.length - rows.length]
  }

  const [attributes, attributesLeftOut] = toRows(
    Object.entries(listing.attributes ?? {}).map(([name, text]) => ({
      path: `attributes/${name}`,
      text,
    })),
  )
  const [variants, variantsLeftOut] = toRows(
    (listing.variants ?? []).flatMap(({ name, price }, index) =>
      name === undefined
        ? []
        : [
            {
              path: `variants/${index}/name`,
              text: name,
              note: price && `${price.currency} ${price.amount}`,
            },
          ],
    ),
  )
  const [reviews, reviewsLeftOut] = toRows(
    (listing.reviews ?? []).flatMap(({ text, rating }, index) =>
      text === undefined
        ? []
        : [
            {
              path: `reviews/${index}/text`,
              text,
              note: rating === undefined ? undefined : `${rating} of 5`,
            },
          ],
    ),
  )
  return {
    fields: [
      field('title', listing.title, 2000),
      ...(listing.description ? [field('description', listing.description, descriptionLimit)] : []),
      ...(listing.category ? [field('category', listing.category, shortTextLimit)] : []),
      ...(listing.brand ? [field('brand', listing.brand, shortTextLimit)] : []),
      ...attributes,
      ...variants,
      ...reviews,
    ],
    fieldsLeftOut: {
      attributes: attributesLeftOut,
      variants: variantsLeftOut,
      reviews: reviewsLeftOut,
    },
  }
}
