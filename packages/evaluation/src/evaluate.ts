import {
  verdicts,
  type Assessment,
  type Label,
  type Listing,
  type SellerPortfolio,
  type Verdict,
} from '@touchstone/contract'
import { calibration, movedToShare, type Calibration } from './calibration.ts'
import { caveatsOf } from './caveats.ts'
import { FunnelTally, type Funnel } from './funnel-tally.ts'
import { Column, float64, uint32, uint8 } from './growing-array.ts'
import {
  areaUnderRoc,
  averagePrecision,
  precisionRecallCurve,
  rank,
  recallAtRate,
  rocCurve,
  thinned,
  type CurvePoint,
  type RecallAtRate,
} from './curves.ts'
import { toMisclassification, Highest, type Misclassification } from './misclassifications.ts'
import { histogramOf, type Histogram } from './histogram.ts'
import { precisionAt, shareOf, type Interval, type Share } from './shares.ts'
import { SignalTally, type FamilyFigures, type SignalFigures } from './signals.ts'
import {
  NameBook,
  slicesOf,
  wholeSlice,
  type Dimension,
  type JudgedRows,
  type Slice,
  type SliceTable,
} from './slices.ts'
import { fingerprint, templateOf } from './title-template.ts'

export type RankingFigures = {
  areaUnderRoc?: Interval
  averagePrecision?: number
  recallAtRates: RecallAtRate[]
  roc: CurvePoint[]
  precisionRecall: CurvePoint[]
}

export type Figures = {
  engines: string[]
  /** Shares of counterfeits that the engine assumed. */
  baseRates: number[]
  all: Slice
  verdicts: { label0: Record<Verdict, number>; label1: Record<Verdict, number> }
  /** Share with label 1 among the rows with the verdict. */
  precision: { reviewOrBlock: Share; block: Share }
  /** The same at the engine's assumed base rate of counterfeits; absent if it assumed several. */
  precisionAtBaseRate?: { baseRate: number; reviewOrBlock?: Interval; block?: Interval }
  ranking: RankingFigures
  calibration?: Calibration
  /** The same with the engine's base rate moved to the share of counterfeits in these rows. */
  calibrationAtShare?: Calibration
  histogram: Histogram
  slices: SliceTable[]
  signals: SignalFigures[]
  families: FamilyFigures[]
  /** What each queue would hold, and how well. */
  funnel: Funnel
  /** The most probable rows with label 0 and the least probable with label 1. */
  errors: { falseAlarms: Misclassification[]; misses: Misclassification[] }
  /** Conclusions that these rows do not permit, each a sentence. */
  cautions: string[]
}

export type EvaluationOptions = {
  by?: readonly Dimension[]
  /** Portfolios of sellers, as `screen --sellers` writes them. */
  sellers?: readonly SellerPortfolio[] | undefined
  /** Listings that come in on a day. */
  perDay?: number | undefined
}

export type Evaluation = {
  add(listing: Listing, assessment: Assessment, label: Label): void
  figures(): Figures
}

const falsePositiveRates = [0.001, 0.01, 0.05, 0.1]
const shownErrors = 50
const shownBaseRates = 10

/**
 * Gathers judged listings with their labels, in any number: a row costs some numbers, only the worst
 * errors are kept with their text.
 */
