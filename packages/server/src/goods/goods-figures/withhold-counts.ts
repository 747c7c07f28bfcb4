import { leastPublishedCount } from '@touchstone/contract'

/** What is published of months and their total; null is withheld. */
export type Published = { months: (number | null)[]; total: number | null }

/** A count in two parts: those of which something is said, and the rest. */
export type Halves = { part: number; rest: number }

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
/**
 * Withholds small counts of months, and as many others as keep them from following from the total: what is withheld
 * beside a published total is two months or more, and no small count together.
 * @param least the smallest count that is published
 */
export function withholdSmall(
  counts: readonly number[],
  least: number = leastPublishedCount,
): Published {
  const isSmall = (value: number): boolean => value < least
  const total = sum(counts)
  const isSafe = (hidden: readonly number[]): boolean =>
    hidden.length >= 2 && !isSmall(sum(hidden.map((place) => counts[place] ?? 0)))
  const small = [...counts.keys()].filter((place) => isSmall(counts[place] ?? 0))
  const hidden = hideMore(small, { of: counts.length, isSafe })
  const isTotalShown = hidden.length === 0 || isSafe(hidden)
  return {
    months: counts.map((count, place) => (hidden.includes(place) ? null : count)),
    total: isTotalShown ? total : null,
  }
}

/**
 * Withholds parts of counts: those of all months if one of them or its rest is small. Which of them it is would follow from
 * the others and the total.
 * @param whole what is published of both halves together
 */
export function withholdParts(
  halves: readonly Halves[],
  whole: Published,
  least: number = leastPublishedCount,
): Published {
  const isShowable = ({ part, rest }: Halves): boolean => part >= least && rest >= least
  const all = {
    part: sum(halves.map(({ part }) => part)),
    rest: sum(halves.map(({ rest }) => rest)),
  }
  const areMonthsShown = !whole.months.includes(null) && halves.every(isShowable)
  return {
    months: halves.map(({ part }) => (areMonthsShown ? part : null)),
    total: whole.total !== null && isShowable(all) ? all.part : null,
  }
}

/**
 * Adds the month after one that is hidden until that is safe, or all of them are. Which one follows does not depend on the
 * counts: the smallest would tell that the others are larger.
 */
function hideMore(
  small: readonly number[],
  { of, isSafe }: { of: number; isSafe: (hidden: readonly number[]) => boolean },
): number[] {
  const hidden = [...small]
  while (hidden.length > 0 && hidden.length < of && !isSafe(hidden)) {
    const next = hidden.map((place) => (place + 1) % of).find((place) => !hidden.includes(place))
    if (next !== undefined) hidden.push(next)
  }
  return hidden
}
