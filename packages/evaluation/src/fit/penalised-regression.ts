import { logOddsOf, lossOf, sigmoid, slopesOf, type Cell } from './model.ts'
import { inverse, times, zeros, type Matrix } from './matrix.ts'

/** Independent Gaussian priors of the parameters: the intercept, then one scale a column. */
export type Prior = { means: readonly number[]; deviations: readonly number[] }

export type Problem = {
  cells: readonly Cell[]
  prior: Prior
  /** The limit that crossed wishes together approach, in log-odds. */
  limit: number
  /** The least value of a scale; the intercept is free. */
  leastScale: number
  /** True if only the intercept is fitted and the scales stay at the prior's means. */
  interceptOnly?: boolean
  /** Where to begin; near the answer saves steps. By default the prior's means. */
  start?: readonly number[]
}

export type FitResult = {
  parameters: number[]
  /** Parameters that would go below the least scale if they were let. */
  held: boolean[]
  /** Expected curvature of the penalised loss at the parameters. */
  curvature: Matrix
}

const mostSteps = 200
const mostHalvings = 50

/**
 * Penalised maximum likelihood by Fisher scoring: Newton's step with the expected curvature, which is
 * positive definite with any prior, projected on the least scale (Bertsekas 1982, SIAM J. Control and
 * Optimization 20:221) and halved until the loss falls.
 */
export function fitPenalised(problem: Problem): FitResult {
  let parameters = [...(problem.start ?? problem.prior.means)]
  let state = stateAt(problem, parameters)
  for (let step = 0; step < mostSteps; step++) {
    const next = improved(problem, parameters, state)
    if (next === undefined) break
    const gain = state.loss - next.state.loss
    parameters = next.parameters
    state = next.state
    if (gain <= 1e-11 * (1 + state.loss)) break
  }
  return {
    parameters,
    held: parametersAtLimit(problem, parameters, state),
    curvature: state.curvature,
  }
}

/** Penalised loss at the parameters, its gradient and its expected curvature. */
export type State = { loss: number; gradient: number[]; curvature: Matrix }

export function stateAt({ cells, prior, limit }: Problem, parameters: readonly number[]): State {
  const size = parameters.length
  const gradient = new Array<number>(size).fill(0)
  const curvature = zeros(size)
  let loss = 0
  for (const cell of cells) {
    const logOdds = logOddsOf(parameters, cell, limit)
    const slopes = slopesOf(parameters, cell, limit)
    const probability = sigmoid(logOdds)
    const excess = cell.rows * probability - cell.positives
    const spread = cell.rows * probability * (1 - probability)
    loss += lossOf(logOdds, cell)
    // Most families have no evidence about most listings.
    const used: number[] = []
    for (let i = 0; i < size; i++) if (slopes[i] !== 0) used.push(i)
    for (const i of used) {
      const slope = slopes[i] ?? 0
      gradient[i] = (gradient[i] ?? 0) + excess * slope
      const row = curvature[i] ?? []
      for (const j of used) row[j] = (row[j] ?? 0) + spread * slope * (slopes[j] ?? 0)
    }
  }
  for (const [i, value] of parameters.entries()) {
    const precision = precisionOf(prior, i)
    const off = value - (prior.means[i] ?? 0)
    loss += 0.5 * precision * off * off
    gradient[i] = (gradient[i] ?? 0) + precision * off
    const row = curvature[i] ?? []
    row[i] = (row[i] ?? 0) + precision
  }
  return { loss, gradient, curvature }
}

export function precisionOf({ deviations }: Prior, at: number): number {
  return 1 / (deviations[at] ?? 1) ** 2
}

function improved(
  problem: Problem,
  parameters: readonly number[],
  state: State,
): { parameters: number[]; state: State } | undefined {
  const isHeldBack = parametersAtLimit(problem, parameters, state)
  const free = isHeldBack.flatMap((isHeld, at) => (isHeld ? [] : [at]))
  const inner = free.map((i) => free.map((j) => state.curvature[i]?.[j] ?? 0))
  const downhill = times(
    inverse(inner),
    free.map((i) => -(state.gradient[i] ?? 0)),
  )
  for (let halving = 0, length = 1; halving < mostHalvings; halving++, length /= 2) {
    const next = [...parameters]
    for (const [k, i] of free.entries()) {
      const moved = (parameters[i] ?? 0) + length * (downhill[k] ?? 0)
      next[i] = i === 0 ? moved : Math.max(problem.leastScale, moved)
    }
    const nextState = stateAt(problem, next)
    const slope = next.reduce(
      (sum, value, i) => sum + (state.gradient[i] ?? 0) * (value - (parameters[i] ?? 0)),
      0,
    )
    if (slope >= 0) return undefined
    if (nextState.loss <= state.loss + 1e-4 * slope) return { parameters: next, state: nextState }
  }
  return undefined
}

function parametersAtLimit(
  problem: Problem,
  parameters: readonly number[],
  { gradient }: State,
): boolean[] {
  return parameters.map((value, i) => {
    if (i === 0) return false
    if (problem.interceptOnly === true) return true
    return value <= problem.leastScale && (gradient[i] ?? 0) > 0
  })
}
