import { expect, test } from 'vitest'
import { tableReferences } from './table-references.ts'

const tables = ['listings', 'cases', 'case_listings', 'keys']

test.each([
  ['select id from listings l', ['listings']],
  ['select from only\n  listings where true', ['listings']],
  ['from cases c left join case_listings o on true', ['cases', 'case_listings']],
  ['update listings set a = 1; delete from keys using cases', ['listings', 'keys', 'cases']],
  ['insert into keys (id) values (1)', ['keys']],
  ["handle.selectFrom('listings as l').innerJoin('cases', 'a', 'b')", ['listings', 'cases']],
  ["handle.insertInto('keys').values({})", ['keys']],
  ["organisationsIn('listings', sql`true`)", ['listings']],
  ["import { listings } from '../listings/index.ts'", []],
  ['// what follows from cases', []],
  ['/** Rows that come from listings. */', []],
  ['sql`select 1\n  -- not from listings\n  from keys`', ['keys']],
  ['select from listings_of_rung', []],
  ['from keys(1)', []],
  ['from cases c, listings l where true', ['cases', 'listings']],
  ['from cases c,\n  lateral keys as k\n', ['cases', 'keys']],
  ['select id, cases from keys', ['keys']],
  ['const from = { own: sql`listings`, seen: sql`keys` }', ['listings', 'keys']],
  ["for (const t of ['keys', 'cases']) await sql`delete from ${sql.table(t)}`", ['keys', 'cases']],
  ["for (const t of ['keys', 'cases']) count(t)", []],
])('%s names %j', (code, named) => {
  const found = tableReferences(code, tables)
  expect(found.map(({ table }) => table)).toEqual(named)
  for (const { table, index } of found) expect(code.slice(index)).toMatch(new RegExp(`^${table}`))
})
