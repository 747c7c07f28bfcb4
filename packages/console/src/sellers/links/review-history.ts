import type { LinkJudgement } from '@touchstone/contract'
import type { PairToJudge } from '../link-components/index.ts'

/** What somebody did with pairs, and can undo: judged them, or passed one over. */
export type ReviewStep = {
  pairs: readonly PairToJudge[]
  /** Nothing was judged of a pair that was skipped. */
  judgement: LinkJudgement | undefined
  /** The judgements that were recorded. */
  ids: readonly string[]
}

export function pairKey({ a, b }: PairToJudge): string {
  return [a, b].toSorted().join(' ')
}

type Listed = { a: { id: string }; b: { id: string }; judgement: LinkJudgement | null }

/** The pairs that are left: nobody judged them, and no step was about them. */
export function pairsLeft<T extends Listed>(
  items: readonly T[],
  steps: readonly ReviewStep[],
): T[] {
  const done = new Set(steps.flatMap(({ pairs }) => pairs.map(pairKey)))
  return items.filter(
    ({ a, b, judgement }) => judgement === null && !done.has(pairKey({ a: a.id, b: b.id })),
  )
}
