import type { Family, Signal, Weights } from '#contract'
import { signalCodes, type Draft, type Speaks } from '../signals/index.ts'

/** Share of counterfeit listings assumed before anything is read. */
export const BASE_RATE = 0.02

/** The log-odds that a family approaches and never reaches. */
const limits: Record<Family, number> = {
  text: 6,
  product: 6,
  image: 6,
  network: 6,
  review: 6,
  channel: 5,
  price: 3.5,
  external: 2,
  item: 5,
  brand: 1.5,
  seller: 1.2,
  guard: 5,
}

/**
 * The limit that all crossed wishes together approach. At the base rate it is near even odds: however many wishes a
 * listing crosses, that alone never makes it likely that the goods are false.
 */
export const WISHES_LIMIT = 4

/** How far each family's evidence counts, and the log-odds before any of it. */
export interface Scaling {
  intercept: number
  baseRate: number
  scaleOf(family: Family): number
}

const shipped: Scaling = {
  intercept: logit(BASE_RATE),
  baseRate: BASE_RATE,
  scaleOf: () => 1,
}

/** The scaling of a weights file; a family that the file leaves out counts as shipped. */
export function scalingOf(weights: Weights | undefined): Scaling {
  if (weights === undefined) return shipped
  return {
    intercept: weights.intercept,
    baseRate: sigmoid(weights.intercept),
    scaleOf: (family) => weights.families[family]?.scale ?? 1,
  }
}

/** A signal with its part of the verdict. */
export interface Weighed {
  draft: Draft
  family: Family
  speaks: Speaks
  /** Log-odds after saturation; they add up to the verdict's. */
  weight: number
}

export interface Combined {
  weighed: Weighed[]
  probability: number
}

/** The signals of one family that speak of the same. */
interface Group {
  family: Family
  speaks: Speaks
  /** Log-odds before saturation. */
  sum: number
  /** The remaining share of each log-odd after it. */
  factor: number
}

/** Smooth and odd; near x for small x, towards ±limit for large, never flat. */
export function saturate(x: number, limit: number): number {
  return x / Math.sqrt(1 + (x / limit) ** 2)
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}

/**
 * Adds the families' log-odds to those of the base rate. Each family saturates and is scaled, then the families about
 * wishes saturate together; every signal keeps its share of the result, so that the shares add up exactly.
 */
export function combine(drafts: readonly Draft[], scaling = shipped): Combined {
  const weighed: Weighed[] = []
  const groups: Group[] = []
  const groupOf: Group[] = []
  for (const draft of drafts) {
    const { family, speaks } = signalCodes[draft.code]
    weighed.push({ draft, family, speaks, weight: draft.weight })
    // Families that speak at once are few: sooner found in a row than by a key.
    let group = groups.find(
      (candidate) => candidate.family === family && candidate.speaks === speaks,
    )
    if (group === undefined) groups.push((group = { family, speaks, sum: 0, factor: 1 }))
    group.sum += draft.weight
    groupOf.push(group)
  }
  let wished = 0
  for (const group of groups) {
    const { family, speaks, sum } = group
    const scale = scaling.scaleOf(family)
    const saturated = saturate(sum, limits[family]) * scale
    group.factor = sum === 0 ? scale : saturated / sum
    if (speaks === 'wishes') wished += saturated
  }
  const together = wished === 0 ? 1 : saturate(wished, WISHES_LIMIT) / wished
  let logOdds = scaling.intercept
  weighed.forEach((signal, index) => {
    signal.weight *= (groupOf[index] as Group).factor
    if (signal.speaks === 'wishes') signal.weight *= together
    logOdds += signal.weight
  })
  return { weighed, probability: sigmoid(logOdds) }
}

/** Signals in the form of the contract, heaviest first. */
export function signalsOf(weighed: readonly Weighed[]): Signal[] {
  const inOrder =
    weighed.length > 1
      ? [...weighed].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      : weighed
  return inOrder.map(({ draft, family, weight }) => ({
    code: draft.code,
    family,
    weight,
    evidence: draft.evidence,
  }))
}
