import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-engine-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url))
const asOf = '2026-12-01T00:00:00Z'

async function screened(cache: string, threads = 1): Promise<string> {
  const output = join(folder, 'assessments.ndjson')
  const files = ['--catalog', sample('catalog.json'), '--in', sample('listings.ndjson')]
  const options = ['--as-of', asOf, '--threads', String(threads), '--out', output]
  const env = { DATA_DIR: cache }
  expect((await runCli(['screen', ...files, ...options], { env })).code).toBe(0)
  return readFileSync(output, 'utf8')
}

const enginesIn = (cache: string): string[] => readdirSync(join(cache, 'engines'))

test('an engine is compiled once, and by its file assesses the same on one thread and on two', async () => {
  const cache = join(folder, 'cache')
  const compiled = await screened(cache)
  const [name] = enginesIn(cache)
  expect(name).toMatch(/^[0-9a-f]{64}\.engine$/)
  const bytes = readFileSync(join(cache, 'engines', name ?? ''))
  expect(await screened(cache)).toBe(compiled)
  expect(await screened(cache, 2)).toBe(compiled)
  expect(enginesIn(cache)).toEqual([name])
  expect(readFileSync(join(cache, 'engines', name ?? '')).equals(bytes)).toBe(true)
})

test('build writes the file that screen looks for, and inspect shows what it is', async () => {
  const cache = join(folder, 'built')
  const env = { DATA_DIR: cache }
  const built = await runCli(['engine', 'build', '--catalog', sample('catalog.json')], { env })
  expect(built.code).toBe(0)
  const path = built.out.trim()
  const inspected = await runCli(['engine', 'inspect', path])
  expect(inspected.code).toBe(0)
  expect(inspected.out).toMatch(/^engine {3}recognition@.*\ndigest {3}[0-9a-f]{64}\n/)
  expect(inspected.out).toContain('checksum correct')
  await screened(cache)
  expect(enginesIn(cache)).toHaveLength(1)
})

test('a damaged, torn, foreign or oversized engine is refused in a sentence', async () => {
  const built = await runCli(['engine', 'build', '--no-starter-pack', '--out', folder, ...own()])
  const path = built.out.trim()
  const bytes = readFileSync(path)
  const broken = join(folder, 'broken.engine')
  const inspect = async (change: (content: Buffer) => Buffer): Promise<string> => {
    writeFileSync(broken, change(Buffer.from(bytes)))
    const { code, err } = await runCli(['engine', 'inspect', broken])
    expect(code).toBe(1)
    expect(err).toContain('build it again with touchstone engine build')
    return err
  }
  const flipped = (at: number) => (content: Buffer) => {
    content[at] = (content[at] ?? 0) ^ 1
    return content
  }
  for (const at of [20, 40, 100, bytes.length - 1])
    expect(await inspect(flipped(at))).toContain('do not match their checksum')
  expect(await inspect((content) => content.subarray(0, 1000))).toContain('cut short')
  expect(await inspect((content) => content.subarray(0, 30))).toContain('is cut short')
  expect(await inspect(() => Buffer.alloc(0))).toContain('is no compiled engine')
  expect(await inspect(() => Buffer.from('{"brands": []}'))).toContain('is no compiled engine')
  expect(await inspect(flipped(16))).toContain('another version of Touchstone')
  truncateSync(broken, 2 ** 30)
  const { err } = await runCli(['engine', 'inspect', broken])
  expect(err).toContain('larger than 512 MiB')
})

function own(): string[] {
  return ['--catalog', sample('catalog.json')]
}

test('a damaged engine in the cache is compiled again', async () => {
  const cache = join(folder, 'damaged')
  const compiled = await screened(cache)
  const [name = ''] = enginesIn(cache)
  const path = join(cache, 'engines', name)
  const bytes = readFileSync(path)
  truncateSync(path, 5000)
  expect(await screened(cache)).toBe(compiled)
  expect(readFileSync(path).equals(bytes)).toBe(true)
})

test('a cache that cannot be written stops nothing', async () => {
  const blocked = join(folder, 'a-file')
  writeFileSync(blocked, '')
  expect(await screened(blocked)).toBe(await screened(join(folder, 'cache')))
})

test('other catalogs have other engines, of which the last four are kept', async () => {
  const cache = join(folder, 'many')
  for (let at = 0; at < 6; at++) {
    const catalog = join(folder, `catalog-${at}.json`)
    writeFileSync(catalog, JSON.stringify({ brands: [{ id: `b${at}`, name: `Velmoraq ${at}` }] }))
    const options = ['--catalog', catalog, '--no-starter-pack']
    expect((await runCli(['engine', 'build', ...options], { env: { DATA_DIR: cache } })).code).toBe(
      0,
    )
  }
  expect(enginesIn(cache)).toHaveLength(4)
})
