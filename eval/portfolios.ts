import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Listing } from '@touchstone/contract'
import { compile, Portfolio, portfolioEntry, type PortfolioEntry } from '@touchstone/recognition'
import { z } from 'zod'
import { seededRandom } from './random.ts'
import { readSourceData, toListing } from './source-rows.ts'

// How many sellers of ten listings a portfolio flags: of replica sheets and forums, whose titles have no word for copies,
// and of honest shops. Where rows name their seller, that seller; elsewhere ten rows of one source, drawn anew fifty
// times. Further rows: npm run eval:portfolios -- FILE (NDJSON of {source, label, listing}).

const LISTINGS_OF_SELLER = 10
const MIN_OF_REAL_SELLER = 8
const SHUFFLES = 50

/** A row of a file that the command names, for sources beyond the measuring data. */
const FurtherRow = z.object({
  source: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
  listing: Listing,
})

interface Row {
  source: string
  label: 'fake' | 'honest'
  seller: string | undefined
  namesBrand: boolean
  entry: PortfolioEntry
}

const screener = compile({ brands: [] })

function judge(listing: Listing, rest: Pick<Row, 'source' | 'label' | 'seller'>): Row | undefined {
  if (listing.price === undefined) return undefined
  const assessment = screener.screen(listing)
  const entry = portfolioEntry(listing, assessment)
  return { ...rest, namesBrand: assessment.brands.length > 0, entry }
}

function furtherRows(path: string): (Row | undefined)[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return lines.map((line) => {
    const { source, label, listing } = FurtherRow.parse(JSON.parse(line))
    return judge(listing, { source, label: label === 1 ? 'fake' : 'honest', seller: undefined })
  })
}

function sellersOf(rows: readonly Row[]): Row[][] {
  if (rows.some(({ seller }) => seller !== undefined)) {
    const known = rows.filter(({ seller }) => seller !== undefined)
    return [...Map.groupBy(known, ({ seller }) => seller).values()].filter(
      (listings) => listings.length >= MIN_OF_REAL_SELLER,
    )
  }
  const random = seededRandom(1)
  const sellers: Row[][] = []
  for (let turn = 0; turn < SHUFFLES; turn++) {
    const keyed = rows.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key)
    for (let at = 0; at + LISTINGS_OF_SELLER <= keyed.length; at += LISTINGS_OF_SELLER)
      sellers.push(keyed.slice(at, at + LISTINGS_OF_SELLER).map(({ row }) => row))
  }
  return sellers
}

function print(label: Row['label'], what: string, sellers: readonly Row[][]): void {
  if (sellers.length === 0) return
  const summaries = sellers.map((rows) => new Portfolio(rows.map(({ entry }) => entry)).summary())
  const count = summaries.filter(({ flagged }) => flagged).length
  const share = ((count / sellers.length) * 100).toFixed(2)
  process.stdout.write(
    `${label.padEnd(7)} ${what.padEnd(42)} ${String(count).padStart(6)} of ${String(sellers.length).padStart(6)}  ${share.padStart(6)} %\n`,
  )
}

const data = readSourceData(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'))
if (data === undefined) process.stdout.write('Skipped: no measuring data (set TOUCHSTONE_DATA).\n')
else {
  const measured = data.rows.flatMap((row) => {
    if (row.cue) return []
    const isFake = row.label === 1 || row.weak_label === 1
    const seller = row.seller ?? undefined
    return (
      judge(toListing(row), { source: row.source, label: isFake ? 'fake' : 'honest', seller }) ?? []
    )
  })
  const further = process.argv.slice(2).flatMap(furtherRows)
  const rows = [...measured, ...further.filter((row) => row !== undefined)]
  process.stdout.write(`${screener.engine}\n\nsellers flagged by their portfolio\n`)
  for (const [source, ofSource] of Map.groupBy(rows, (row) => row.source)) {
    const label = ofSource[0]?.label ?? 'honest'
    print(label, source, sellersOf(ofSource))
    const branded = ofSource.filter(({ namesBrand }) => namesBrand)
    print(label, `${source}, rows that name a brand`, sellersOf(branded))
  }
}