export function createEvaluation({
  by = ['source'],
  sellers,
  perDay,
}: EvaluationOptions = {}): Evaluation {
  const probabilities = new Column(float64)
  const baseRates = new Column(float64)
  const templates = new Column(float64)
  const labels = new Column(uint8)
  const verdictCodes = new Column(uint8)
  // Sources are always distinguished: if each contains only one label, no other figure can be trusted.
  const grouped = [...new Set<Dimension>(['source', ...by])].map((dimension) => ({
    dimension,
    book: new NameBook(),
    keys: new Column(uint32),
  }))
  const engines = new Set<string>()
  const signals = new SignalTally()
  const funnel = new FunnelTally(sellers, perDay)
  const falseAlarms = new Highest<Misclassification>(shownErrors)
  const misses = new Highest<Misclassification>(shownErrors)

  return {
    add(listing, assessment, label) {
      const { probability } = assessment
      probabilities.push(probability)
      baseRates.push(assessment.baseRate ?? NaN)
      templates.push(fingerprint(templateOf(listing.title)))
      labels.push(label.label)
      verdictCodes.push(verdicts.indexOf(assessment.verdict))
      for (const { dimension, book, keys } of grouped) {
        keys.push(book.numberOf(sliceName(dimension, listing, assessment, label)))
      }
      if (engines.size < 10) engines.add(assessment.engine)
      signals.add(assessment, label.label)
      funnel.add(listing, assessment, label.label)
      const make = (): Misclassification => toMisclassification(listing, assessment, label)
      if (label.label === 0) falseAlarms.listing(probability, make)
      else misses.listing(-probability, make)
    },

    figures() {
      const scored = { scores: probabilities.values(), labels: labels.values() }
      const rows: JudgedRows = {
        labels: scored.labels,
        verdicts: verdictCodes.values(),
        templates: templates.values(),
      }
      const all = wholeSlice(rows)
      const flagged = ['reviewOrBlock', 'block'] as const
      const [reviewOrBlock, block] = flagged.map((outcome) => {
        const right = all.recall[outcome].count
        return shareOf(right, right + all.falseAlarms[outcome].count)
      }) as [Share, Share]
      const rates = baseRates.values()
      const stated = distinct(rates)
      const slices = grouped.map(({ dimension, book, keys }) =>
        slicesOf(dimension, rows, keys.values(), book.names),
      )
      const share = all.rows === 0 ? 0 : all.positives / all.rows
      const figures: Omit<Figures, 'cautions'> = {
        engines: [...engines],
        baseRates: stated,
        all,
        verdicts: { label0: countVerdicts(rows, 0), label1: countVerdicts(rows, 1) },
        precision: { reviewOrBlock, block },
        precisionAtBaseRate: precisionAtBaseRate(stated, all),
        ranking: rankingFigures(scored),
        calibration: calibration(scored),
        calibrationAtShare:
          share > 0 && share < 1 && rates.every((rate) => rate > 0 && rate < 1)
            ? calibration({ ...scored, scores: movedToShare(scored.scores, rates, share) })
            : undefined,
        histogram: histogramOf(scored.scores, scored.labels),
        slices: slices.filter((table) => by.includes(table.by)),
        signals: signals.signals(),
        families: signals.coverage(),
        funnel: funnel.figures(),
        errors: { falseAlarms: falseAlarms.entries(), misses: misses.entries() },
      }
      const sources = slices.find((table) => table.by === 'source')?.slices ?? []
      return { ...figures, cautions: caveatsOf(figures, sources) }
    },
  }
}

function precisionAtBaseRate(
  [baseRate, ...rest]: readonly number[],
  { recall, falseAlarms }: Slice,
): Figures['precisionAtBaseRate'] {
  if (baseRate === undefined || rest.length > 0) return undefined
  return {
    baseRate,
    reviewOrBlock: precisionAt(baseRate, recall.reviewOrBlock, falseAlarms.reviewOrBlock),
    block: precisionAt(baseRate, recall.block, falseAlarms.block),
  }
}

function rankingFigures(scored: Parameters<typeof rank>[0]): RankingFigures {
  const ranking = rank(scored)
  return {
    areaUnderRoc: areaUnderRoc(ranking),
    averagePrecision: averagePrecision(ranking),
    recallAtRates: falsePositiveRates.flatMap((rate) => recallAtRate(ranking, rate) ?? []),
    roc: thinned(rocCurve(ranking)),
    precisionRecall: thinned(precisionRecallCurve(ranking)),
  }
}

function countVerdicts(rows: JudgedRows, label: 0 | 1): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
  for (let at = 0; at < rows.labels.length; at++) {
    const verdict = verdicts[rows.verdicts[at] ?? 0]
    if (rows.labels[at] === label && verdict !== undefined) counts[verdict]++
  }
  return counts
}

function distinct(rates: Float64Array): number[] {
  const shownRates = new Set<number>()
  for (const rate of rates) {
    if (!Number.isNaN(rate)) shownRates.add(rate)
    if (shownRates.size === shownBaseRates) break
  }
  return [...shownRates].sort((a, b) => a - b)
}

const notStated = '(not stated)'

function sliceName(
  dimension: Dimension,
  listing: Listing,
  assessment: Assessment,
  label: Label,
): string {
  switch (dimension) {
    case 'source':
      return label.source ?? notStated
    case 'language':
      return label.language ?? listing.language ?? notStated
    case 'brand':
      return assessment.brands[0]?.id ?? '(none found)'
    case 'marketplace':
      return listing.marketplace ?? label.marketplace ?? notStated
    case 'seller':
      return listing.seller?.id ?? label.seller ?? notStated
  }
}
