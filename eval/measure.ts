import type { Assessment, Verdict } from '@touchstone/contract'
import type { Screener } from '@touchstone/recognition'
import { type OracleRow, type SourceRow, toListing } from './source-rows.ts'

export interface Share {
  count: number
  of: number
  share: number
  /** Wilson score interval at 95 %. */
  low: number
  high: number
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

export interface OracleFigure {
  id: string
  title: string
  expect: string[]
  verdict: Verdict
  brand: string | null
  brands: string[]
  holds: boolean
}

export interface Example {
  id: string
  source: string
  title: string
  verdict: Verdict
  probability: number
  reason: string
}

export interface Figures {
  engine: string
  baseRate: number
  sources: SourceFigures[]
  /** Weak-label rows with a cue word that plainly name a starter-pack brand. */
  cueRows: { notClear: Share; verdicts: Record<Verdict, number> }
  oracle: { holds: Share; rows: OracleFigure[] }
  /** The most probable label-0 rows that were flagged: the errors to read first. */
  worstFalseAlarms: Example[]
  missedCueRows: Example[]
}

/** Wilson score interval of a share, 95 %. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 }
  const z = 1.96
  const p = count / of
  const centre = (p + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  return { count, of, share: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

interface Judged {
  row: SourceRow
  assessment: Assessment
}

const none = (): Record<Verdict, number> => ({ clear: 0, 'ask-proof': 0, review: 0, block: 0 })

function count(judged: readonly Judged[]): Record<Verdict, number> {
  const counts = none()
  for (const { assessment } of judged) counts[assessment.verdict]++
  return counts
}

function template(title: string): string {
  return title.toLowerCase().replace(/\d+/g, '0').replace(/\s+/g, ' ').trim()
}

/**
 * Screens the measuring rows and counts.
 * @param isStarterBrand whether a plain brand name of the data is one of the starter pack's
 */
export function measure(
  screener: Screener,
  rows: readonly SourceRow[],
  oracle: readonly OracleRow[],
  isStarterBrand: (name: string) => boolean,
): Figures {
  const judged = rows.map((row): Judged => ({ row, assessment: screener.screen(toListing(row)) }))
  const groups = Map.groupBy(judged, ({ row }) => `${row.source} ${row.label ?? 'weak'}`)
  const sources = [...groups.values()].flatMap((group): SourceFigures[] => {
    const first = group[0]
    if (first === undefined) return []
    const counts = count(group)
    return [
      {
        source: first.row.source,
        label: first.row.label === null ? 'weak' : first.row.label === 0 ? '0' : '1',
        rows: group.length,
        templates: new Set(group.map(({ row }) => template(row.title))).size,
        verdicts: counts,
        falseAlarms: shareOf(counts.review + counts.block, group.length),
        blocks: shareOf(counts.block, group.length),
        askProof: shareOf(counts['ask-proof'], group.length),
      },
    ]
  })
  const cued = judged.filter(
    ({ row }) => row.weak_label === 1 && row.cue && row.brand_plain.some(isStarterBrand),
  )
  const cueCounts = count(cued)
  const oracleRows = oracle.map((row): OracleFigure => {
    const assessment = screener.screen(row.listing)
    const brands = assessment.brands.map((brand) => brand.id)
    return {
      id: row.listing.id,
      title: row.listing.title,
      expect: row.expect,
      verdict: assessment.verdict,
      brand: row.brand,
      brands,
      holds:
        row.expect.includes(assessment.verdict) &&
        (row.brand === null || brands.includes(row.brand)),
    }
  })
  const flagged = judged
    .filter(({ row, assessment }) => row.label === 0 && assessment.verdict !== 'clear')
    .sort((a, b) => b.assessment.probability - a.assessment.probability)
  return {
    engine: screener.engine,
    baseRate: judged[0]?.assessment.baseRate ?? 0,
    sources: sources.sort((a, b) => `${a.label}${a.source}`.localeCompare(`${b.label}${b.source}`)),
    cueRows: {
      notClear: shareOf(cued.length - cueCounts.clear, cued.length),
      verdicts: cueCounts,
    },
    oracle: {
      holds: shareOf(oracleRows.filter((row) => row.holds).length, oracleRows.length),
      rows: oracleRows,
    },
    worstFalseAlarms: flagged.slice(0, 50).map(example),
    missedCueRows: cued
      .filter(({ assessment }) => assessment.verdict === 'clear')
      .slice(0, 50)
      .map(example),
  }
}

function example({ row, assessment }: Judged): Example {
  return {
    id: row.id,
    source: row.source,
    title: row.title,
    verdict: assessment.verdict,
    probability: assessment.probability,
    reason: assessment.reason ?? '',
  }
}
