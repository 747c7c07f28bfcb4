/** What one field tells, for each of its levels. */
export type FieldModel = {
  /** Share of pairs of one owner that are at each level, among those with both values. */
  m: readonly number[]
  /** The same of pairs of two owners. */
  u: readonly number[]
}

/** A Fellegi–Sunter model: what each field tells, and how rare matches are. */
export type LinkModel = {
  /** Log2 odds that two records drawn by chance are of one owner. */
  prior: number
  fields: readonly FieldModel[]
}

/** Sums of such weights are exact, so that no order of addition changes them. */
const steps = 1024

/** A weight in bits to the nearest of the steps whose sums are exact. */
export function exactWeight(bits: number): number {
  return Math.round(bits * steps) / steps
}

/** The probability that log2 odds stand for. */
export function logistic(bits: number): number {
  return 1 / (1 + 2 ** -bits)
}
