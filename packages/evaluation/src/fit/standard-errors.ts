import { logOddsOf, sigmoid, slopesOf } from './model.ts'
import type { LabelledListing } from './labelled-listings.ts'
import { precisionOf, type FitResult, type Problem } from './penalised-regression.ts'
import { inverse, multiply, zeros } from './matrix.ts'

type Row = Pick<LabelledListing, 'plain' | 'wishes' | 'label' | 'seller'>

/**
 * Standard errors with each seller as one draw (the sandwich of Huber 1967 and White 1982, summed by cluster): a
 * seller who posts one text a hundred times makes one statement, not a hundred. Listings without a seller count
 * individually. Without any data the error is the prior's deviation; null for parameters held at their bound.
 */
export function standardErrors(
  { prior, limit }: Problem,
  { parameters, held, curvature }: FitResult,
  listings: readonly Row[],
): (number | null)[] {
  const free = parameters.flatMap((_, at) => (held[at] === true ? [] : [at]))
  const pulls = new Map<unknown, number[]>()
  for (const listing of listings) {
    const excess = sigmoid(logOddsOf(parameters, listing, limit)) - listing.label
    const slopes = slopesOf(parameters, listing, limit)
    const key = listing.seller ?? listing
    const pull = pulls.get(key) ?? free.map(() => 0)
    for (const [k, at] of free.entries()) pull[k] = (pull[k] ?? 0) + excess * (slopes[at] ?? 0)
    pulls.set(key, pull)
  }
  const middle = zeros(free.length)
  const correction = pulls.size / Math.max(1, pulls.size - 1)
  for (const [k, at] of free.entries()) {
    const row = middle[k] ?? []
    for (const pull of pulls.values()) {
      for (const [l, other] of pull.entries()) {
        row[l] = (row[l] ?? 0) + correction * (pull[k] ?? 0) * other
      }
    }
    row[k] = (row[k] ?? 0) + precisionOf(prior, at)
  }
  const bread = inverse(free.map((i) => free.map((j) => curvature[i]?.[j] ?? 0)))
  const covariance = multiply(multiply(bread, middle), bread)
  const errors = parameters.map((): number | null => null)
  for (const [k, at] of free.entries()) {
    errors[at] = Math.sqrt(Math.max(0, covariance[k]?.[k] ?? 0))
  }
  return errors
}
