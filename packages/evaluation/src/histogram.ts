/** Rows of each label by the log-odds of their probability. */
export type Histogram = {
  /** Log-odds between the bins; the outermost bins also contain everything beyond. */
  edges: number[]
  label0: number[]
  label1: number[]
}

const reach = 7
const width = 0.5

/** Counts rows into bins of half a unit of log-odds, from 0.1 % to 99.9 %. */
export function histogramOf(scores: ArrayLike<number>, labels: ArrayLike<number>): Histogram {
  const bins = (2 * reach) / width
  const edges = Array.from({ length: bins + 1 }, (_, at) => at * width - reach)
  const counts = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)] as const
  for (let at = 0; at < scores.length; at++) {
    const probability = scores[at] ?? NaN
    const logOdds = Math.log(probability / (1 - probability))
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((logOdds + reach) / width)))
    const row = counts[labels[at] === 1 ? 1 : 0]
    row[bin] = (row[bin] ?? 0) + 1
  }
  return { edges, label0: counts[0], label1: counts[1] }
}
