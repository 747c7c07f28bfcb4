import type { Assessment, Verdict } from '@touchstone/contract'
import {
  rank,
  recallAtRate,
  shareOf,
  templateOf,
  type RecallAtRate,
  type Share,
} from '@touchstone/evaluation'
import { wordAssessment, type Screener } from '@touchstone/recognition'
import { type SourceRow, toListing } from './source-rows.ts'

/** A measuring row with the engine's assessment. */
export interface AssessedRow {
  row: SourceRow
  assessment: Assessment
}

export interface SourceFigures {
  source: string
  label: '0' | '1' | 'weak'
  rows: number
  /** Distinct titles once digits are levelled; near-identical rows count once. */
  templates: number
  verdicts: Record<Verdict, number>
  falseAlarms: Share
  blocks: Share
  askProof: Share
}

export interface Example {
  id: string
  source: string
  title: string
  verdict: Verdict
  probability: number
  reason: string
}

export interface VerdictFigures {
  sources: SourceFigures[]
  /** Weak-label rows with a cue word that plainly name a starter-pack brand. */
  cueRows: { notClear: Share; verdicts: Record<Verdict, number> }
  /** Label-1 rows ranked by probability against label-0 rows that name a brand plainly. */
  recall: { positives: number; negatives: number; atOnePercent: RecallAtRate | undefined }
  /** The most probable label-0 rows that were flagged: the errors to read first. */
  worstFalseAlarms: Example[]
  missedCueRows: Example[]
}

export function judge(screener: Screener, rows: readonly SourceRow[]): AssessedRow[] {
  return rows.map((row) => ({ row, assessment: screener.screen(toListing(row)) }))
}

function count(judged: readonly AssessedRow[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
  for (const { assessment } of judged) counts[assessment.verdict]++
  return counts
}

function figuresOf(group: readonly AssessedRow[]): SourceFigures[] {
  const first = group[0]
  if (first === undefined) return []
  const counts = count(group)
  return [
    {
      source: first.row.source,
      label: first.row.label === null ? 'weak' : first.row.label === 0 ? '0' : '1',
      rows: group.length,
      templates: new Set(group.map(({ row }) => templateOf(row.title))).size,
      verdicts: counts,
      falseAlarms: shareOf(counts.review + counts.block, group.length),
      blocks: shareOf(counts.block, group.length),
      askProof: shareOf(counts['ask-proof'], group.length),
    },
  ]
}

function recallOf(judged: readonly AssessedRow[]): VerdictFigures['recall'] {
  const askedForProof = judged.filter(
    ({ row }) => row.label === 1 || (row.label === 0 && row.brand_plain.length > 0),
  )
  const labels = Uint8Array.from(askedForProof, ({ row }) => row.label ?? 0)
  const scores = Float64Array.from(askedForProof, ({ assessment }) => assessment.probability)
  const positives = labels.reduce((sum, label) => sum + label, 0)
  return {
    positives,
    negatives: labels.length - positives,
    atOnePercent: recallAtRate(rank({ scores, labels }), 0.01),
  }
}

/**
 * Counts the verdicts of judged rows.
 * @param isStarterBrand whether a plain brand name of the data is one of the starter pack's
 */
export function measureVerdicts(
  judged: readonly AssessedRow[],
  isStarterBrand: (name: string) => boolean,
): VerdictFigures {
  const groups = Map.groupBy(judged, ({ row }) => `${row.source} ${row.label ?? 'weak'}`)
  const sources = [...groups.values()].flatMap(figuresOf)
  const cued = judged.filter(
    ({ row }) => row.weak_label === 1 && row.cue && row.brand_plain.some(isStarterBrand),
  )
  const cueCounts = count(cued)
  const flagged = judged
    .filter(({ row, assessment }) => row.label === 0 && assessment.verdict !== 'clear')
    .sort((a, b) => b.assessment.probability - a.assessment.probability)
  return {
    sources: sources.sort((a, b) => `${a.label}${a.source}`.localeCompare(`${b.label}${b.source}`)),
    cueRows: { notClear: shareOf(cued.length - cueCounts.clear, cued.length), verdicts: cueCounts },
    recall: recallOf(judged),
    worstFalseAlarms: flagged.slice(0, 50).map(example),
    missedCueRows: cued
      .filter(({ assessment }) => assessment.verdict === 'clear')
      .slice(0, 50)
      .map(example),
  }
}

function example({ row, assessment }: AssessedRow): Example {
  return {
    id: row.id,
    source: row.source,
    title: row.title,
    verdict: assessment.verdict,
    probability: assessment.probability,
    reason: wordAssessment(assessment).reason ?? '',
  }
}
