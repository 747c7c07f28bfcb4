import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SellerPortfolio } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, runCliProcess } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-sellers-'))
})
afterAll(() => rm(folder, { recursive: true }))

const brands = ['Gucci', 'Prada', 'Louis Vuitton', 'Hermes', 'Chanel']
const prices: Record<string, string> = { cheap: '35', usual: '2400' }

function row(seller: string | undefined, at: number, kind: string, rest: object = {}): string {
  return JSON.stringify({
    id: `${seller ?? 'none'}-${at}`,
    marketplace: 'plaza',
    title: `${brands[at % brands.length]} handbag new`,
    condition: 'new',
    price: { amount: prices[kind], currency: 'USD' },
    ...(seller !== undefined && { seller: { id: seller } }),
    ...rest,
  })
}

const ten = Array.from({ length: 10 }, (_, at) => at)
const rows = [
  ...ten.map((at) => row('Bargains', at, at === 9 ? 'usual' : 'cheap')),
  // An ID that differs by case, and the same ID elsewhere, are other sellers.
  ...ten.map((at) => row('bargains', at, 'usual')),
  ...ten.map((at) => row('Bargains', at, 'usual', { marketplace: 'bazaar' })),
  row('one-bargain', 0, 'cheap'),
  ...ten.map((at) => row('one-brand', 5 * at, 'cheap')),
  ...ten.map((at) => row(undefined, at, 'cheap')),
  ...ten.map((at) => row('', at, 'cheap')),
  // One listing that was seen ten times.
  ...ten.map(() => row('seen-often', 1, 'cheap')),
]

async function screen(lines: readonly string[], extra: string[] = []) {
  const [input, out, sellers] = ['in.ndjson', 'out.ndjson', 'sellers.ndjson'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  await writeFile(input, `${lines.join('\n')}\n`)
  const args = ['screen', '--in', input, '--out', out, '--sellers', sellers, ...extra]
  const { code, err } = await runCli(args)
  expect(code, err).toBe(0)
  const read = async (path: string) =>
    (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '')
  return { err, out: await read(out), sellers: await read(sellers) }
}

type Assessed = { listing: string; verdict: string; signals: { code: string }[] }
const portfolioCodes = (line: string) =>
  (JSON.parse(line) as Assessed).signals
    .map(({ code }) => code)
    .filter((code) => code.startsWith('seller.portfolio-'))

test('each seller gets a line with the counted facts; listings get the facts of the others', async () => {
  const { err, out, sellers } = await screen(rows)
  const portfolios = sellers.map((line) => SellerPortfolio.parse(JSON.parse(line)))
  expect(err).toContain('Judged 6 sellers by their listings: 1 flagged.')
  expect(portfolios[0]).toMatchObject({
    marketplace: 'plaza',
    seller: 'Bargains',
    listings: 10,
    flagged: true,
    facts: [
      { code: 'seller.portfolio-prices', count: 9, of: 10, params: { brands: 5 } },
      { code: 'seller.portfolio-same-price', count: 9, of: 10 },
    ],
  })
  expect(portfolios.slice(1).map(({ flagged }) => flagged)).toEqual(Array(5).fill(false))
  expect(
    portfolios.map(({ marketplace, seller, listings }) => [marketplace, seller, listings]),
  ).toContainEqual(['plaza', 'seen-often', 1])
  // Listings of the flagged seller alone, and none above a request for proof.
  const shown = out.filter((line) => portfolioCodes(line).length > 0)
  expect(shown).toHaveLength(10)
  expect(shown[0]).toContain('8 of 9, of 5 brands')
  for (const line of out)
    expect(['clear', 'ask-proof']).toContain((JSON.parse(line) as Assessed).verdict)
  // A listing at a usual price has no fact of its own: its seller’s other listings do not open it.
  expect((JSON.parse(out[9]!) as Assessed).verdict).toBe('clear')
})

test('the order of the listings, threads and standard input change nothing', async () => {
  const forward = await screen(rows)
  const sorted = (lines: readonly string[]) =>
    lines.map((line) => JSON.stringify({ ...(JSON.parse(line) as object), line: 0 })).sort()
  const backward = await screen(rows.toReversed(), ['--threads', '2'])
  expect(backward.sellers).toEqual(forward.sellers)
  expect(sorted(backward.out)).toEqual(sorted(forward.out))
  const file = join(folder, 'piped.ndjson')
  const temporary = await mkdtemp(join(folder, 'temporary-'))
  const { code, out } = await runCliProcess(
    ['screen', '--in', '-', '--out', '-', '--sellers', file],
    { input: `${rows.join('\n')}\n`, env: { TMPDIR: temporary } },
  )
  expect(code).toBe(0)
  expect((await readFile(file, 'utf8')).split('\n').filter(Boolean)).toEqual(forward.sellers)
  expect(out.split('\n').filter(Boolean)).toEqual(forward.out)
  // The copy of standard input is gone.
  expect(await readdir(temporary)).toEqual([])
})

test('without --sellers no listing is judged by others', async () => {
  const { code, out } = await runCli(['screen', '--in', '-', '--out', '-'], {
    input: `${rows.join('\n')}\n`,
  })
  expect(code).toBe(0)
  expect(out).not.toContain('seller.portfolio-')
})

test('two outputs on standard output are refused', async () => {
  const { code, err } = await runCli(['screen', '--in', '-', '--out', '-', '--sellers', '-'])
  expect(code).toBe(1)
  expect(err).toContain('--out and --sellers cannot both be standard output')
})
