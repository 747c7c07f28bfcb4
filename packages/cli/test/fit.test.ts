import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Weights, type Assessment } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingLine } from './builders.ts'
import { runCli } from './run-cli.ts'

let folder: string
let catalog: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-fit-'))
  catalog = await put('catalog.json', {
    brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['bag'] }],
  })
})
afterAll(() => rm(folder, { recursive: true }))

async function put(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

type Row = { label: 0 | 1; says: boolean; source: string }

/** Listings of both labels, 1 for counterfeit, some of which contain their own label. */
function rows(perClass: number, sourceOf: (label: 0 | 1, at: number) => string): Row[] {
  return ([0, 1] as const).flatMap((label) =>
    Array.from({ length: perClass }, (_, at) => ({
      label,
      says: label === 1 ? at % 10 < 6 : at % 40 === 0,
      source: sourceOf(label, at),
    })),
  )
}

function linesOf(list: readonly Row[]): string {
  const lines = list.map(({ label, says, source }, at) =>
    listingLine(at, {
      title: says ? 'Velmoraq bag replica 1:1 mirror quality' : 'Velmoraq bag, leather',
      seller: { id: `s${at % 20}` },
      label,
      source,
    }),
  )
  return `${lines.join('\n')}\n`
}

const options = (input: string, out: string): string[] => [
  'fit',
  '--catalog',
  catalog,
  '--no-starter-pack',
  '--as-of',
  '2026-11-25',
  '--in',
  input,
  '--out',
  out,
]

test('a fit is reported, written, and used only if --weights names it', async () => {
  const input = await put(
    'offers.ndjson',
    linesOf(rows(240, (_, at) => (at % 2 === 0 ? 'east' : 'west'))),
  )
  const file = join(folder, 'weights.json')
  const { code, out, err } = await runCli(options(input, file))
  expect([code, err]).toEqual([0, expect.stringMatching(/^Screened 480 listings/)])
  const weights = Weights.parse(JSON.parse(await readFile(file, 'utf8')))
  expect(weights.fittedOn).toEqual({ rows: 480, positives: 240, sellers: 20, sources: 2 })
  expect(weights.validation?.sources.map(({ source }) => source)).toEqual(['east', 'west'])
  expect(out).toMatch(/\ntext +150 +1\.00 +\d\.\d\d +± \d\.\d\d\n/)
  expect(out).toMatch(/\neast +240 +120 /)
  expect(out).toMatch(/Of the labelled listings, 50\.0 % are counterfeit\..*--field-share\./)
  expect(out).toContain(`These weights (${weights.id}) are used only if a command names them`)

  const command = ['explain', '--catalog', catalog, '--in', input, '--id', '240', '--json']
  const judge = async (more: string[]) => {
    const ran = await runCli([...command, ...more])
    return { said: ran.err, assessment: JSON.parse(ran.out) as Assessment }
  }
  const shipped = await judge([])
  expect([shipped.said, shipped.assessment.baseRate]).toEqual(['', 0.02])
  const fitted = await judge(['--weights', file])
  expect(fitted.assessment.engine).toBe(`${shipped.assessment.engine}+weights.${weights.id}`)
  expect(fitted.assessment.engine).toBe(`${weights.engine}+weights.${weights.id}`)
  expect(fitted.assessment.baseRate).toBeCloseTo(1 / (1 + Math.exp(-weights.intercept)), 12)
  const textOf = ({ signals }: Assessment) =>
    signals.filter(({ family }) => family === 'text').reduce((sum, { weight }) => sum + weight, 0)
  expect(textOf(fitted.assessment) / textOf(shipped.assessment)).toBeCloseTo(
    weights.families.text!.scale,
    9,
  )

  const screened = await runCli([
    'screen',
    '--catalog',
    catalog,
    '--in',
    input,
    '--out',
    '-',
    '--threads',
    '2',
    '--weights',
    file,
  ])
  const engines = screened.out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as Assessment).engine)
  expect(new Set(engines)).toEqual(new Set([fitted.assessment.engine]))
})

test('labels may be in a separate file; confounded ones give uncalibrated weights', async () => {
  const list = rows(210, (label) => (label === 1 ? 'seized' : 'shop'))
  const input = await put('plain.ndjson', linesOf(list).replaceAll(/,"label":[01]/g, ''))
  const labels = await put(
    'labels.ndjson',
    list
      .map(({ label, source }, at) => JSON.stringify({ listing: String(at), label, source }))
      .join('\n'),
  )
  const file = join(folder, 'confounded.json')
  const { code, out } = await runCli([...options(input, file), '--labels', labels])
  expect(code).toBe(0)
  expect(out).toMatch(/No validation: no source has labels of both classes, so label and source/)
  const weights = Weights.parse(JSON.parse(await readFile(file, 'utf8')))
  expect([weights.validation, weights.calibration]).toEqual([null, 'uncalibrated'])
  const { err } = await runCli(
    ['screen', '--catalog', catalog, '--in', '-', '--out', '-', '--weights', file],
    { input: listingLine(1) },
  )
  expect(err).toMatch(
    /^Note: the weights in .*confounded\.json are uncalibrated: use them to rank listings/,
  )
})

test('too few labels are refused with the number missing, and no file is left', async () => {
  const input = await put('few.ndjson', linesOf(rows(30, () => 'east')))
  const { code, err, out } = await runCli(options(input, join(folder, 'few.json')))
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(
    /touchstone: too few labels to fit weights: .*\n {2}label 1 .* 30 .* 170 more/,
  )
  expect((await readdir(folder)).filter((name) => name.startsWith('few.json'))).toEqual([])
  const shared = await runCli(options(input, input))
  expect([shared.code, shared.err]).toEqual([1, expect.stringMatching(/--out and --in name the/)])
})

test('a weights file with a fault is refused whole, with line, field and mend', async () => {
  const file = await put(
    'bad.json',
    '{\n  "id": "fit-1",\n  "version": 1,\n  "families": {\n    "text": { "scale": -1, "standardError": null }\n  }\n}',
  )
  const args = ['screen', '--catalog', catalog, '--in', '-', '--out', '-', '--weights', file]
  const { code, err, out } = await runCli(args, { input: listingLine(1) })
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^touchstone: the weights file .*bad\.json cannot be used:\n/)
  expect(err).toMatch(
    / {2}line 5: \/families\/text\/scale is out of range; found -1; write a number of at least 0\n/,
  )
})
