import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-reading-'))
const images = join(folder, 'images')
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  mkdirSync(join(images, '1'), { recursive: true })
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><rect width="600" height="200" fill="#fff"/><text x="40" y="110" font-size="40" font-family="DejaVu Sans">top replica</text></svg>`
  await sharp(Buffer.from(drawing))
    .jpeg()
    .toFile(join(images, '1', 'a.jpg'))
  writeFileSync(join(images, 'broken.jpg'), Buffer.from('\xff\xd8\xff\xe0', 'latin1'))
  const listing = (id: string, ...paths: string[]) =>
    JSON.stringify({ id, title: 'Rolex watch', images: paths.map((path) => ({ path })) })
  const lines = [
    listing('plain'),
    listing('worded', 'broken.jpg', '1/a.jpg'),
    'no listing',
    listing('missing', 'gone.jpg', '../offers.ndjson'),
    listing('again', '1/a.jpg'),
  ]
  writeFileSync(at('offers.ndjson'), lines.join('\n'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rowsOf = (name: string) =>
  readFileSync(at(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const screen = (out: string, ...more: string[]) =>
  runCli(['screen', '--in', at('offers.ndjson'), '--out', at(out), '--images', images, ...more])

test('read-images writes a line for each picture, refused ones too', async () => {
  const ran = await runCli(['read-images', '--images', images, '--out', at('read.ndjson')])
  expect(ran).toMatchObject({ code: 0, out: '' })
  expect(ran.err).toContain('2 pictures in')
  const [first, second, ...rest] = rowsOf('read.ndjson')
  expect(rest).toEqual([])
  expect(first).toMatchObject({ image: '1/a.jpg', reading: { lines: [{ text: 'top replica' }] } })
  expect(second).toMatchObject({ image: 'broken.jpg', refused: { reason: 'damaged' } })
})

test('screen reads the pictures of listings, and assesses them without an unreadable one', async () => {
  const ran = await screen('out.ndjson', '--threads', '1')
  expect(ran.code).toBe(0)
  expect(ran.err).toContain('Picture not read: broken.jpg: it is damaged')
  expect(ran.err).toContain('Picture not read: gone.jpg: it cannot be read (ENOENT)')
  expect(ran.err).toContain('Picture not read: ../offers.ndjson: it is outside the folder')
  const rows = rowsOf('out.ndjson')
  expect(rows.map(({ listing, line }) => [listing, line])).toEqual([
    ['plain', 1],
    ['worded', 2],
    ['missing', 4],
    ['again', 5],
  ])
  const [plain, worded, missing, again] = rows
  expect(worded.signals[0]).toMatchObject({
    code: 'text.quality-grade',
    evidence: { field: 'pictures/1/lines/0', image: 1 },
  })
  expect(again.signals[0].evidence.field).toBe('pictures/0/lines/0')
  expect(missing.probability).toBe(plain.probability)
})

test('without text, pictures change nothing but what codes say', async () => {
  const ran = await screen('codes.ndjson', '--no-picture-text')
  expect(ran.code).toBe(0)
  for (const { signals } of rowsOf('codes.ndjson'))
    expect(signals.map(({ code }: { code: string }) => code)).not.toContain('text.quality-grade')
})
