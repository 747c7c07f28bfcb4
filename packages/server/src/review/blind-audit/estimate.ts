import { qualityNeeds, type QualityFigureView, type QualityMeasure } from '@touchstone/contract'
import { drawCount, drawShare, intervalOf } from './simulated-interval.ts'

/** A settled listing of an audit sample. */
export type SettledItem = {
  /** Number of listings of the frame for which it stands: those of its stratum divided by the settled ones. */
  weight: number
  counterfeit: boolean
  /** Whether the measured subject held it up, or fired. */
  flagged: boolean
}

/** Listings of one stratum that are alike in whether they were flagged, which the frame records for all. */
export type Cell = {
  flagged: boolean
  /** How many of them the frame holds. */
  population: number
  rows: readonly SettledItem[]
}

type Weighed = Cell & { share: number; yes: number; no: number }

/**
 * Precision and recall of flagging, from cells of known sizes: each settled listing stands for as many as its
 * inclusion probability implies (Horvitz and Thompson 1952; within a cell as the ratio of Hájek 1971), and the cells
 * are weighted by their true sizes (post-stratification).
 * The intervals are the middle 95 % of the posterior: for each cell a beta-binomial one with Jeffreys' prior on the
 * number of counterfeits among its unread listings, by 2,000 draws of a fixed seed. Webber (2013, ACM TOIS 31:1,
 * Approximate recall confidence intervals) found that it covers as often as stated where normal intervals do not:
 * they collapse if no counterfeit was found among thousands that passed. If weights differ within a cell, counts
 * shrink to the effective size (Kish 1965; used so by Korn and Graubard 1998, Survey Methodology 24:193).
 */
export function measureOf(cells: readonly Cell[]): QualityMeasure {
  const weighed = cells.filter(({ population }) => population > 0).map(weigh)
  const flagged = weighed.filter((cell) => cell.flagged)
  const unflagged = weighed.filter((cell) => !cell.flagged)
  const rows = weighed.flatMap((cell) => cell.rows)
  const counterfeits = rows.filter(({ counterfeit }) => counterfeit).length
  const missing = {
    flagged: lacking(qualityNeeds.flagged, countRows(flagged)),
    unflagged: lacking(qualityNeeds.unflagged, countRows(unflagged)),
    counterfeits: lacking(qualityNeeds.counterfeits, counterfeits),
  }
  return {
    precision: missing.flagged
      ? { known: false, missing: { flagged: missing.flagged } }
      : precisionOf(flagged),
    recall:
      missing.unflagged || missing.counterfeits
        ? {
            known: false,
            missing: {
              ...(missing.unflagged && { unflagged: missing.unflagged }),
              ...(missing.counterfeits && { counterfeits: missing.counterfeits }),
            },
          }
        : recallOf(flagged, unflagged),
    settled: rows.length,
    counterfeits,
  }
}

/** The share of the cells that is counterfeit, as a figure of its own. */
export function counterfeitShareOf(cells: readonly Cell[]): QualityFigureView {
  const weighed = cells.filter(({ population }) => population > 0).map(weigh)
  const missing = lacking(qualityNeeds.unflagged, countRows(weighed))
  return missing ? { known: false, missing: { unflagged: missing } } : precisionOf(weighed)
}

/**
 * The precision of flagging if counterfeits had this share of all listings: the rates of flagging among counterfeits
 * and among others stay those of the frame. Known if precision and recall of the frame are.
 */
export function expectedPrecision(
  cells: readonly Cell[],
  incomingShare: number,
): QualityFigureView {
  const { precision, recall } = measureOf(cells)
  if (!precision.known || !recall.known) {
    const [ofPrecision, ofRecall] = [precision, recall].map((one) => (one.known ? {} : one.missing))
    return { known: false, missing: { ...ofPrecision, ...ofRecall } }
  }
  const weighed = cells.filter(({ population }) => population > 0).map(weigh)
  const ofCounts = (countOf: (cell: Weighed) => number): number => {
    let [fakes, fakesHeld, honest, honestHeld] = [0, 0, 0, 0]
    for (const cell of weighed) {
      const count = countOf(cell)
      fakes += count
      honest += cell.population - count
      if (!cell.flagged) continue
      fakesHeld += count
      honestHeld += cell.population - count
    }
    const right = (incomingShare * fakesHeld) / fakes
    return right / (right + ((1 - incomingShare) * honestHeld) / honest)
  }
  const value = ofCounts(estimated)
  if (Number.isNaN(value)) return { known: false, missing: {} }
  return {
    known: true,
    ...intervalOf(value, (random) => ofCounts((cell) => drawnOf(random, cell))),
  }
}

function precisionOf(flagged: readonly Weighed[]): QualityFigureView {
  const population = sum(flagged, (cell) => cell.population)
  return {
    known: true,
    ...intervalOf(
      sum(flagged, estimated) / population,
      (random) => sum(flagged, (cell) => drawnOf(random, cell)) / population,
    ),
  }
}

