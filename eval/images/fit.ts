import type { Said } from './figures.ts'

export interface Line {
  base: number
  /** Log-odds for each unit of the score. */
  slope: number
}

/**
 * Log-odds that an answer is right, as a straight line of its score, where its likelihood is greatest
 * (Newton's method). Copies and others count half each, however many of them were asked about.
 */
export function fittedLine(said: readonly Said[]): Line {
  const rows = said.flatMap(({ question, answer, right }) =>
    answer !== undefined
      ? [{ copy: question.shows !== undefined, score: answer.score, right }]
      : [],
  )
  const copies = said.filter(({ question }) => question.shows !== undefined).length
  const weightOf = (copy: boolean): number =>
    said.length / (2 * Math.max(1, copy ? copies : said.length - copies))
  const [base = 0, slope = 0] = fittedWeights(
    rows.map(({ copy, score, right }) => ({ inputs: [1, score], right, weight: weightOf(copy) })),
  )
  return { base, slope }
}

export interface Row {
  inputs: readonly number[]
  right: boolean
  weight: number
}

/** A trace of ridge keeps weights finite where inputs tell both kinds apart without an error. */
const ridge = 1e-3

/** Weights of inputs whose sum is the log-odds of being right, where the likelihood of rows is greatest. */
export function fittedWeights(rows: readonly Row[]): number[] {
  let weights = (rows[0]?.inputs ?? []).map(() => 0)
  for (let step = 0; step < 50; step++) {
    const gradient = weights.map((weight) => -ridge * weight)
    const curvature = weights.map((_, i) => weights.map((_, j): number => (i === j ? ridge : 0)))
    for (const { inputs, right, weight } of rows) {
      const logOdds = inputs.reduce((sum, input, i) => sum + input * (weights[i] ?? 0), 0)
      const probability = 1 / (1 + Math.exp(-logOdds))
      const error = weight * ((right ? 1 : 0) - probability)
      const spread = weight * probability * (1 - probability)
      inputs.forEach((input, i) => {
        gradient[i] = (gradient[i] ?? 0) + error * input
        const row = curvature[i] ?? []
        inputs.forEach((other, j) => (row[j] = (row[j] ?? 0) + spread * input * other))
      })
    }
    const change = solved(curvature, gradient)
    weights = weights.map((weight, i) => weight + (change[i] ?? 0))
  }
  return weights
}

/** Gauss's elimination; the matrix is symmetric and positive, so that no rows need change places. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (const [i, pivot] of rows.entries()) {
    const scale = pivot[i] ?? 1
    for (const [j, row] of rows.entries()) {
      if (j === i) continue
      const factor = (row[i] ?? 0) / scale
      for (const [k, value] of pivot.entries()) row[k] = (row[k] ?? 0) - factor * value
    }
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1))
}

/** How far stated probabilities are from what was right, in ten groups of even width. */
export function reliability(
  said: readonly Said[],
): { from: number; to: number; stated: number; right: number; of: number }[] {
  return Array.from({ length: 10 }, (_, group) => {
    const [from, to] = [group / 10, (group + 1) / 10]
    const own = said.filter(
      ({ answer }) => answer !== undefined && Math.min(9, Math.floor(answer.score * 10)) === group,
    )
    const sum = own.reduce((total, { answer }) => total + (answer?.score ?? 0), 0)
    const right = own.filter((one) => one.right).length
    return { from, to, stated: own.length === 0 ? 0 : sum / own.length, right, of: own.length }
  })
}
