import { untold } from './exceptions.ts'
import type { Findings } from './sweep.ts'

const notUnderstood: ReadonlySet<number> = new Set([400, 415, 422])

/**
 * Requests that none of these callers gets past the form of: their answers prove nothing. What they lack is given to
 * them in `bodies-by-hand.ts`.
 */
export function neverUnderstood(all: readonly Findings[]): string[] {
  const answered = new Map<string, number[]>()
  for (const { statuses } of all) {
    for (const [request, pair] of statuses) {
      const [operation = ''] = request.split(' for ')
      answered.set(operation, [...(answered.get(operation) ?? []), ...pair])
    }
  }
  return [...answered]
    .filter(([, statuses]) => statuses.some((one) => notUnderstood.has(one)))
    .filter(([, statuses]) => statuses.every((one) => notUnderstood.has(one) || one === 403))
    .map(([request]) => `${request} is answered ${answered.get(request)!.join()}: give it a body`)
}

/** Operations by which no owner is told what is there from what is not, and of which nothing says why. */
export function notTold(all: readonly Findings[]): string[] {
  const told = new Set(all.flatMap(({ differences }) => differences.map((one) => one.operation)))
  const asked = new Set(
    all.flatMap(({ statuses }) => [...statuses.keys()].map((request) => request.split(' ')[0]!)),
  )
  return [...asked].filter((one) => !told.has(one) && untold[one] === undefined)
}
