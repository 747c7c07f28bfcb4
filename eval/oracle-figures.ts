import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Verdict } from '@touchstone/contract'
import { shareOf, type Share } from '@touchstone/evaluation'
import type { Screener } from '@touchstone/recognition'
import { OracleRow } from './source-rows.ts'

export interface OracleRowFigure {
  id: string
  language: string
  title: string
  expect: string[]
  verdict: Verdict
  brand: string | null
  brands: string[]
  holds: boolean
  why: string
}

export interface OracleFigures {
  holds: Share
  /** Rows that may be clear: look-alikes of counterfeit language. */
  benign: Share
  languages: { language: string; holds: Share }[]
  rows: OracleRowFigure[]
}

/** The project's own oracle, written by someone who had not read the lexicons. */
export function ownOracle(folder = join(import.meta.dirname, 'oracle')): OracleRow[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => readRows(join(folder, name)))
}

function readRows(path: string): OracleRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => OracleRow.parse(JSON.parse(line)))
}

/**
 * Cases in 27 languages, three counterfeits and two honest listings each, written by someone who had not read the
 * lexicons. They stay blind only as long as no rule or term is made after them.
 */
export function blindCases(path = join(import.meta.dirname, 'blind-cases.ndjson')): OracleRow[] {
  return readRows(path)
}

export interface BlindCaseFigures {
  languages: number
  /** Counterfeits in `review` or `block`. */
  found: Share
  /** Honest listings in `review` or `block`. */
  falselyReviewed: Share
}

export function measureBlindCases({ rows }: OracleFigures): BlindCaseFigures {
  const flaggedOf = (some: readonly OracleRowFigure[]): Share =>
    shareOf(
      some.filter(({ verdict }) => verdict === 'review' || verdict === 'block').length,
      some.length,
    )
  const [honest = [], fakes = []] = [true, false].map((is) =>
    rows.filter(({ expect }) => expect.includes('clear') === is),
  )
  return {
    languages: new Set(rows.map(({ language }) => language)).size,
    found: flaggedOf(fakes),
    falselyReviewed: flaggedOf(honest),
  }
}

/** Compares the engine with rows that state the right verdicts and the intended brand. */
export function measureOracle(screener: Screener, oracle: readonly OracleRow[]): OracleFigures {
  const rows = oracle.map(({ listing, expect, brand, why }): OracleRowFigure => {
    const assessment = screener.screen(listing)
    const brands = assessment.brands.map(({ id }) => id)
    return {
      id: listing.id,
      language: listing.language ?? '',
      title: listing.title,
      expect,
      verdict: assessment.verdict,
      brand,
      brands,
      holds: expect.includes(assessment.verdict) && (brand === null || brands.includes(brand)),
      why,
    }
  })
  const holding = (some: readonly OracleRowFigure[]): Share =>
    shareOf(some.filter(({ holds }) => holds).length, some.length)
  return {
    holds: holding(rows),
    benign: holding(rows.filter(({ expect }) => expect.includes('clear'))),
    languages: [...Map.groupBy(rows, ({ language }) => language)].map(([language, some]) => ({
      language,
      holds: holding(some),
    })),
    rows,
  }
}
