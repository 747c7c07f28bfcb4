import { logistic, type FieldModel, type LinkModel } from './link-model.ts'

/** How many pairs have the same level in every field; -1 is a missing value. */
export type Pattern = { levels: Int8Array; count: number }

export type FieldShape = {
  levels: number
  /** Share of pairs of two owners that agree, as far as is known before any are counted. */
  chance: number
}

export type FitOptions = {
  fields: readonly FieldShape[]
  /** Patterns of pairs that share something. */
  candidates: readonly Pattern[]
  /** Patterns of pairs drawn by chance. */
  random: readonly Pattern[]
  /** Pairs that the records can form. */
  pairs: number
}

const maxRounds = 200
const tolerance = 1e-5
const correctingRounds = 5

/**
 * Fits a model without labels. u is counted among pairs drawn by chance, less those that are matches themselves; m and
 * the prior come from expectation maximisation over the candidates, whose non-matches have shares of their own,
 * since they agree in what made them candidates.
 */
export function fitModel({ fields, candidates, random, pairs }: FitOptions): LinkModel {
  const total = candidates.reduce((sum, { count }) => sum + count, 0)
  const chances = fields.map(sharesByChance)
  const habits = fields.map(sharesOfOne)
  const countAll = (
    patterns: readonly Pattern[],
    before: readonly number[][],
    weightOf: (pattern: Pattern) => number,
  ): number[][] => before.map((own, field) => countShares(patterns, field, own, weightOf))
  let u = countAll(random, chances, () => 1)
  let others = u
  let m = habits
  let share = 0.2
  for (let round = 0; round < maxRounds; round++) {
    const model = { prior: Math.log2(share / (1 - share)), fields: toFields(m, others) }
    const matching = new Map(candidates.map((one) => [one, logistic(bitsOf(model, one.levels))]))
    const next = countAll(candidates, habits, (one) => matching.get(one) ?? 0)
    others = countAll(candidates, chances, (one) => 1 - (matching.get(one) ?? 0))
    let matches = 0
    for (const [{ count }, probability] of matching) matches += count * probability
    share = Math.min(0.999, Math.max(1e-9, matches / Math.max(1, total)))
    const change = largestChange(m, next)
    m = next
    if (change < tolerance) break
  }
  const matches = Math.max(0.5, share * total)
  const prior = Math.log2(matches / Math.max(1, pairs - matches))
  for (let round = 0; round < correctingRounds; round++) {
    const model = { prior, fields: toFields(m, u) }
    u = countAll(random, chances, (one) => 1 - logistic(bitsOf(model, one.levels)))
  }
  return { prior, fields: toFields(m, u) }
}

function largestChange(before: readonly number[][], after: readonly number[][]): number {
  const changes = after.flatMap((own, field) =>
    own.map((share, level) => Math.abs(share - (before[field]?.[level] ?? 0))),
  )
  return Math.max(0, ...changes)
}

function toFields(m: readonly number[][], u: readonly number[][]): FieldModel[] {
  return m.map((own, field) => ({ m: own, u: u[field] ?? [] }))
}

/** Before anything is counted: most pairs of one owner agree. */
function sharesOfOne({ levels }: FieldShape): number[] {
  const rest = 0.2 / Math.max(1, levels - 1)
  return Array.from({ length: levels }, (_, level) => (level === 0 ? 0.8 : rest))
}

/** Before anything is counted: most pairs of two owners differ. */
function sharesByChance({ levels, chance }: FieldShape): number[] {
  return Array.from({ length: levels }, (_, level) =>
    level === levels - 1 ? 1 - chance * (levels - 1) : chance,
  )
}

function bitsOf({ prior, fields }: LinkModel, levels: Int8Array): number {
  let bits = prior
  for (const [field, { m, u }] of fields.entries()) {
    const level = levels[field] ?? -1
    if (level >= 0) bits += Math.log2((m[level] ?? 1) / (u[level] ?? 1))
  }
  return bits
}

/** How many pairs what is known before weighs as much as. */
const pairsBefore = 4

/** The share of each level in a field, none of them 0. */
function countShares(
  patterns: readonly Pattern[],
  field: number,
  before: readonly number[],
  weightOf: (pattern: Pattern) => number,
): number[] {
  const counts = Float64Array.from(before, (share) => share * pairsBefore)
  for (const pattern of patterns) {
    const level = pattern.levels[field] ?? -1
    if (level >= 0) counts[level] = (counts[level] ?? 0) + pattern.count * weightOf(pattern)
  }
  const sum = counts.reduce((all, count) => all + count, 0)
  return [...counts].map((count) => count / sum)
}
