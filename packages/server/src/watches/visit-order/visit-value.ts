import type { ChangeRate } from './change-rate.ts'

/**
 * What a visit after these days is worth: by how much it lowers the age of what is known, the time for which a change
 * has been unknown. For a known rate r this is the integral of s (1 - exp(-r s)) from 0 to the days elapsed, and
 * visiting whenever it exceeds one level for all pages gives the least mean age that a number of visits allows (the
 * condition of Lagrange; J. Cho and H. Garcia-Molina, Effective page refresh policies, ACM TODS 28(4), 2003). Here it
 * is its mean over what is known of the rate.
 */
export function valueOfVisit({ shape, days }: ChangeRate, elapsed: number): number {
  const t = elapsed / days
  if (t * Math.max(shape, 1) < 1e-3) {
    return days ** 2 * shape * t ** 3 * (1 / 3 - ((shape + 1) * t) / 8)
  }
  return days ** 2 * (t ** 2 / 2 - integral(t, 2 - shape) + integral(t, 1 - shape))
}

/** The integral of (1 + u) ** (power - 1) from 0 to t. */
function integral(t: number, power: number): number {
  const log = Math.log1p(t)
  return Math.abs(power) < 1e-9 ? log : Math.expm1(power * log) / power
}

/** No page is left unvisited for longer. */
const mostDays = 60
/** No page is visited more often. */
const leastDays = 1 / 96

/** The days after which a visit is worth this level. */
export function intervalAt(rate: ChangeRate, level: number): number {
  if (valueOfVisit(rate, mostDays) <= level) return mostDays
  if (valueOfVisit(rate, leastDays) >= level) return leastDays
  // Between the bounds the value grows by a power between 2 and 3 of the days, so that steps by ratio are even.
  let [from, to] = [leastDays, mostDays]
  for (let step = 0; step < 30; step++) {
    const middle = Math.sqrt(from * to)
    if (valueOfVisit(rate, middle) < level) from = middle
    else to = middle
  }
  return Math.sqrt(from * to)
}

/** The level at which all of these pages together take so many visits a day. */
export function levelFor(rates: readonly ChangeRate[], visitsPerDay: number): number {
  let [from, to] = [1e-9, mostDays ** 2]
  for (let step = 0; step < 50; step++) {
    const middle = Math.sqrt(from * to)
    const visits = rates.reduce((sum, rate) => sum + 1 / intervalAt(rate, middle), 0)
    if (visits > visitsPerDay) from = middle
    else to = middle
  }
  return Math.sqrt(from * to)
}
