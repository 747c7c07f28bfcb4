import { leastInReliabilityBin, type LinkModelDetailView } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'

/** A pair that people judged, with the probability that the evidence alone gave it. */
export type JudgedProbability = { probability: number; isSame: boolean }

const bounds = [0, 0.2, 0.5, 0.8, 0.95, 1] as const

/** How often people judged pairs the same, by how probable the evidence made it. */
export function reliabilityOf(
  judged: readonly JudgedProbability[],
): NonNullable<LinkModelDetailView['reliability']> {
  return bounds.slice(1).map((to, place) => {
    const from = bounds[place] ?? 0
    const within = judged.filter(
      ({ probability }) => probability >= from && (probability < to || to === 1),
    )
    const pairs = within.length
    const same = within.filter(({ isSame }) => isSame).length
    const sum = within.reduce((all, { probability }) => all + probability, 0)
    const { low, high } = shareOf(same, pairs)
    return {
      from,
      to,
      pairs,
      same,
      predicted: pairs === 0 ? null : sum / pairs,
      share: pairs < leastInReliabilityBin ? null : { low, high },
    }
  })
}
