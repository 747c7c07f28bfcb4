import { families, type Assessment, type Family, type Label } from '@touchstone/contract'
import { shareOf, type Interval, type Share } from './shares.ts'

export type SignalFigures = {
  code: string
  family: Family
  /** Listings in which it spoke, of all; it counts once a listing. */
  spoke: Share
  /** Mean log-odds that it was worth where it spoke. */
  meanWeight: number
  /** Share of counterfeits among the listings in which it spoke. */
  precision: Share
  /**
   * Precision divided by the share of counterfeits in all rows; null if no row is counterfeit. The interval is that
   * of the precision, with the share of all rows treated as exact.
   */
  lift: Interval | null
}

export type FamilyFigures = {
  family: Family
  /** Listings that gave it something to judge by. */
  couldSpeak: Share
  spoke: Share
}

type Tally = { family: Family; listings: number; positives: number; weight: number }

const countedCodes = 2000

/** Counts how often each signal and family spoke, and on which label. */
export class SignalTally {
  private rows = 0
  private positives = 0
  private readonly codes = new Map<string, Tally>()
  private readonly families = new Map<Family, { silent: number; spoke: number }>(
    families.map((family) => [family, { silent: 0, spoke: 0 }]),
  )

  add({ signals, silent = [] }: Assessment, label: Label['label']): void {
    this.rows++
    this.positives += label
    const totals = new Map<string, { family: Family; weight: number }>()
    for (const { code, family, weight } of signals) {
      const before = totals.get(code)
      if (before === undefined) totals.set(code, { family, weight })
      else before.weight += weight
    }
    for (const [code, { family, weight }] of totals) {
      const tally = this.codes.get(code) ?? { family, listings: 0, positives: 0, weight: 0 }
      tally.listings++
      tally.positives += label
      tally.weight += weight
      // External signals are named by strangers; their number has no bound.
      if (tally.listings > 1 || this.codes.size < countedCodes) this.codes.set(code, tally)
    }
    for (const family of new Set(signals.map((signal) => signal.family))) {
      const counts = this.families.get(family)
      if (counts) counts.spoke++
    }
    for (const family of new Set(silent)) {
      const counts = this.families.get(family as Family)
      if (counts) counts.silent++
    }
  }

  /** Those that spoke most often first. */
  signals(): SignalFigures[] {
    const baseRate = this.rows === 0 ? 0 : this.positives / this.rows
    return [...this.codes]
      .map(([code, { family, listings, positives, weight }]): SignalFigures => {
        const precision = shareOf(positives, listings)
        return {
          code,
          family,
          spoke: shareOf(listings, this.rows),
          meanWeight: weight / listings,
          precision,
          lift:
            baseRate === 0
              ? null
              : {
                  value: positives / listings / baseRate,
                  low: precision.low / baseRate,
                  high: precision.high / baseRate,
                },
        }
      })
      .sort((a, b) => b.spoke.count - a.spoke.count || (a.code < b.code ? -1 : 1))
  }

  coverage(): FamilyFigures[] {
    return [...this.families].map(([family, { silent, spoke }]) => ({
      family,
      couldSpeak: shareOf(this.rows - silent, this.rows),
      spoke: shareOf(spoke, this.rows),
    }))
  }
}
