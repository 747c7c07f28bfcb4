import type { Assessment, Verdict } from '@touchstone/contract'
import { rank, recallAtRate, shareOf, type RecallAtRate, type Share } from '@touchstone/evaluation'
import type { SourceRow } from './source-rows.ts'
import type { AssessedRow } from './verdict-figures.ts'

const ONE_PERCENT = 0.01

/** Counterfeits of one source whose words confess nothing, or honest listings of one. */
export interface PriceFigures {
  source: string
  rows: number
  priced: number
  impossible: Share
  /** In `review`, `block` or the queue of impossible prices. */
  queued: Share
  askProof: Share
  reviewed: Share
}

export interface UnconfessedFigures {
  honest: PriceFigures[]
  fakes: PriceFigures[]
  allHonest: PriceFigures
  allFakes: PriceFigures
  /** By probability against all honest rows, for all sources together and each alone. */
  recall: { source: string; atOnePercent: RecallAtRate | undefined }[]
}

/** Which rows name a brand: those where the engine finds one, or those where the data's plain names do. */
export type Naming = 'found' | 'plain'

/** Measures listings that name a brand and hold no word for a copy, against honest ones that name a brand. */
export function measureUnconfessed(
  judged: readonly AssessedRow[],
  naming: Naming,
): UnconfessedFigures {
  const named = judged.filter(({ row, assessment }) =>
    naming === 'plain' ? row.brand_plain.length > 0 : assessment.brands.length > 0,
  )
  const honest = named.filter(({ row }) => row.label === 0)
  const fakes = named.filter(({ row }) => isFake(row) && !row.cue && isPriced(row))
  const ofSources = (rows: readonly AssessedRow[]): PriceFigures[] =>
    [...Map.groupBy(rows, ({ row }) => row.source)].map(([source, own]) => figuresOf(source, own))
  const recallOf = (source: string, positives: readonly AssessedRow[]) => {
    const all = [...positives, ...honest]
    const labels = Uint8Array.from(all, (_, index) => (index < positives.length ? 1 : 0))
    const scores = Float64Array.from(all, ({ assessment }) => assessment.probability)
    return { source, atOnePercent: recallAtRate(rank({ scores, labels }), ONE_PERCENT) }
  }
  return {
    honest: ofSources(honest),
    fakes: ofSources(fakes),
    allHonest: figuresOf('all', honest),
    allFakes: figuresOf('all', fakes),
    recall: [
      recallOf('all', fakes),
      ...[...Map.groupBy(fakes, ({ row }) => row.source)].map(([source, own]) =>
        recallOf(source, own),
      ),
    ],
  }
}

function isFake({ label, weak_label }: SourceRow): boolean {
  return label === 1 || (label === null && weak_label === 1)
}

function isPriced({ price }: SourceRow): boolean {
  return price != null && price > 0
}

function figuresOf(source: string, rows: readonly AssessedRow[]): PriceFigures {
  const count = (holds: (assessment: Assessment) => boolean): Share =>
    shareOf(rows.filter(({ assessment }) => holds(assessment)).length, rows.length)
  const isGrave = (verdict: Verdict): boolean => verdict === 'review' || verdict === 'block'
  return {
    source,
    rows: rows.length,
    priced: rows.filter(({ row }) => isPriced(row)).length,
    impossible: count(isImpossible),
    queued: count((assessment) => isImpossible(assessment) || isGrave(assessment.verdict)),
    askProof: count(({ verdict }) => verdict === 'ask-proof'),
    reviewed: count(({ verdict }) => isGrave(verdict)),
  }
}

function isImpossible({ signals }: Assessment): boolean {
  return signals.some(({ code }) => code === 'price.impossible')
}
