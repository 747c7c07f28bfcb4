import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import writeWorkbook from 'write-excel-file/node'
import { afterAll, expect, test } from 'vitest'
import { loadedModules, main } from './loaded-modules.ts'
import { runCli, type Ran } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-tables-'))
afterAll(() => rmSync(folder, { recursive: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const catalog = put(
  'catalog.json',
  JSON.stringify({ brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['bag'] }] }),
)

type Row = { listing: string; line: number; verdict: string }

async function screen(path: string, ...more: string[]): Promise<Ran & { rows: Row[] }> {
  const ran = await runCli(['screen', '--catalog', catalog, '--in', path, '--out', '-', ...more])
  const lines = ran.out.split('\n').filter((line) => line !== '')
  return { ...ran, rows: lines.map((line) => JSON.parse(line) as Row) }
}

const table =
  'SKU;Title;Price\nA-1;Velmoraq bag replica 1:1 mirror quality;20,00 €\nA-2;"Tasche,\nschön";5,00 €\nA-3;Cotton shirt;9,00 €\n'
const german = table
  .replaceAll(' €', ' EUR')
  .replace('Cotton shirt', 'Weiße Größe für den schönen Frühling, natürlich aus Österreich')
const three = [
  { listing: 'A-1', line: 2 },
  { listing: 'A-2', line: 3 },
  { listing: 'A-3', line: 5 },
]

test('a table gives the same assessments as its listings in NDJSON, with the lines of the file', async () => {
  const { code, rows, err } = await screen(put('export.csv', table))
  expect([code, rows.length]).toEqual([0, 3])
  expect(rows).toMatchObject(three)
  expect(err).toContain('Read csv in utf-8: SKU → id, Title → title, Price → price.\n')
  const ndjson = [
    { id: 'A-1', title: 'Velmoraq bag replica 1:1 mirror quality' },
    { id: 'A-2', title: 'Tasche,\nschön' },
    { id: 'A-3', title: 'Cotton shirt' },
  ].map((listing, at) =>
    JSON.stringify({
      ...listing,
      price: { amount: ['20.00', '5.00', '9.00'][at], currency: 'EUR' },
    }),
  )
  const same = await screen(put('export.ndjson', ndjson.join('\n')))
  const withoutLine = (each: Row): object => ({ ...each, line: 0 })
  expect(rows.map(withoutLine)).toEqual(same.rows.map(withoutLine))
})

test.each([
  ['windows-1252', Buffer.from(german, 'latin1'), 'export-1252.csv'],
  ['utf-16le', Buffer.from(`\ufeff${table}`, 'utf16le'), 'export-16.txt'],
  ['gzip', gzipSync(table), 'export.csv.gz'],
  ['tabs', table.replaceAll('"', '').replace(',\n', ', ').replaceAll(';', '\t'), 'export.tsv'],
])('%s is read', async (kind, content, name) => {
  const { code, rows, out } = await screen(put(name, content))
  expect(code).toBe(0)
  expect(rows.map(({ listing }) => listing)).toEqual(['A-1', 'A-2', 'A-3'])
  if (kind !== 'tabs') expect(rows).toMatchObject(three)
  expect(out).not.toContain('\ufffd')
})

test('rows that are no listings are rejected with their line, and the others assessed', async () => {
  const rejects = join(folder, 'rejects.ndjson')
  const broken = `id,title\nb-1,One\n${'x'.repeat(300)},Two\nb-3,Three\n`
  const path = put('broken.csv', broken)
  const { code, rows } = await screen(path, '--rejects', rejects)
  expect([code, rows.map(({ line }) => line)]).toEqual([0, [2, 4]])
  const [reject] = readFileSync(rejects, 'utf8').split('\n')
  expect(JSON.parse(reject ?? '')).toMatchObject({ line: 3, pointer: '/id' })
  expect((await screen(path, '--strict')).code).toBe(2)
  const none = await screen(put('none.csv', `id,title\n${'x'.repeat(300)},Two\n`))
  expect([none.code, none.rows]).toEqual([1, []])
  expect(none.err).toContain('line 2: /id')
})

test('a workbook is read by its content, in full detail with sellers, and lean with its words', async () => {
  const bytes = await writeWorkbook([
    ['My shop, listings of November', null, null],
    [null, null, null],
    ['SKU', 'Title', 'Seller ID'],
    ['A-1', 'Velmoraq bag replica 1:1 mirror quality', 's-1'],
    ['A-2', 'Cotton shirt', 's-1'],
  ]).toBuffer()
  const path = put('listings.bin', bytes)
  const sellers = join(folder, 'sellers.ndjson')
  const { code, rows, out } = await screen(path, '--sellers', sellers)
  expect(code).toBe(0)
  expect(rows).toMatchObject([
    { listing: 'A-1', line: 4 },
    { listing: 'A-2', line: 5 },
  ])
  expect(readFileSync(sellers, 'utf8')).toContain('"s-1"')
  const lean = join(folder, 'lean.ndjson')
  const full = await screen(path)
  await runCli(['screen', '--catalog', catalog, '--in', path, '--out', lean, '--detail', 'lean'])
  const words = await runCli(['words', '--in', lean, '--listings', path, '--out', '-'])
  expect([words.code, words.out]).toEqual([0, full.out])
  expect(out).not.toBe('')

  const torn = await screen(put('torn.xlsx', bytes.subarray(0, bytes.length / 2)))
  expect([torn.code, torn.rows]).toEqual([1, []])
  expect(torn.err).toMatch(/torn\.xlsx cannot be read from line 1 on: it .*\. 0 rows before that/)
})

test('an empty file, NDJSON under the name of a table and an unclear encoding', async () => {
  const empty = await screen(put('empty.csv', ''))
  expect([empty.code, empty.err]).toEqual([0, 'The input contains no listings.\n'])
  const ndjson = await screen(put('really.csv', '{"id":"a","title":"Shirt"}\n'))
  expect([ndjson.code, ndjson.rows.length]).toEqual([0, 1])
  // Letters that are words in Greek and in Cyrillic.
  const bytes = Buffer.concat([Buffer.from('id,title\n1,'), Buffer.from([0xc4, 0xe5, 0xf3, 0xf4])])
  const path = put('unclear.csv', bytes)
  const { code, err } = await screen(path)
  if (code === 1) expect(err).toContain('name it with --encoding')
  const named = await screen(path, '--encoding', 'windows-1253')
  expect([named.code, named.rows.length]).toEqual([0, 1])
})

test('NDJSON does not load the readers of tables', () => {
  const path = put('one.ndjson', '{"id":"a","title":"Shirt"}\n')
  const loaded = loadedModules(main, ['screen', '--in', path, '--out', '/dev/null'])
  expect(loaded).toContain('stream/listing-input.ts')
  expect(loaded.filter((name) => /listing-table|formats\//.test(name))).toEqual([])
})

test('four times the rows of a table retain hardly more memory', async () => {
  const program = fileURLToPath(new URL('./screen-memory.ts', import.meta.url))
  const most = async (rows: number): Promise<number> => {
    const lines = Array.from(
      { length: rows },
      (_, at) => `${at},Cotton shirt ${'words '.repeat(40)}`,
    )
    const path = put(`${rows}.csv`, `id,title\n${lines.join('\n')}\n`)
    const args = ['--expose-gc', '--conditions=touchstone-source', program, path]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const read = JSON.parse(stdout) as { rows: number; most: number }
    expect(read.rows).toBe(rows)
    return read.most
  }
  expect(((await most(200_000)) - (await most(50_000))) / 1024 / 1024).toBeLessThan(20)
})
