import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { mapRows, preview } from './mapping/index.ts'
import { detectFormat, openTable } from './open-table.ts'
import { encoded, problems, read, streamed, values } from './test/streams.ts'

const source: Record<string, string | number>[] = [
  {
    id: 'acb-1',
    title: 'Nike "uptempo", (17 colours)',
    price: 325,
    currency: 'CNY',
    category: 'Recommended',
  },
  { id: 'zav-2', title: 'Air Jordan 4 (Paris)', price: 67.28, currency: 'USD', category: 'shoes' },
  { id: 'fr-3', title: '高仿手表 男士', price: 0, currency: 'CNY', seller: 'b01a2d7a49' },
  {
    id: 'lux-4',
    title: 'Lace slingbacks',
    description: 'Line one\nline two;\tappliqué',
    brand: 'D & G',
  },
  { id: '5', title: '2020', price: 53500, currency: 'IDR', description: ' spaces around ' },
]
const columns = [
  'id',
  'title',
  'description',
  'price',
  'currency',
  'seller',
  'brand',
  'category',
] as const

const listings = [
  {
    id: 'acb-1',
    title: 'Nike "uptempo", (17 colours)',
    price: { amount: '325', currency: 'CNY' },
    category: 'Recommended',
  },
  {
    id: 'zav-2',
    title: 'Air Jordan 4 (Paris)',
    price: { amount: '67.28', currency: 'USD' },
    category: 'shoes',
  },
  {
    id: 'fr-3',
    title: '高仿手表 男士',
    price: { amount: '0', currency: 'CNY' },
    seller: { id: 'b01a2d7a49' },
  },
  {
    id: 'lux-4',
    title: 'Lace slingbacks',
    description: 'Line one\nline two;\tappliqué',
    brand: 'D & G',
  },
  {
    id: '5',
    title: '2020',
    price: { amount: '53500', currency: 'IDR' },
    description: ' spaces around ',
  },
]

function asCsv(delimiter: string): string {
  const rows = source.map((each) =>
    columns.map((column) => {
      const value = each[column]
      // As written by a program that gives every number a decimal point.
      const text =
        typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : `${value ?? ''}`
      return /["\n\t;,|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    }),
  )
  return [columns, ...rows].map((row) => `${row.join(delimiter)}\n`).join('')
}

async function listingsOf(bytes: Uint8Array | string) {
  const { mapping } = await preview(await openTable(streamed(bytes)))
  const { rows } = await openTable(streamed(bytes))
  const mapped = await read(mapRows(rows, mapping))
  expect(problems(mapped)).toEqual([])
  return values(mapped)
}

test('the same listings as NDJSON, JSON, CSV and XLSX give equal listings', async () => {
  const lines = source.map((each) => `${JSON.stringify(each)}\n`).join('')
  expect(await listingsOf(lines)).toEqual(listings)
  expect(await listingsOf(gzipSync(lines))).toEqual(listings)
  expect(await listingsOf(JSON.stringify(source, null, 2))).toEqual(listings)
  for (const delimiter of [',', ';', '\t', '|']) {
    expect(await listingsOf(asCsv(delimiter))).toEqual(listings)
  }
  expect(await listingsOf(encoded(`\ufeff${asCsv(';')}`, 'utf-16le'))).toEqual(listings)
  const cells = source.map((each) => columns.map((column) => each[column] ?? null))
  const workbook = await writeWorkbook([[...columns], ...cells]).toBuffer()
  expect(await listingsOf(workbook)).toEqual(listings)
})

test('a preview shows the first rows with their cells and what becomes of them', async () => {
  const text = `id;Preis;title\n${Array.from({ length: 30 }, (_, at) => `${at};5,${10 + at};t${at}\n`).join('')}`
  const shown = await preview(await openTable(streamed(text)))
  expect(shown.rows).toHaveLength(20)
  expect(shown.rows[0]).toEqual({
    row: 1,
    line: 2,
    cells: { id: '0', Preis: '5,10', title: 't0' },
    result: {
      ok: true,
      listing: {
        id: '0',
        title: 't0',
        unread: [{ field: 'price', text: '5,10', reason: 'no-currency' }],
      },
    },
  })
  const mapping = { ...shown.mapping, currency: 'EUR' }
  const again = await preview(await openTable(streamed(text)), { mapping, count: 2 })
  expect(again.rows.map(({ result }) => result)).toEqual([
    { ok: true, listing: { id: '0', title: 't0', price: { amount: '5.1', currency: 'EUR' } } },
    { ok: true, listing: { id: '1', title: 't1', price: { amount: '5.11', currency: 'EUR' } } },
  ])
})

test('an unreadable row is shown in the preview as in the report', async () => {
  const shown = await preview(await openTable(streamed('id,title\n1,a\n2,b,c\n')))
  expect(shown.rows.map(({ row, cells, result }) => [row, cells?.['id'], result.ok])).toEqual([
    [1, '1', true],
    [2, undefined, false],
  ])
})

test.each<[string, string | Uint8Array]>([
  ['xlsx', 'PK\u0003\u0004'],
  ['xlsx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0])],
  ['json', '  {"id": 1}'],
  ['json', '[\n{"id": 1}]'],
  ['json', '\ufeff[1]'],
  ['merchant-xml', '<?xml version="1.0"?><rss/>'],
  ['html', '<!DOCTYPE html><html>'],
  ['csv', 'id,title\n'],
  ['csv', '[id],[title]\n'],
  ['csv', encoded('id;ü\n', 'utf-16be')],
  ['csv', ''],
])('a file is recognised as %s by its bytes: %j', (format, bytes) => {
  expect(detectFormat(Buffer.from(bytes))).toBe(format)
})

test('a web page is refused as a table, with the way to hand it in', async () => {
  const { rows } = await openTable(streamed('<!doctype html><title>Shop</title>'))
  expect(await read(rows)).toMatchObject([
    { stopped: true, faults: [{ remedy: expect.stringMatching(/saved page/) }] },
  ])
})

test('arbitrary bytes, plain and gzip, never throw and are read to their end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, packed) => {
      const { rows, mapping } = await preview(
        await openTable(streamed(packed ? gzipSync(bytes) : bytes)),
      )
      expect(rows.length).toBeLessThanOrEqual(20)
      expect(mapping.currency).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})
