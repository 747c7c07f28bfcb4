// @ts-check

/** @param {number} probability */
export function logit(probability) {
  return Math.log(probability) - Math.log1p(-probability)
}

/** @param {number} logOdds */
export function probabilityOf(logOdds) {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds))
}

/**
 * @typedef {{ label: string, signal?: number, weight: number, from: number, to: number }} Step
 * @typedef {{ base: number, total: number, steps: Step[] }} Waterfall
 */

/**
 * The way from the base rate's log-odds through each signal to the stated probability. What the
 * signals do not account for becomes a step of its own, so that the bars always add up.
 * @param {number} baseRate
 * @param {readonly { code: string, weight: number }[]} signals
 * @param {number} probability
 * @returns {Waterfall}
 */
export function waterfall(baseRate, signals, probability) {
  const base = logit(Math.min(Math.max(baseRate, 1e-12), 1 - 1e-12))
  let at = base
  const steps = signals.map(({ code, weight }, index) => {
    const from = at
    at += weight
    return { label: code, signal: index + 1, weight, from, to: at }
  })
  const stated = logit(probability)
  // A double so near to 0 or 1 cannot hold its log-odds; the sum of the weights is then the better figure.
  const slack = 1e-6 + (4 * Number.EPSILON) / Math.min(probability, 1 - probability)
  if (Number.isFinite(stated) && Math.abs(stated - at) > slack) {
    return {
      base,
      total: stated,
      steps: [...steps, { label: 'Not in any signal', weight: stated - at, from: at, to: stated }],
    }
  }
  return { base, total: at, steps }
}

/**
 * Rounds to hundredths so that the rounded parts still add up to the rounded whole: each is
 * rounded down, and the largest remainders are rounded up.
 * @param {readonly number[]} parts
 * @returns {{ parts: number[], whole: number }} in hundredths
 */
export function roundedSum(parts) {
  const whole = Math.round(parts.reduce((sum, part) => sum + part, 0) * 100) + 0
  const rounded = parts.map((part) => Math.floor(part * 100))
  const missing = whole - rounded.reduce((sum, part) => sum + part, 0)
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part * 100 - Math.floor(part * 100) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, Math.max(0, missing))) {
    rounded[index] = (rounded[index] ?? 0) + 1
  }
  return { parts: rounded, whole }
}

const decades = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1]
const round = [...decades, 0.25, 0.5, 0.75, ...decades.map((p) => 1 - p).reverse()]

/**
 * Round probabilities for the axis between two log-odds, at least `gap` apart; 50 % is kept first.
 * @param {number} low
 * @param {number} high
 * @param {number} gap
 */
export function axisTicks(low, high, gap) {
  const inside = round.filter((p) => logit(p) >= low && logit(p) <= high)
  const wanted = [...inside].sort((a, b) => Math.abs(logit(a)) - Math.abs(logit(b)))
  /** @type {number[]} */
  const kept = []
  for (const p of wanted) {
    if (kept.every((other) => Math.abs(logit(other) - logit(p)) >= gap)) kept.push(p)
  }
  return kept.sort((a, b) => a - b)
}
