import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli, type Ran } from './run-cli.ts'

let folder: string
let [fields, table, out] = ['', '', '']
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-link-records-'))
})
afterAll(() => rm(folder, { recursive: true }))

const plan = { id: 'no', columns: { name: 'name', born: 'date', phone: 'phone' } }
const rows = [
  'no, name, born, phone',
  '1, Mira Kolvan, 1970-02-03, +62 812 0000 1111',
  '2, Mira Kolvann, 1970-02-03, 0812-0000-1111',
  '3, Otto Brenner, 1981-12-09, +49 30 000 2222',
  '4, Sana Ilkova, 1966-07-30, +44 20 0000 3333',
]

beforeEach(async () => {
  fields = join(folder, 'fields.json')
  table = join(folder, 'table.csv')
  out = join(folder, 'out.ndjson')
  await writeFile(fields, JSON.stringify(plan))
  await writeFile(table, rows.join('\n'))
  await rm(out, { force: true })
})

const link = (): Promise<Ran> =>
  runCli(['link-records', '--fields', fields, '--in', table, '--out', out])

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('records of one owner are written as a link with reasons and a network', async () => {
  const { code, err } = await link()
  expect([code, err]).toEqual([
    0,
    expect.stringMatching(/^4 records compared in .*: 1 link, 1 network\n$/),
  ])
  expect(await linesOf(out)).toEqual([
    {
      kind: 'link',
      a: '1',
      b: '2',
      probability: expect.any(Number),
      weight: expect.any(Number),
      reasons: expect.arrayContaining([
        {
          code: 'record.same-without-prefix',
          family: 'phone',
          weight: expect.any(Number),
          detail: 'phone: same without prefix',
          values: ['6281200001111', '081200001111'],
        },
      ]),
    },
    {
      kind: 'network',
      id: '1',
      sellers: ['1', '2'],
      probability: expect.any(Number),
      weakest: { sellers: expect.any(Array), weight: expect.any(Number) },
    },
  ])
})

test('the order of the rows changes nothing', async () => {
  await link()
  const expected = await readFile(out, 'utf8')
  await writeFile(table, [rows[0], ...rows.slice(1).toReversed()].join('\n'))
  await link()
  expect(await readFile(out, 'utf8')).toBe(expected)
})

test('bad rows are named, good ones are linked', async () => {
  await writeFile(
    table,
    [...rows, '1, Other, 1990-01-01, 5', ', Nameless, 1990-01-01, 6'].join('\n'),
  )
  const { code, err } = await link()
  expect(code).toBe(0)
  expect(err).toContain('Line 6: the ID 1 occurs before; give each row its own')
  expect(err).toContain('Line 7: no is empty; write an ID')
  expect(err).toContain('4 records compared')
})

test('a column that the table lacks is named', async () => {
  await writeFile(fields, JSON.stringify({ ...plan, columns: { surname: 'name' } }))
  const { code, err } = await link()
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('has no column surname: its columns are no, name, born, phone'),
  ])
})

test('an unknown kind is refused with its place', async () => {
  await writeFile(fields, JSON.stringify({ id: 'no', columns: { name: 'nickname' } }))
  const { code, err } = await link()
  expect(code).toBe(1)
  expect(err).toContain('/columns/name')
})

test('the input is not overwritten', async () => {
  const { code, err } = await runCli([
    'link-records',
    '--fields',
    fields,
    '--in',
    table,
    '--out',
    table,
  ])
  expect(code).toBe(1)
  expect(err).toContain('--out names a file that is read')
})
