import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { seededRandom } from '@touchstone/contract/seeded-random'
import type { Counts, ReportData, ReportListing } from './model.ts'
import { reportListing } from './report-listing.ts'
import { BestOf, Reservoir } from './stream-selection.ts'

export interface ReportOptions {
  title: string
  /** Most listings in the report; all are counted. */
  rows?: number
  /** Used if an assessment does not state its own. */
  baseRate: number
  /** ISO date and time of the report; defaults to now. */
  date?: string
}

export interface ReportCollector {
  add(listing: Listing, assessment: Assessment): void
  finish(): ReportData
}

const flaggedShare = 0.75
const seed = 20260101

/** Counts every listing and keeps a bounded selection, however long the stream is. */
export function createReportCollector(options: ReportOptions): ReportCollector {
  const rows = Math.max(1, Math.floor(options.rows ?? 2000))
  const random = seededRandom(seed)
  // Either group may fill the whole report, since the other may turn out to be small.
  const flagged = new BestOf<ReportListing>(rows)
  const clear = new Reservoir<ReportListing>(rows, random)
  const verdicts: Record<Verdict, number> = { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
  const brands = new Tally()
  const signals = new Tally()
  const engines = new Set<string>()
  let total = 0
  let priceSignals = 0

  return {
    add(listing, assessment) {
      total += 1
      const seq = total
      verdicts[assessment.verdict] += 1
      if (engines.size < 10) engines.add(assessment.engine)
      brands.count(assessment.brands.map((brand) => brand.id))
      signals.count(assessment.signals.map((signal) => signal.code))
      if (assessment.signals.some((signal) => signal.family === 'price')) priceSignals += 1
      const make = () => reportListing(listing, assessment, seq, options.baseRate)
      if (assessment.verdict === 'clear') clear.listing(make)
      else flagged.listing(assessment.probability, seq, make)
    },

    finish() {
      const flaggedTotal = total - verdicts.clear
      const room = Math.max(Math.ceil(rows * flaggedShare), rows - verdicts.clear)
      const worst = flagged.best().slice(0, Math.min(room, flaggedTotal))
      const sample = clear.sample(rows - worst.length)
      return {
        title: options.title,
        date: options.date ?? new Date().toISOString(),
        engines: [...engines],
        baseRate: options.baseRate,
        total,
        verdicts: { ...verdicts },
        brands: brands.counts(),
        signals: signals.counts(),
        priceSignals,
        kept: { flagged: worst.length, clear: sample.length },
        listings: [...worst, ...sample].toSorted(
          (a, b) => b.probability - a.probability || a.seq - b.seq,
        ),
      }
    },
  }
}

const shownKeys = 500
const countedKeys = 100_000

/** The number of listings in which each key occurs. Keys beyond the limit are ignored, never miscounted. */
class Tally {
  readonly #listings = new Map<string, number>()

  count(keys: readonly string[]): void {
    for (const key of new Set(keys)) {
      const before = this.#listings.get(key)
      if (before !== undefined) this.#listings.set(key, before + 1)
      else if (this.#listings.size < countedKeys) this.#listings.set(key, 1)
    }
  }

  counts(): Counts {
    const sorted = [...this.#listings]
      .map(([key, listings]) => ({ key, listings }))
      .toSorted((a, b) => b.listings - a.listings || (a.key < b.key ? -1 : 1))
    return {
      top: sorted.slice(0, shownKeys),
      furtherKeys: Math.max(0, sorted.length - shownKeys),
    }
  }
}
