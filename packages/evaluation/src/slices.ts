import { verdicts, type Verdict } from '@touchstone/contract'
import { shareOf, type Share } from './shares.ts'

export const dimensions = ['source', 'language', 'brand', 'marketplace', 'seller'] as const
/** Dimensions for grouping listings; `brand` is the first that the engine recognised, right or wrong. */
export type Dimension = (typeof dimensions)[number]

/** The share of each verdict among rows with one label. */
export type OutcomeShares = { reviewOrBlock: Share; block: Share; askProof: Share }

export type Slice = {
  name: string
  rows: number
  positives: number
  negatives: number
  /** Distinct titles after normalising digits: copies of one listing count once. */
  templates: number
  /** Of the rows with label 0. */
  falseAlarms: OutcomeShares
  /** Of the rows with label 1. */
  recall: OutcomeShares
}

export type SliceTable = {
  by: Dimension
  /** Those with most rows first. */
  slices: Slice[]
  /** Slices that the table has no room for, and their rows. */
  further: { slices: number; rows: number }
}

/** Columns of equal length; entry i of each belongs to row i. */
export type JudgedRows = {
  labels: ArrayLike<number>
  /** Index in `verdicts` of the contract. */
  verdicts: ArrayLike<number>
  /** Fingerprint of the title's template. */
  templates: ArrayLike<number>
}

const shownSlices = 200

/**
 * Counts the rows of each slice. O(n log n).
 * @param keys index in `names` of each row's slice
 */
export function slicesOf(
  by: Dimension,
  rows: JudgedRows,
  keys: ArrayLike<number>,
  names: readonly string[],
): SliceTable {
  const slices = countSlices(rows, keys, names)
    .filter((slice) => slice.rows > 0)
    .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1))
  const left = slices.slice(shownSlices)
  return {
    by,
    slices: slices.slice(0, shownSlices),
    further: { slices: left.length, rows: left.reduce((sum, { rows }) => sum + rows, 0) },
  }
}

/** All rows as one slice. */
export function wholeSlice(rows: JudgedRows): Slice {
  const [slice] = countSlices(rows, new Uint8Array(rows.labels.length), ['all listings'])
  if (slice === undefined) throw new RangeError('one name gives one slice')
  return slice
}

function countSlices(rows: JudgedRows, keys: ArrayLike<number>, names: readonly string[]): Slice[] {
  const width = 2 * verdicts.length
  const counts = new Uint32Array(names.length * width)
  for (let at = 0; at < rows.labels.length; at++) {
    const cell = (rows.labels[at] === 1 ? verdicts.length : 0) + (rows.verdicts[at] ?? 0)
    const index = (keys[at] ?? 0) * width + cell
    counts[index] = (counts[index] ?? 0) + 1
  }
  const templates = countTemplates(rows.templates, keys, names.length)
  return names.map((name, key) => {
    const count = (label: 0 | 1, verdict: Verdict): number =>
      counts[key * width + label * verdicts.length + verdicts.indexOf(verdict)] ?? 0
    const total = (label: 0 | 1): number =>
      verdicts.reduce((sum, verdict) => sum + count(label, verdict), 0)
    const outcomes = (label: 0 | 1): OutcomeShares => ({
      reviewOrBlock: shareOf(count(label, 'review') + count(label, 'block'), total(label)),
      block: shareOf(count(label, 'block'), total(label)),
      askProof: shareOf(count(label, 'ask-proof'), total(label)),
    })
    return {
      name,
      rows: total(0) + total(1),
      positives: total(1),
      negatives: total(0),
      templates: templates[key] ?? 0,
      falseAlarms: outcomes(0),
      recall: outcomes(1),
    }
  })
}

function countTemplates(
  templates: ArrayLike<number>,
  keys: ArrayLike<number>,
  slices: number,
): Uint32Array {
  const order = new Uint32Array(templates.length).map((_, at) => at)
  const compare = (a: number, b: number): number =>
    (keys[a] ?? 0) - (keys[b] ?? 0) || (templates[a] ?? 0) - (templates[b] ?? 0)
  order.sort(compare)
  const counts = new Uint32Array(slices)
  for (const [place, at] of order.entries()) {
    const before = order[place - 1]
    if (before !== undefined && compare(before, at) === 0) continue
    const key = keys[at] ?? 0
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

// An input may contain millions of sellers; those after the first ones share one slice.
const countedNames = 100_000

/** Assigns each name a number. */
export class NameBook {
  readonly names: string[] = []
  private readonly numbers = new Map<string, number>()

  numberOf(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    if (this.names.length >= countedNames) return this.numberOf(this.names[countedNames - 1] ?? '')
    const stored = this.names.length === countedNames - 1 ? '(all others)' : name.slice(0, 200)
    this.numbers.set(stored, this.names.length)
    this.names.push(stored)
    return this.names.length - 1
  }
}
