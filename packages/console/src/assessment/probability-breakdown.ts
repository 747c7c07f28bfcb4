import type { Assessment, Signal } from '@touchstone/contract'

/** One signal and where the sum of log-odds stands before and after it. */
export type Step = { signal: Signal; number: number; from: number; to: number }

/** How a probability comes about, in log-odds: from the base rate, signal by signal. */
export type Ledger = {
  start: number
  steps: Step[]
  /** Log-odds of the stated probability. */
  end: number
  /** What the steps leave unexplained; 0 but for rounding, where the engine keeps its word. */
  rest: number
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

/** Undefined where the assessment states no base rate, so that nothing can be added up. */
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
  // A probability of 1 or 0 has no finite log-odds; the steps stand for it then.
  const told = Number.isFinite(end) ? end : sum
  return { start, steps, end: told, rest: told - sum }
}
