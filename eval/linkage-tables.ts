import { createReadStream } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FieldPlan, TableRecord } from '@touchstone/linkage'
import { openCsv } from '@touchstone/server/formats'
import { febrlFields } from '../packages/linkage/test/febrl-fields.ts'

/** A table of records of people, some of whom have several. */
export interface LinkageTable {
  file: string
  id: string
  fields: FieldPlan
}

export const febrl3: LinkageTable = {
  file: 'febrl_dataset3.csv.gz',
  id: 'rec_id',
  fields: febrlFields,
}

export const historicalFigures: LinkageTable = {
  file: 'historical_figures_with_errors_50k.csv.gz',
  id: 'unique_id',
  fields: {
    first_name: 'name',
    surname: 'name',
    dob: 'date',
    birth_place: 'place',
    postcode_fake: 'postcode',
    gender: 'category',
    occupation: 'category',
  },
}

/** Where a table is, if it is here. */
export function placeOf({ file }: LinkageTable): string {
  return join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'linkage', file)
}

export async function readRecords(path: string, id: string): Promise<TableRecord[]> {
  const table = await openCsv(createReadStream(path), { header: true })
  const records: TableRecord[] = []
  for await (const row of table.rows) {
    if ('faults' in row) throw new Error(`${path}, line ${row.line}: ${row.faults[0].problem}`)
    const cells = Object.fromEntries(
      Object.entries(row.value).map(([name, cell]) => [name, String(cell).trim()]),
    )
    records.push({ id: cells[id] ?? '', cells })
  }
  return records
}
