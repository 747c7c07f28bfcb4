import type { WatchedListing, WatchedListingVersion } from '../watch-terms/index.ts'

export type PricePoint = { at: number; amount: number; currency: string }

type Price = NonNullable<WatchedListing['price']>
type Entry = Pick<WatchedListingVersion, 'at' | 'differences'>

/**
 * The prices of a listing from its current one and its history, newest first: each entry tells what the price was
 * before. The first point is at the oldest entry that is loaded.
 */
export function priceCourse(current: Price | null, entries: readonly Entry[]): PricePoint[] {
  const points: PricePoint[] = []
  let price = current
  for (const { at, differences } of entries) {
    const before = priceBefore(price, differences)
    if (before === price) continue
    if (price !== null) points.push(pointOf(price, at))
    price = before
  }
  const oldest = entries.at(-1)
  if (price !== null && oldest !== undefined && points.at(-1)?.at !== Date.parse(oldest.at)) {
    points.push(pointOf(price, oldest.at))
  }
  return points.reverse()
}

function pointOf({ amount, currency }: Price, at: string): PricePoint {
  return { at: Date.parse(at), amount: Number(amount), currency }
}

/** The same object where the price did not change. */
function priceBefore(after: Price | null, differences: Entry['differences']): Price | null {
  let price = after
  for (const { field, before } of differences) {
    if (field === 'price') price = toPrice(before)
    else if (field.startsWith('price/')) {
      price = toPrice({ ...price, [field.slice('price/'.length)]: before })
    }
  }
  return price
}

function toPrice(value: unknown): Price | null {
  const { amount, currency } = (value ?? {}) as Partial<Record<keyof Price, unknown>>
  return typeof amount === 'string' && typeof currency === 'string' ? { amount, currency } : null
}
