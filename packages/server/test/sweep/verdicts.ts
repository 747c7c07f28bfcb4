import { untold } from './exceptions.ts'
import type { Findings } from './sweep.ts'

const notUnderstood: ReadonlySet<number> = new Set([400, 415, 422])

/**
 * Requests that fail validation for all of these callers: their responses prove nothing. `bodies-by-hand.ts` provides
 * what they lack.
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
    .filter(([, statuses]) => statuses.some((status) => notUnderstood.has(status)))
    .filter(([, statuses]) =>
      statuses.every((status) => notUnderstood.has(status) || status === 403),
    )
    .map(([request]) => `${request} is answered ${answered.get(request)!.join()}: give it a body`)
}

/** Operations that tell no owner which thing exists, without a stated reason. */
export function unreported(all: readonly Findings[]): string[] {
  const reported = new Set(
    all.flatMap(({ differences }) => differences.map((difference) => difference.operation)),
  )
  const requested = new Set(
    all.flatMap(({ statuses }) => [...statuses.keys()].map((request) => request.split(' ')[0]!)),
  )
  return [...requested].filter(
    (operation) => !reported.has(operation) && untold[operation] === undefined,
  )
}