function recallOf(flagged: readonly Weighed[], unflagged: readonly Weighed[]): QualityFigureView {
  const ratio = (found: number, missed: number): number => found / (found + missed)
  return {
    known: true,
    ...intervalOf(ratio(sum(flagged, estimated), sum(unflagged, estimated)), (random) =>
      ratio(
        sum(flagged, (cell) => drawnOf(random, cell)),
        sum(unflagged, (cell) => drawnOf(random, cell)),
      ),
    ),
  }
}

/** A stratum whose frame does not record for which listings a signal fired. */
export type OpenCell = { population: number; rows: readonly SettledItem[] }

/**
 * The same for a property known only of the drawn listings, such as a family of signals: whether it fired is then
 * estimated too. Precision is the weighted share among the listings for which it fired; for recall each cell draws
 * its counterfeits and the share of them for which it fired.
 */
export function measureOfOpen(cells: readonly OpenCell[]): QualityMeasure {
  const rows = cells.flatMap((cell) => cell.rows)
  const flaggedRows = rows.filter(({ flagged }) => flagged)
  const counterfeits = rows.filter(({ counterfeit }) => counterfeit)
  const lacks = {
    flagged: lacking(qualityNeeds.flagged, flaggedRows.length),
    counterfeits: lacking(qualityNeeds.counterfeits, counterfeits.length),
  }
  return {
    precision: lacks.flagged
      ? { known: false, missing: { flagged: lacks.flagged } }
      : shareFigure(flaggedRows, ({ counterfeit }) => counterfeit),
    recall: lacks.counterfeits
      ? { known: false, missing: { counterfeits: lacks.counterfeits } }
      : openRecall(cells),
    settled: rows.length,
    counterfeits: counterfeits.length,
  }
}

function shareFigure(
  rows: readonly SettledItem[],
  is: (row: SettledItem) => boolean,
): QualityFigureView {
  const { share, yes, no } = effective(rows, is)
  return { known: true, ...intervalOf(share, (random) => drawShare(random, yes, no)) }
}

function openRecall(cells: readonly OpenCell[]): QualityFigureView {
  const parts = cells
    .filter(({ population }) => population > 0)
    .map(({ population, rows }) => ({
      population,
      all: effective(rows, ({ counterfeit }) => counterfeit),
      spoke: effective(
        rows.filter(({ counterfeit }) => counterfeit),
        ({ flagged }) => flagged,
      ),
    }))
  const total = sum(parts, ({ population, all }) => population * all.share)
  const signalled = sum(parts, ({ population, all, spoke }) => population * all.share * spoke.share)
  return {
    known: true,
    ...intervalOf(signalled / total, (random) => {
      let [part, whole] = [0, 0]
      for (const { population, all, spoke } of parts) {
        const counterfeits = population * drawShare(random, all.yes, all.no)
        whole += counterfeits
        part += counterfeits * drawShare(random, spoke.yes, spoke.no)
      }
      return part / whole
    }),
  }
}

/** The weighted share of the frame that is counterfeit; undefined where nothing is settled. */
export function prevalenceOf(cells: readonly OpenCell[]): number | undefined {
  const read = cells.filter(({ population, rows }) => population > 0 && rows.length > 0)
  if (read.length === 0) return undefined
  const counterfeits = sum(
    read,
    ({ population, rows }) => population * effective(rows, ({ counterfeit }) => counterfeit).share,
  )
  return counterfeits / sum(read, ({ population }) => population)
}

function weigh(cell: Cell): Weighed {
  return { ...cell, ...effective(cell.rows, ({ counterfeit }) => counterfeit) }
}

/** The weighted share, and the counts that an equally weighted sample of the same worth would hold. */
function effective(
  rows: readonly SettledItem[],
  is: (row: SettledItem) => boolean,
): { share: number; yes: number; no: number } {
  const weights = sum(rows, ({ weight }) => weight)
  if (weights === 0) return { share: 0, yes: 0, no: 0 }
  const share = sum(rows, (row) => (is(row) ? row.weight : 0)) / weights
  const size = weights ** 2 / sum(rows, ({ weight }) => weight ** 2)
  return { share, yes: share * size, no: (1 - share) * size }
}

function estimated({ population, share }: Weighed): number {
  return population * share
}

/** Read listings are known; the posterior estimates the others. */
function drawnOf(random: () => number, { population, rows, yes, no }: Weighed): number {
  const observed = rows.filter(({ counterfeit }) => counterfeit).length
  const unread = Math.max(0, population - rows.length)
  return observed + drawCount(random, unread, drawShare(random, yes, no))
}

function countRows(cells: readonly Weighed[]): number {
  return sum(cells, ({ rows }) => rows.length)
}

function lacking(need: number, have: number): number {
  return Math.max(0, need - have)
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}
