import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyEmbedder } from '@touchstone/recognition/testing/networks'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-pictures-'))
const [references, queries] = [join(folder, 'references'), join(folder, 'queries')]

/** A picture of randomly placed boxes. */
function boxes(seed: number): Sharp {
  const drawn = Array.from({ length: 30 }, (_, each) => {
    const at = (step: number): number => (seed * 7919 + each * step * 104_729) % 97
    return `<rect x="${at(3) * 3}" y="${at(5) * 2}" width="${20 + at(7)}" height="${10 + at(11) / 2}" fill="hsl(${at(13) * 4},60%,${at(17)}%)"/>`
  })
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 300 200">${drawn.join('')}</svg>`
  return sharp(Buffer.from(drawing)).flatten({ background: '#fff' })
}

async function put(path: string, content: Sharp | string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const bytes = typeof content === 'string' ? Buffer.from(content) : await content.toBuffer()
  writeFileSync(path, bytes)
}

beforeAll(async () => {
  await put(join(references, 'bag.png'), boxes(1).png())
  await put(join(references, 'shoes', 'front.jpg'), boxes(2).jpeg())
  await put(join(references, 'watch.webp'), boxes(3).webp())
  await put(join(references, 'list.txt'), 'three pictures')
  await put(join(references, '.thumbnails', 'bag.png'), boxes(1).png())
  await put(join(queries, '1-same.png'), boxes(1).png())
  await put(join(queries, '2-smaller.jpg'), boxes(2).resize(450).jpeg({ quality: 60 }))
  await put(join(queries, '3-mirrored.png'), boxes(3).flop().png())
  await put(join(queries, '4-other.png'), boxes(4).png())
  await put(join(queries, '5-empty.jpg'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (out: string, ...more: string[]) =>
  runCli([
    'match-images',
    '--references',
    references,
    '--queries',
    queries,
    '--out',
    join(folder, out),
    ...more,
  ])

const linesOf = (name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('every picture gets one line with the references that it shows', async () => {
  const ran = await run('matches.ndjson', '--rejects', join(folder, 'rejects.ndjson'))
  expect(ran).toMatchObject({ code: 0, out: '' })
  expect(linesOf('matches.ndjson')).toEqual([
    {
      query: '1-same.png',
      matches: [
        {
          reference: 'bag.png',
          score: expect.any(Number),
          kind: 'exact',
          transformation: expect.objectContaining({
            mirrored: false,
            turned: 0,
            scale: 1,
            shown: 1,
          }),
          changes: {},
          edits: '',
          queryPolygon: [
            [0, 0],
            [900, 0],
            [900, 600],
            [0, 600],
          ],
          referencePolygon: [
            [0, 0],
            [900, 0],
            [900, 600],
            [0, 600],
          ],
        },
      ],
    },
    {
      query: '2-smaller.jpg',
      matches: [
        expect.objectContaining({
          reference: 'shoes/front.jpg',
          kind: 'near-duplicate',
          edits: 'reduced to 50%',
          queryPolygon: [
            [0, 0],
            [450, 0],
            [450, 300],
            [0, 300],
          ],
        }),
      ],
    },
    {
      query: '3-mirrored.png',
      matches: [
        expect.objectContaining({
          reference: 'watch.webp',
          kind: 'mirrored',
          changes: { mirrored: true },
          edits: 'mirrored',
          referencePolygon: [
            [900, 0],
            [0, 0],
            [0, 600],
            [900, 600],
          ],
        }),
      ],
    },
    { query: '4-other.png', matches: [] },
    {
      query: '5-empty.jpg',
      matches: [],
      refused: { reason: 'empty', message: 'it is empty' },
    },
  ])
  for (const { matches } of linesOf('matches.ndjson'))
    for (const { score } of matches) expect(score).toBeGreaterThan(0.9)
  expect(linesOf('rejects.ndjson')).toEqual([
    {
      folder: 'references',
      file: 'list.txt',
      reason: 'no-picture',
      message: 'its bytes are no picture',
    },
    { folder: 'queries', file: '5-empty.jpg', reason: 'empty', message: 'it is empty' },
  ])
  expect(ran.err).toMatch(/^Not read in references: list\.txt: its bytes are no picture\n/)
  expect(ran.err).toMatch(/5 pictures compared with 3 reference images in .*: 3 with matches\n$/)
})

test('the same matches on any number of threads', async () => {
  await run('one.ndjson', '--threads', '1')
  await run('four.ndjson', '--threads', '4')
  expect(readFileSync(join(folder, 'four.ndjson'))).toEqual(
    readFileSync(join(folder, 'one.ndjson')),
  )
})

test('a folder that is not there is named, and nothing is written', async () => {
  const ran = await runCli([
    'match-images',
    '--references',
    join(folder, 'gone'),
    '--queries',
    queries,
    '--out',
    join(folder, 'none.ndjson'),
  ])
  expect(ran.code).toBe(1)
  expect(ran.err).toContain('--references')
  expect(() => readFileSync(join(folder, 'none.ndjson'))).toThrow()
})

const network = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes)
  return `${join(folder, name)}@sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

test('a network of one’s own adds hints below every copy, and one that does not fit is refused', async () => {
  const fit = network(
    'same-goods.onnx',
    tinyEmbedder('design-embedder', { 'touchstone.from': '0.1' }),
  )
  expect(await run('hinted.ndjson', '--design-embedder', fit)).toMatchObject({ code: 0 })
  const hinted = linesOf('hinted.ndjson').find(({ query }) => query === '2-smaller.jpg')
  const [copy, ...hints] = hinted.matches
  expect(copy).toMatchObject({ reference: 'shoes/front.jpg' })
  expect(copy.score).toBeGreaterThan(0.9)
  expect(hints.length).toBeGreaterThan(0)
  for (const { kind, score } of hints) {
    expect(kind).toBe('same-product')
    expect(score).toBeLessThan(0.5)
  }
  const wrong = await run('refused.ndjson', '--copy-embedder', fit)
  expect(wrong.code).not.toBe(0)
  expect(wrong.err).toContain('it is a design-embedder, no copy-embedder')
  const other = await run('refused.ndjson', '--copy-embedder', `${fit.slice(0, -1)}x`)
  expect(other.err).toContain('write the file and its SHA-256')
})
