import type { ReadListing } from './read-listing.ts'

const shareOf = (text: string, pattern: RegExp): number =>
  (text.match(pattern)?.length ?? 0) / Math.max(1, text.length)
const amountOf = ({ price }: ReadListing): number => Number(price?.split(' ')[1] ?? 0)

/** How a seller writes and prices, whatever the goods: a number of each listing. */
const readers = {
  style: [
    ({ text }: ReadListing): number => Math.log(1 + text.length),
    ({ text }: ReadListing): number => shareOf(text, /\p{Lu}/gu),
    ({ text }: ReadListing): number => shareOf(text, /[^\p{L}\p{N}\s]/gu),
    ({ text }: ReadListing): number => (/^[[(【]/.test(text) ? 1 : 0),
  ],
  pricing: [
    (listing: ReadListing): number => Math.log(1 + amountOf(listing)),
    (listing: ReadListing): number => (Number.isInteger(amountOf(listing)) ? 0 : 1),
    (listing: ReadListing): number => (amountOf(listing) % 10 === 9 ? 1 : 0),
  ],
}
export const habits = ['style', 'pricing'] as const
export type Habit = (typeof habits)[number]

/** The mean of each number over an account’s listings. */
export function readHabit(listings: readonly ReadListing[], habit: Habit): number[] {
  return readers[habit].map(
    (read) =>
      listings.reduce((sum, listing) => sum + read(listing), 0) / Math.max(1, listings.length),
  )
}

/** The share of ascending values below one, where equal ones count half. */
export function rankAmong(values: readonly number[], value: number): number {
  if (values.length === 0) return 0
  return (firstFrom(values, value, false) + firstFrom(values, value, true)) / 2 / values.length
}

/** The place of the first value that is not below one, or of the first above it. */
function firstFrom(values: readonly number[], value: number, above: boolean): number {
  let [from, to] = [0, values.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const own = values[middle] ?? 0
    if (own < value || (above && own === value)) from = middle + 1
    else to = middle
  }
  return from
}
