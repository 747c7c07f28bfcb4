import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Figures } from '@touchstone/evaluation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'
import { runCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-evaluate-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const lines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url))

const catalog = JSON.stringify({
  brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['bag'] }],
})
const catalogFile = () => put('catalog.json', catalog)

const fake = (id: string, over = {}) =>
  listingLine(id, { title: 'Velmoraq bag replica 1:1 mirror quality', ...over })
const plain = (id: string, over = {}) => listingLine(id, { title: `Cotton shirt, size M`, ...over })

test('the sample listings with labels give text, figures and one page', async () => {
  const truth = (await readFile(sample('truth.ndjson'), 'utf8')).trim().split('\n')
  const labels = truth.map((line, at) => {
    const { id, kind } = JSON.parse(line) as { id: string; kind: string }
    return { id, label: kind === 'fake', source: `source-${at % 2}` }
  })
  const [report, json] = [join(folder, 'report.html'), join(folder, 'figures.json')]
  const { code, out, err } = await runCli([
    'evaluate',
    '--catalog',
    sample('catalog.json'),
    '--in',
    sample('listings.ndjson'),
    '--labels',
    await put('labels.gz', gzipSync(lines(labels))),
    '--by',
    'source,language',
    '--report',
    report,
    '--json',
    json,
  ])
  expect([code, err]).toEqual([0, expect.stringMatching(/^Screened 2,000 listings/)])
  expect(out).toContain('Listings             2,000: ')
  expect(out).toMatch(/^source-0 +\d+ +\d+/m)
  const figures = JSON.parse(await readFile(json, 'utf8')) as Figures
  const positives = labels.filter(({ label }) => label).length
  expect(figures.all).toMatchObject({ rows: 2000, positives, negatives: 2000 - positives })
  expect(figures.slices.map(({ by }) => by)).toEqual(['source', 'language'])
  expect(figures.ranking.areaUnderRoc!.value).toBeGreaterThan(0.5)
  const html = await readFile(report, 'utf8')
  expect(html).toMatch(/^<!doctype html>/)
  expect(html).toContain('ROC, area')
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([])
})

test('without --labels each listing’s own label counts', async () => {
  const input = [
    fake('a', { label: 1, source: 'x' }),
    plain('b', { label: 0, source: 'x' }),
    plain('c', { label: null }),
    plain('d'),
    plain('e', { label: 'no' }),
  ].join('\n')
  const args = ['evaluate', '--catalog', await catalogFile(), '--in', '-', '--json', '-']
  const { code, out, err } = await runCli(args, { input })
  expect(code).toBe(0)
  const figures = JSON.parse(out) as Figures & { notes: string[] }
  expect(figures.all).toMatchObject({ rows: 2, positives: 1, negatives: 1 })
  expect(figures.notes).toContain('3 listings without a label left out.')
  expect(err).toContain('line 5: /label must be 0 or 1; found "no"; write 1 for counterfeit')
  expect(err).toContain('Area under ROC')
})

test('bad rows of both files are reported and do not stop the good ones', async () => {
  const input = [fake('a'), '{"id":"x"', plain('b'), plain('c')].join('\n')
  const labels = [
    '{"listing":"a","label":1}',
    '{"listing":"b","label":0}',
    '{"listing":"nobody","label":0}',
    '{"listing":"c","label":2}',
    'nonsense',
  ].join('\n')
  const rejects = join(folder, 'rejects.ndjson')
  const { code, out, err } = await runCli(
    [
      'evaluate',
      '--catalog',
      await catalogFile(),
      '--in',
      '-',
      '--rejects',
      rejects,
      '--labels',
      await put('labels.ndjson', labels),
    ],
    { input },
  )
  expect(code).toBe(0)
  expect(out).toContain('- 1 label matched no listing.')
  expect(out).toContain('- 1 listing without a label left out.')
  expect(err).toContain('1 line could not be read; the rejects file has the reasons.')
  expect(err).toContain('line 4: /label must be 0 or 1; found 2')
  expect(err).toContain('line 5: it is not JSON; found "nonsense"')
  const rejectLines = (await readFile(rejects, 'utf8')).trim().split('\n')
  expect(rejectLines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { line: 2, reason: expect.stringMatching('is not JSON') },
    { line: 4, pointer: '/label', in: 'labels' },
    { line: 5, in: 'labels' },
  ])
})

