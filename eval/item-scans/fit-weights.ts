/** One code: its evidence as numbers, and whether it is cloned. */
export interface Row {
  values: readonly number[]
  isCloned: boolean
}

const strength = 10
const expected = 1
const sweeps = 60

/** Logistic regression, a Newton step per weight at a time, with a weak pull of all but the first to 1. */
export function fitWeights(rows: readonly Row[]): number[] {
  const cells = cellsOf(rows)
  let weights = (cells[0]?.x ?? []).map(() => 0)
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const at of weights.keys()) {
      const weight = weights[at] ?? 0
      let slope = at === 0 ? 0 : strength * (expected - weight)
      let curve = at === 0 ? 0 : strength
      for (const { x, count, cloned } of cells) {
        const value = x[at] ?? 0
        if (value === 0) continue
        const p = 1 / (1 + Math.exp(-dot(x, weights)))
        slope += value * (cloned - count * p)
        curve += value ** 2 * count * p * (1 - p)
      }
      weights = weights.with(at, weight + slope / curve)
    }
  return weights
}

function dot(x: readonly number[], weights: readonly number[]): number {
  return x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)
}

/** Codes with the same evidence count together. */
function cellsOf(rows: readonly Row[]): { x: number[]; count: number; cloned: number }[] {
  return [...Map.groupBy(rows, ({ values }) => values.join(' ')).values()].map((same) => ({
    x: [1, ...(same[0]?.values ?? [])],
    count: same.length,
    cloned: same.filter(({ isCloned }) => isCloned).length,
  }))
}
