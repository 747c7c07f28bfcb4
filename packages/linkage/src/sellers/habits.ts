import type { Account, AccountListing } from './account.ts'

const shareOf = (text: string, pattern: RegExp): number =>
  (text.match(pattern)?.length ?? 0) / Math.max(1, text.length)
const amountOf = ({ price }: AccountListing): number => Number(price?.split(' ')[1] ?? 0)

/** How a seller writes and prices, whatever the goods: a number of each listing. */
const habits = {
  style: [
    ({ text }: AccountListing): number => Math.log(1 + text.length),
    ({ text }: AccountListing): number => shareOf(text, /\p{Lu}/gu),
    ({ text }: AccountListing): number => shareOf(text, /[^\p{L}\p{N}\s]/gu),
    ({ text }: AccountListing): number => (/^[[(【]/.test(text) ? 1 : 0),
  ],
  pricing: [
    (listing: AccountListing): number => Math.log(1 + amountOf(listing)),
    (listing: AccountListing): number => (Number.isInteger(amountOf(listing)) ? 0 : 1),
    (listing: AccountListing): number => (amountOf(listing) % 10 === 9 ? 1 : 0),
  ],
}
export type Habit = keyof typeof habits

/** For each account the share of accounts that are below it in each habit. */
export function rankHabits(
  accounts: readonly Pick<Account, 'listings'>[],
  habit: Habit,
): Float64Array[] {
  return habits[habit].map((read) =>
    ranksOf(
      accounts.map(
        ({ listings }) =>
          listings.reduce((sum, listing) => sum + read(listing), 0) / Math.max(1, listings.length),
      ),
    ),
  )
}

/** The share of values below each, where equal ones count half. */
function ranksOf(values: readonly number[]): Float64Array {
  const ranks = new Map<number, number>()
  let below = 0
  for (const [value, same] of [...Map.groupBy(values, (one) => one)].toSorted(
    ([a], [b]) => a - b,
  )) {
    ranks.set(value, (below + same.length / 2) / values.length)
    below += same.length
  }
  return Float64Array.from(values, (value) => ranks.get(value) ?? 0)
}
