import { existsSync } from 'node:fs'
import { findInText, linkRecords, type TableRecord } from '@touchstone/linkage'
import { contactRows, lookAlikeRows } from '../packages/linkage/test/identifier-oracle.ts'
import {
  febrl3,
  historicalFigures,
  placeOf,
  readRecords,
  type LinkageTable,
} from './linkage-tables.ts'

// How well link-records finds the records of one person without labels: precision, recall and F1 over pairs of records
// that one network holds. Rules were tuned to FEBRL 3 alone, if at all.

interface Table extends LinkageTable {
  /** The person whose record a row is. */
  personOf(record: TableRecord): string
}

const byCluster = ({ cells }: TableRecord): string => cells['cluster'] ?? ''

const tables: readonly Table[] = [
  { ...febrl3, personOf: ({ id }) => id.split('-')[1] ?? '' },
  {
    file: 'fake_1000.csv',
    id: 'unique_id',
    fields: { first_name: 'name', surname: 'name', dob: 'date', city: 'place', email: 'email' },
    personOf: byCluster,
  },
  { ...historicalFigures, personOf: byCluster },
]

const pairsOf = (groups: Iterable<{ length: number }>): number =>
  [...groups].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)

async function measure(path: string, { id, fields, personOf }: Table): Promise<string> {
  const records = await readRecords(path, id)
  const people = new Map(records.map((record) => [record.id, personOf(record)]))
  const { networks } = linkRecords(records, { fields })
  const truth = pairsOf(Map.groupBy(people.values(), (person) => person).values())
  const found = pairsOf(networks.map((network) => network.records))
  const right = pairsOf(
    networks.flatMap((network) => [
      ...Map.groupBy(network.records, (record) => people.get(record)).values(),
    ]),
  )
  const share = (part: number, whole: number): string => (part / whole).toFixed(4)
  return `${records.length} records: precision ${share(right, found)}, recall ${share(right, truth)}, F1 ${share(2 * right, found + truth)}`
}

for (const table of tables) {
  const path = placeOf(table)
  console.log(
    `${table.file}: ${existsSync(path) ? await measure(path, table) : 'not here, skipped'}`,
  )
}

function measureIdentifiers(count: number): string {
  let [expected, found, right] = [0, 0, 0]
  for (const row of [...contactRows(count / 2), ...lookAlikeRows(count / 2)]) {
    const reading = findInText(row.text, { countries: [row.country] }).map(({ type, value }) =>
      type === 'address' ? type : `${type} ${value}`,
    )
    expected += row.expected.length
    found += reading.length
    right += row.expected.filter((one) => reading.includes(one)).length
  }
  return `${count} texts: recall ${(right / expected).toFixed(4)}, precision ${(right / found).toFixed(4)}`
}

for (const count of [500, 10_000]) console.log(`contacts in disguise: ${measureIdentifiers(count)}`)
