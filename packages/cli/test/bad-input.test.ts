import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'
import { runCli, startCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-bad-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Row = {
  line: number
  signals: { code: string; evidence?: { start?: number; end?: number; text?: string } }[]
}
type RejectedRow = { line: number; pointer: string; found: string; remedy: string }

function rowsOf<Kind>(text: string): Kind[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Kind)
}

const deep = '['.repeat(10_000) + ']'.repeat(10_000)
const title = 'Velmoraq replica'

test('bad rows are reported with line, field, value and fix, and the good ones between are kept', async () => {
  const rejects = join(folder, 'rejects.ndjson')
  const lines: [string | Uint8Array, string?][] = [
    [listingLine('first', { title })],
    ['{"title":"no id"}', '/id'],
    ['{"id":"no title"}', '/title'],
    [listingLine('long', { description: '包'.repeat(3_500_000) }), '/description'],
    [Buffer.from('{"id":"latin","title":"caf\xe9"}', 'latin1'), ''],
    ['{"id":"raw","title":"\u0000"}', ''],
    [listingLine('negative', { price: { amount: '-1', currency: 'USD' } }), '/price/amount'],
    [listingLine('lower', { price: { amount: '1', currency: 'usd' } }), '/price/currency'],
    [deep, ''],
    ['['.repeat(10_000), ''],
    [`{"id":"deep","title":${deep}}`, '/title'],
    [`{"id":"deeper","title":"${title}","extra":${deep}}`, '/extra'],
    [`{"id":"flat","title":"${title}","extra":${'['.repeat(63)}${']'.repeat(63)}}`],
    [listingLine('unknown', { title, price: { amount: '1', currency: 'XXQ' } })],
    [listingLine('last', { title })],
  ]
  const input = Buffer.concat(lines.flatMap(([line]) => [Buffer.from(line), Buffer.from('\n')]))
  const args = ['screen', '--in', '-', '--out', '-', '--rejects', rejects]
  const { code, out } = await runCli(args, { input })
  const numbered = lines.map(([, pointer], at) => [at + 1, pointer] as const)
  expect(code).toBe(0)
  expect(rowsOf<Row>(out).map(({ line }) => line)).toEqual(
    numbered.filter(([, pointer]) => pointer === undefined).map(([line]) => line),
  )
  const rejectedRows = rowsOf<RejectedRow>(await readFile(rejects, 'utf8'))
  expect(rejectedRows.map(({ line, pointer }) => [line, pointer])).toEqual(
    numbered.filter(([, pointer]) => pointer !== undefined),
  )
  for (const { found, remedy } of rejectedRows) {
    expect(found.length).toBeLessThanOrEqual(80)
    expect(remedy).toMatch(/^write /)
  }
})

test('NUL, lone surrogates and direction marks are accepted: offsets are right, output is escaped', async () => {
  const words = ['\u0000\ud800 replica \udc00', '\u202ereplica\u202c', 'rep\u202elica', '😀replica']
  const titles = words.map((text) => `Gucci ${text}`)
  const input = titles.map((text, at) => `${listingLine(`\u0000${at}\ud800`, { title: text })}\n`)
  const { code, out } = await runCli(['screen', '--in', '-', '--out', '-'], {
    input: input.join(''),
  })
  expect(code).toBe(0)
  expect(out).not.toContain('\u0000')
  expect(out).toContain('"listing":"\\u00000\\ud800"')
  const places = rowsOf<Row>(out).map(
    ({ signals }) => signals.find(({ code }) => code === 'text.replica-term')?.evidence,
  )
  expect(places).toHaveLength(titles.length)
  for (const [at, place] of places.entries()) {
    expect(titles[at]?.slice(place?.start, place?.end)).toBe(place?.text)
    expect(place?.text?.replace('\u202e', '')).toBe('replica')
  }
})

test('explain refuses the lines that screen refuses, and shows nothing that steers a terminal', async () => {
  const path = join(folder, 'explain.ndjson')
  const lines = [
    Buffer.from('{"id":"latin","title":"caf\xe9"}\n', 'latin1'),
    Buffer.from('\n{"id":"open\n'),
    Buffer.from(`${listingLine('big', { description: 'x'.repeat(17_000_000) })}\n`),
    Buffer.from(`${listingLine('steer', { title: 'a\u001b[2J\u0000\u202e Gucci replica' })}\n`),
  ]
  await writeFile(path, Buffer.concat(lines))
  const explain = (line: number) => runCli(['explain', '--in', path, '--line', String(line)])
  const refusals = [
    [1, /line 1: it is not valid UTF-8; found "\{.*; write the file as UTF-8/],
    [2, /line 2 is empty/],
    [3, /line 3: it is not JSON: .*; write one complete JSON object per line/],
    [4, /line 4: it is longer than 16 MiB; .*; shorten the description/],
  ] as const
  for (const [line, says] of refusals) {
    expect(await explain(line)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(says),
    })
  }
  const { code, out } = await explain(5)
  expect([code, out.split('\n')[0]]).toEqual([
    0,
    'a‹U+001B›[2J‹U+0000›‹U+202E› [Gucci]2 [replica]1',
  ])
})

test('an endless line is skipped as it arrives and the rows around it are kept', async () => {
  const { child, ended } = startCli(['screen', '--in', '-', '--out', '-'])
  child.stdin.write(`${listingLine('before')}\n{"id":"endless","title":"`)
  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  for (let sent = 0; sent < 200; sent++) {
    if (!child.stdin.write(megabyte))
      await new Promise((resolve) => child.stdin.once('drain', resolve))
  }
  child.stdin.end(`"}\n${listingLine('after')}\n`)
  const { code, out, err } = await ended
  expect([code, rowsOf<Row>(out).map(({ line }) => line)]).toEqual([0, [1, 3]])
  expect(err).toContain('line 2: it is longer than 16 MiB')
})
