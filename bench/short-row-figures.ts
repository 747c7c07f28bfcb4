import { readFileSync } from 'node:fs'
import { parseListing, type Catalog, type Listing } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { DisguiseMatcher, NearNames } from '../packages/recognition/src/disguise/index.ts'
import { PhraseIndex, type Hits } from '../packages/recognition/src/text/index.ts'

/** A figure of rows: what real short rows have, and what the generated ones have. */
export interface RowFigure {
  name: string
  wanted: readonly number[]
  is: readonly number[]
}

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

function quantilesOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return quantiles.map((share) => sorted[Math.floor(sorted.length * share)] ?? NaN)
}

function share<T>(values: readonly T[], fits: (value: T) => boolean): number {
  return (100 * values.filter(fits).length) / values.length
}

const hasLatin = /\p{Script=Latin}/u
const hasHan = /\p{Script=Han}/u

/** What the rows themselves must be like. */
export function inputFigures(rows: readonly Listing[]): RowFigure[] {
  const titles = rows.map(({ title }) => title)
  const words = titles.reduce((sum, title) => sum + (title.match(/[A-Za-z]+/g)?.length ?? 0), 0)
  const scripts = [
    share(titles, (title) => hasLatin.test(title) && !hasHan.test(title)),
    share(titles, (title) => hasLatin.test(title) && hasHan.test(title)),
    share(titles, (title) => !hasLatin.test(title) && hasHan.test(title)),
  ]
  const fields = ['price', 'category', 'seller', 'brand', 'description'] as const
  const descriptions = rows.flatMap(({ description }) => description?.length ?? [])
  return [
    {
      name: 'bytes of a row, p5 to p99',
      wanted: [99, 140, 207, 279, 421, 632],
      is: quantilesOf(rows.map((row) => Buffer.byteLength(JSON.stringify(row)) + 1)),
    },
    {
      name: 'characters of a title, p5 to p99',
      wanted: [17, 34, 56, 90, 133, 190],
      is: quantilesOf(titles.map(({ length }) => length)),
    },
    { name: 'titles in Latin; with Han; in Han, %', wanted: [73, 22, 4], is: scripts },
    { name: 'Latin words of a title', wanted: [9], is: [words / rows.length] },
    {
      name: 'distinct titles, %',
      wanted: [98],
      is: [(100 * new Set(titles).size) / rows.length],
    },
    {
      name: 'price; category; seller; brand; description, %',
      wanted: [56, 40, 34, 18, 18],
      is: fields.map((field) => share(rows, (row) => row[field] !== undefined)),
    },
    {
      name: 'characters of a description, p50',
      wanted: [129],
      is: quantilesOf(descriptions).slice(2, 3),
    },
  ]
}

/** Counts the calls of a method while the rows are screened. */
function countCalls<A extends readonly unknown[]>(
  owner: object,
  method: string,
  count: (...args: A) => number,
): { total: number; stop(): void } {
  const methods = owner as Record<string, (...args: readonly unknown[]) => unknown>
  const plain = methods[method]
  if (plain === undefined) throw new Error(`The engine has no ${method}.`)
  const counted = {
    total: 0,
    stop: () => {
      methods[method] = plain
    },
  }
  methods[method] = function (this: unknown, ...args: readonly unknown[]) {
    const result = plain.apply(this, [...args])
    counted.total += count(...(args as unknown as A))
    return result
  }
  return counted
}

/** What the engine finds in the rows and how much it looks into; only reported. */
export function engineFigures(rows: readonly Listing[]): RowFigure[] {
  const catalog = JSON.parse(readFileSync('samples/catalog.json', 'utf8')) as Catalog
  const screener = compile(catalog, { asOf: '2026-12-01T00:00:00.000Z' })
  const hits = countCalls(PhraseIndex.prototype, 'scan', (_: unknown, found: Hits) => found.count)
  const near = countCalls(NearNames.prototype, 'findNearest', () => 1)
  const disguised = countCalls(DisguiseMatcher.prototype, 'find', () => 1)
  let [signals, clear] = [0, 0]
  for (const row of rows) {
    const parsed = parseListing(row)
    if (!parsed.ok) throw new Error(`Row ${row.id} is no listing.`)
    const assessment = screener.screen(parsed.listing)
    signals += assessment.signals.length
    if (assessment.verdict === 'clear') clear++
  }
  for (const counted of [hits, near, disguised]) counted.stop()
  const each = (total: number): number[] => [total / rows.length]
  return [
    { name: 'hits of forms a row', wanted: [6.4], is: each(hits.total) },
    { name: 'near-name look-ups a row', wanted: [9.5], is: each(near.total) },
    { name: 'fields a row that may be disguised', wanted: [0.27], is: each(disguised.total) },
    { name: 'signals a row', wanted: [0.66], is: each(signals) },
    { name: 'clear rows, %', wanted: [93], is: each(100 * clear) },
  ]
}

/** The parts of a figure that are more than a tenth from what they must be. */
export function isOff({ wanted, is }: RowFigure): boolean {
  return wanted.some((value, at) => Math.abs((is[at] ?? NaN) / value - 1) > 0.1)
}
