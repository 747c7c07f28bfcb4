import { expect, test } from 'vitest'
import { CompiledTables, layOut, StringTable, type Table } from './index.ts'

test('strings come back from shared memory as they were added', () => {
  const strings = ['chanel', '', '爱马仕', 'a b & c', '\u{1f45c}']
  const table = new StringTable()
  for (const text of strings) table.push(text)
  const tables = new Map<string, Table>()
  table.addTo(tables, 'names')
  const { places, bytes, write } = layOut(tables)
  const shared = new SharedArrayBuffer(bytes)
  write(new Uint8Array(shared))
  const again = new StringTable(CompiledTables.within({ buffer: shared, from: 0, places }), 'names')
  expect(again.length).toBe(strings.length)
  expect(strings.map((_, at) => again.at(at))).toEqual(strings)
})
