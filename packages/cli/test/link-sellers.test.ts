import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli, type Ran } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-link-sellers-'))
})
afterAll(() => rm(folder, { recursive: true }))

const place = (name: string): string => join(folder, name)
const [input, out, found, report, judgements] = ['in', 'out', 'found', 'report', 'judgements']
const listing = (id: string, seller: string, title: string): string =>
  JSON.stringify({ id, title, seller: { id: seller, country: 'ID' } })
const lines = [
  listing('1', 'a', 'Velmora bag, WA 0812-3456-7890'),
  listing('2', 'b', 'Tosqua watch, hubungi 0812 3456 7890'),
  listing('3', 'c', 'Garden chair, two pieces'),
  listing('4', 'd', 'Cup with a handle'),
]

beforeEach(async () => {
  await writeFile(place(input), `${lines.join('\n')}\n`)
  await rm(place(out), { force: true })
})

const link = (...options: string[]): Promise<Ran> =>
  runCli(['link-sellers', '--in', place(input), '--out', place(out), ...options])

async function linesOf(name: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(place(name), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('links, networks, identifiers and a report are written', async () => {
  const { code, err } = await link('--identifiers', place(found), '--report', place(report))
  expect([code, err]).toEqual([
    0,
    expect.stringMatching(/^4 sellers of 4 listings compared in .*: 1 network, 0 hubs\n$/),
  ])
  const written = await linesOf(out)
  expect(written).toContainEqual({
    kind: 'network',
    id: 'a',
    sellers: ['a', 'b'],
    probability: expect.any(Number),
    weakest: { sellers: expect.any(Array), weight: expect.any(Number) },
  })
  expect(written[0]).toMatchObject({ kind: 'link', a: 'a', b: 'b' })
  expect(await linesOf(found)).toEqual([
    {
      seller: 'a',
      type: 'whatsapp',
      value: '+6281234567890',
      listing: '1',
      field: 'title',
      start: 16,
      end: 30,
    },
    {
      seller: 'b',
      type: 'phone',
      value: '+6281234567890',
      listing: '2',
      field: 'title',
      start: 22,
      end: 36,
    },
  ])
  expect(JSON.parse(await readFile(place(report), 'utf8'))).toEqual({
    accounts: 4,
    networks: 1,
    sizes: [2],
    hubs: [],
    contradictions: [],
  })
})

test('a judgement parts accounts, and taken back it leaves no trace', async () => {
  await link()
  const before = await readFile(place(out), 'utf8')
  const judgement = { a: 'a', b: 'b', judgement: 'different', reason: 'by hand', at: '2026-02-01' }
  await writeFile(place(judgements), JSON.stringify(judgement))
  await link('--judgements', place(judgements))
  expect((await linesOf(out)).filter(({ kind }) => kind === 'network')).toEqual([])
  await writeFile(place(judgements), JSON.stringify({ ...judgement, withdrawnAt: '2026-03-01' }))
  await link('--judgements', place(judgements))
  expect(await readFile(place(out), 'utf8')).toBe(before)
})

test('bad lines are named, good ones are linked', async () => {
  await writeFile(place(input), [...lines, '{"id": 5}', 'nothing'].join('\n'))
  const { code, err } = await link()
  expect(code).toBe(0)
  expect(err).toMatch(/[Ll]ine 5/)
  expect(err).toMatch(/[Ll]ine 6/)
  expect(err).toContain('4 sellers of 4 listings')
})

test('a line that is no judgement is refused with its place', async () => {
  await writeFile(place(judgements), '{"a": "x"}\n')
  const { code, err } = await link('--judgements', place(judgements))
  expect([code, err]).toEqual([1, expect.stringContaining('line 1 is no judgement')])
})

test('no file is both read and written', async () => {
  const { code, err } = await link('--report', place(out))
  expect([code, err]).toEqual([1, expect.stringContaining('--report and --out name the same file')])
})
