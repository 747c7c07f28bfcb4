import type { LabelledAnswers, JudgedAnswer } from './figures.ts'

export interface Line {
  base: number
  /** Log-odds for each unit of the score. */
  slope: number
}

/**
 * Log-odds that an answer is right, as a linear function of its score with the greatest likelihood (Newton's method).
 * Copies and others count half each, however many of them were queried.
 */
export function fittedLine(said: readonly JudgedAnswer[]): Line {
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

/** A small ridge keeps weights finite if inputs separate both kinds perfectly. */
const ridge = 1e-3

/** Weights of inputs whose sum is the log-odds of being right, with the greatest likelihood of the rows. */
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

/** Gaussian elimination; the matrix is symmetric and positive, so that no rows need to be swapped. */
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

export interface Reliability {
  from: number
  to: number
  /** The stated probability and the observed share, at even odds that a picture shows some reference. */
  stated: number
  right: number
  of: number
}

/**
 * The difference between stated probabilities and observed shares, in ten groups of equal width: of first answers, or
 * of all listed ones. Copies and others count half each, however many of them were queried.
 */
export function reliability(
  asked: readonly LabelledAnswers[],
  which: 'first' | 'listed',
): Reliability[] {
  const copies = asked.filter(({ question }) => question.shows !== undefined).length
  const weightOf = (copy: boolean): number =>
    asked.length / (2 * Math.max(1, copy ? copies : asked.length - copies))
  const entries = asked.flatMap(({ question, listed }) =>
    listed.slice(0, which === 'first' ? 1 : undefined).map(({ reference, score }) => ({
      score,
      right: reference === question.shows,
      weight: weightOf(question.shows !== undefined),
    })),
  )
  return Array.from({ length: 10 }, (_, group) => {
    const own = entries.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === group)
    const all = own.reduce((sum, { weight }) => sum + weight, 0)
    const share = (value: (entry: (typeof own)[number]) => number): number =>
      own.reduce((sum, entry) => sum + entry.weight * value(entry), 0) / Math.max(1e-9, all)
    return {
      from: group / 10,
      to: (group + 1) / 10,
      of: own.length,
      stated: share(({ score }) => score),
      right: share(({ right }) => (right ? 1 : 0)),
    }
  })
}
