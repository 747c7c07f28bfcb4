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
  let line: Line = { base: 0, slope: 0 }
  for (let step = 0; step < 50; step++) {
    // A trace of ridge keeps the line finite where scores tell both kinds apart without an error.
    let [g0, g1, h00, h01, h11] = [-1e-3 * line.base, -1e-3 * line.slope, 1e-3, 0, 1e-3]
    for (const { copy, score, right } of rows) {
      const weight = weightOf(copy)
      const probability = 1 / (1 + Math.exp(-(line.base + line.slope * score)))
      const error = weight * ((right ? 1 : 0) - probability)
      const spread = weight * probability * (1 - probability)
      g0 += error
      g1 += error * score
      h00 += spread
      h01 += spread * score
      h11 += spread * score * score
    }
    const determinant = h00 * h11 - h01 * h01
    line = {
      base: line.base + (h11 * g0 - h01 * g1) / determinant,
      slope: line.slope + (h00 * g1 - h01 * g0) / determinant,
    }
  }
  return line
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
