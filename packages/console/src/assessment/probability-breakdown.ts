import type { Assessment, Signal } from '@touchstone/contract'

/** One signal, and the sum of log-odds before and after it. */
export type Step = { signal: Signal; number: number; from: number; to: number }

/** How the signals lead from the base rate to the probability, in log-odds. */
export type Ledger = {
  start: number
  steps: Step[]
  /** Log-odds of the assessment's probability. */
  end: number
  /** The difference that the steps do not explain: rounding, unless the assessment is inconsistent. */
  rest: number
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

/** Undefined when the assessment has no base rate to start from. */
export function ledgerOf({ baseRate, signals, probability }: Assessment): Ledger | undefined {
  if (baseRate === undefined) return undefined
  const start = logit(baseRate)
  const end = logit(probability)
  let sum = start
  const steps = signals.map((signal, index) => {
    const from = sum
    sum += signal.weight
    return { signal, number: index + 1, from, to: sum }
  })
  // A probability of 0 or 1 has no finite log-odds, so the sum of the steps is the end.
  const finalProbability = Number.isFinite(end) ? end : sum
  return { start, steps, end: finalProbability, rest: finalProbability - sum }
}