test('--strict stops at the first bad line of either file with code 2 and writes nothing', async () => {
  const report = join(folder, 'strict.html')
  const args = ['evaluate', '--catalog', await catalogFile(), '--in', '-', '--report', report]
  const labels = await put('bad-labels.ndjson', '{"listing":"a","label":1}\n{"label":1}\n')
  const badLabel = await runCli([...args, '--strict', '--labels', labels], { input: fake('a') })
  expect([badLabel.code, badLabel.err]).toEqual([2, expect.stringContaining('line 2: /listing')])
  const badRow = await runCli([...args, '--strict'], { input: `${fake('a', { label: 1 })}\nx\n` })
  expect([badRow.code, badRow.err]).toEqual([2, expect.stringContaining('line 2: it is not JSON')])
  const badOwn = await runCli([...args, '--strict'], { input: fake('a', { label: 'fake' }) })
  expect([badOwn.code, badOwn.err]).toEqual([2, expect.stringContaining('line 1: /label')])
  expect((await readdir(folder)).filter((name) => name.startsWith('strict'))).toEqual([])
})

test('a single class is measured, and reported as the only one', async () => {
  const report = join(folder, 'one-class.html')
  const args = ['evaluate', '--in', '-', '--report', report]
  const { code, out } = await runCli(args, { input: plain('a', { label: 0 }) })
  expect(code).toBe(0)
  expect(out).toContain('Area under ROC  – (needs both labels)')
  expect(out).toContain('No listing is labelled counterfeit')
  expect(await readFile(report, 'utf8')).toContain('none can be drawn')
})

test('input that cannot be measured is refused with a remedy', async () => {
  const stranger = await put('strangers.ndjson', '{"listing":"z","label":1}\n')
  const nothing: [string[], string][] = [
    [[], 'no listing has a label: name a --labels file'],
    [['--labels', stranger], 'none of 1 label matches any of 1 listing'],
    [['--labels', join(folder, 'missing')], 'missing does not exist: check the path'],
    [['--labels', '-'], '--in and --labels cannot both be standard input'],
    [['--by', 'colour'], 'Write names of this list: source,language,brand,marketplace,seller.'],
    [['--report', '-'], '--report writes a file'],
    [['--report', stranger, '--labels', stranger], 'name the same file'],
  ]
  for (const [options, message] of nothing) {
    const { code, out, err } = await runCli(['evaluate', '--in', '-', ...options], {
      input: plain('a'),
    })
    expect([code, out]).toEqual([/^error: /m.test(err) ? 2 : 1, ''])
    expect(err).toContain(message)
    expect(err).not.toMatch(/^ +at /m)
  }
})

test('an input that breaks off is measured until there, with exit code 1', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => plain(String(at), { label: 0 })).join('\n')
  const whole = gzipSync(rows)
  const path = await put('broken.gz', whole.subarray(0, whole.length - 2000))
  const { code, out } = await runCli(['evaluate', '--in', path])
  expect(code).toBe(1)
  expect(out).toMatch(/damaged gzip file .*only the lines before that were measured/)
})

test('the funnel says what each queue holds, sellers too, a day of so many listings', async () => {
  const input = Array.from({ length: 40 }, (_, at) =>
    at % 2 === 0
      ? fake(`f${at}`, { label: 1, marketplace: 'bazaar', seller: { id: `s${at}` } })
      : plain(`p${at}`, { label: 0, marketplace: 'bazaar', seller: { id: `s${at}` } }),
  ).join('\n')
  const listings = await put('funnel.ndjson', input)
  const sellers = join(folder, 'sellers.ndjson')
  const json = join(folder, 'funnel.json')
  const screened = ['--catalog', await catalogFile(), '--in', listings]
  await runCli(['screen', ...screened, '--out', join(folder, 'out.ndjson'), '--sellers', sellers])
  const { code, out } = await runCli([
    'evaluate',
    ...screened,
    '--sellers',
    sellers,
    '--per-day',
    '2000',
    '--json',
    json,
  ])
  expect(code).toBe(0)
  expect(out).toMatch(/^queue +held +precision here/m)
  expect(out).toMatch(/^Block +\d+/m)
  const { funnel } = JSON.parse(await readFile(json, 'utf8')) as Figures
  expect(funnel.perDay).toBe(2000)
  expect(funnel.queues.map(({ queue }) => queue)).toEqual([
    'block',
    'review',
    'impossible-price',
    'sellers',
    'ask-proof',
  ])
  const held = funnel.queues
    .filter(({ queue }) => queue !== 'sellers' && queue !== 'impossible-price')
    .reduce((sum, queue) => sum + queue.held, 0)
  expect(held).toBe(20)
  const other = await put('no-portfolios.ndjson', input)
  const wrong = await runCli(['evaluate', ...screened, '--sellers', other])
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('line 1 is no portfolio')])
})
