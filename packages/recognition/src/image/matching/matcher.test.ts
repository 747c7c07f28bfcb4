import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobs } from '../../../test/images/generated-images.ts'
import { remapped, sceneOf } from '../../../test/images/scene.ts'
import type { GrayPicture } from '../model.ts'
import { describePicture, type PictureDescription } from './description.ts'
import { Vocabulary } from '../visual-vocabulary/feature-words.ts'
import { PictureMatcher } from './matcher.ts'

const describe = (gray: GrayPicture): PictureDescription =>
  describePicture({ gray, format: 'png', width: gray.width, height: gray.height })

const size = { width: 300, height: 200 }
const scene = (seed: number): GrayPicture => sceneOf(seed, size.width, size.height)

function matcherOf(...seeds: number[]): PictureMatcher {
  const matcher = new PictureMatcher()
  for (const seed of seeds) matcher.add(`scene ${seed}`, describe(scene(seed)))
  return matcher
}

test('finds the picture itself and no other', () => {
  const matcher = matcherOf(1, 2, 3, 4)
  expect(matcher.match(describe(scene(3)))).toEqual([
    expect.objectContaining({ reference: 'scene 3', kind: 'exact' }),
  ])
  expect(matcher.match(describe(scene(5)))).toEqual([])
})

const turnings: [
  name: string,
  kind: string,
  turned: boolean,
  from: Parameters<typeof remapped>[2],
][] = [
  ['mirrored', 'mirrored', false, (x, y) => [size.width - 1 - x, y]],
  ['upside down', 'near-duplicate', false, (x, y) => [size.width - 1 - x, size.height - 1 - y]],
  ['turned by a quarter', 'near-duplicate', true, (x, y) => [y, size.height - 1 - x]],
  ['turned by a quarter and mirrored', 'mirrored', true, (x, y) => [y, x]],
]

test.each(turnings)(
  'a picture that is %s is found, corner for corner',
  (_name, kind, turned, from) => {
    const shownSize = turned ? { width: size.height, height: size.width } : size
    const shown = remapped(scene(2), shownSize, from)
    const [match] = matcherOf(1, 2, 3).match(describe(shown))
    expect(match).toMatchObject({ reference: 'scene 2', kind })
    match!.queryPolygon.forEach(([x, y], corner) => {
      const inside = (value: number, most: number): number => Math.min(Math.max(value, 0), most - 1)
      const [pointX, pointY] = from(inside(x, shownSize.width), inside(y, shownSize.height))
      const [wantedX, wantedY] = match!.referencePolygon[corner]!
      expect([inside(wantedX, size.width), inside(wantedY, size.height)]).toEqual([pointX, pointY])
    })
  },
)

test('references are added and removed at any time, and one of the same name is replaced', () => {
  const matcher = matcherOf(1, 2)
  matcher.add('scene 1', describe(scene(6)))
  expect(matcher.size).toBe(2)
  expect(matcher.match(describe(scene(1)))).toEqual([])
  expect(matcher.match(describe(scene(6)))).toHaveLength(1)
  expect(matcher.remove('scene 1')).toBe(true)
  expect(matcher.remove('scene 1')).toBe(false)
  expect(matcher.match(describe(scene(6)))).toEqual([])
})

test('the most probable are first, equal ones by name, and no more than requested', () => {
  const matcher = new PictureMatcher()
  for (const name of ['c', 'a', 'b']) matcher.add(name, describe(scene(1)))
  const changed = scene(1)
  matcher.add(
    '0',
    describe({
      ...changed,
      data: changed.data.map((value, at) => (at % size.width < 12 ? 255 - value : value)),
    }),
  )
  const names = (top: number): string[] =>
    matcher.match(describe(scene(1)), { top }).map(({ reference }) => reference)
  expect(names(10)).toEqual(['a', 'b', 'c', '0'])
  expect(names(2)).toEqual(['a', 'b'])
})

test('pictures without content are not distinguished from each other', () => {
  const plain = (tone: number): PictureDescription =>
    describe({ ...size, data: new Uint8Array(size.width * size.height).fill(tone) })
  const matcher = new PictureMatcher()
  matcher.add('white', plain(255))
  for (const { score } of matcher.match(plain(254))) expect(score).toBeLessThanOrEqual(0.5)
})

const vocabulary = new Vocabulary(
  readFileSync(join(import.meta.dirname, '../../../visual-vocabulary/visual-vocabulary.bin')),
)

test('with a vocabulary parts of a reference are found too, and where they lie', () => {
  const matcher = new PictureMatcher(vocabulary)
  for (const seed of [1, 2, 3, 4]) matcher.add(`scene ${seed}`, describe(scene(seed)))
  const part = remapped(scene(2), { width: 160, height: 120 }, (x, y) => [x + 90, y + 50])
  const [match] = matcher.match(describe(part))
  expect(match).toMatchObject({ reference: 'scene 2', kind: 'partial' })
  expect(match!.score).toBeGreaterThan(0.5)
  match!.queryPolygon.forEach(([x, y], corner) => {
    const [wantedX, wantedY] = match!.referencePolygon[corner]!
    expect(Math.hypot(x + 90 - wantedX, y + 50 - wantedY)).toBeLessThan(4)
  })
  expect(matcher.remove('scene 2')).toBe(true)
  expect(matcher.match(describe(part)).filter(({ score }) => score > 0.5)).toEqual([])
})

/** The goods of one scene, as a disc, on the ground of another. */
function composed(ground: GrayPicture, goods: GrayPicture): GrayPicture {
  const data = ground.data.map((tone, at) => {
    const across = (at % ground.width) / ground.width - 0.5
    const down = Math.floor(at / ground.width) / ground.height - 0.5
    return Math.hypot(across, down) < 0.32 ? (goods.data[at] ?? tone) : tone
  })
  return { ...ground, data }
}

test('the same ground behind other goods is not a copy, and is distinguished from it', () => {
  const large = (seed: number): GrayPicture => blobs(seed, 600, 600, 420)
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('bag', describe(composed(large(1), large(2))))
  matcher.add('other', describe(large(3)))
  const [ground] = matcher.match(describe(composed(large(1), large(4))))
  expect(ground).toMatchObject({ reference: 'bag', kind: 'background' })
  expect(ground!.score).toBeLessThan(0.5)
  const [goods] = matcher.match(describe(composed(large(5), large(2))))
  expect(goods).toMatchObject({ reference: 'bag', kind: 'partial' })
  expect(goods!.score).toBeGreaterThan(0.5)
})

test('a vocabulary changes no result for identical pictures', () => {
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('it', describe(scene(1)))
  expect(matcher.match(describe(scene(1)))).toEqual([
    expect.objectContaining({ reference: 'it', kind: 'exact', score: 1 }),
  ])
})

const networkOf = 'a'.repeat(64)
const embedded = (description: PictureDescription, values: number[]): PictureDescription => {
  const length = Math.hypot(...values)
  const vector = Float32Array.from(values, (value) => value / length)
  const embedding = { network: networkOf, from: 0.5, vector }
  return { ...description, embeddings: { copy: embedding, design: embedding } }
}

test('a match of an embedder alone is a hint, ranked below all others', () => {
  const words = readFileSync(
    join(import.meta.dirname, '../../../visual-vocabulary/visual-vocabulary.bin'),
  )
  const matcher = new PictureMatcher(new Vocabulary(words))
  const large = (seed: number): GrayPicture => sceneOf(seed, 480, 360)
  matcher.add('the photo', embedded(describe(large(21)), [1, 1, 0, 0]))
  matcher.add('of the same goods', embedded(describe(large(22)), [1, 0, 0, 0]))
  matcher.add('of others', embedded(describe(large(23)), [0, 0, 1, 0]))
  const crop = remapped(large(21), { width: 360, height: 270 }, (x, y) => [x + 60, y + 50])
  const query = embedded(describe(crop), [1, 0.1, 0, 0])
  const [first, second, ...rest] = matcher.match(query)
  expect(rest).toEqual([])
  expect(first?.reference).toBe('the photo')
  expect(second).toMatchObject({ reference: 'of the same goods', kind: 'same-product' })
  expect(second?.score).toBeLessThanOrEqual(0.45)
  expect(matcher.suggest(query).map(({ reference }) => reference)).toEqual([
    'of the same goods',
    'the photo',
  ])
  // It makes geometry only slightly surer: it at most doubles the odds.
  const plain = new PictureMatcher(new Vocabulary(words))
  plain.add('the photo', describe(large(21)))
  const odds = (score = 0): number => score / (1 - score)
  const alone = plain.match(describe(crop))[0]
  expect(odds(first?.score)).toBeGreaterThanOrEqual(odds(alone?.score))
  expect(odds(first?.score)).toBeLessThanOrEqual(2 * odds(alone?.score) * (1 + 1e-9))
})

test('vectors of another network are no evidence', () => {
  const matcher = new PictureMatcher()
  matcher.add('one', embedded(describe(scene(1)), [1, 0, 0, 0]))
  const query = embedded(describe(scene(5)), [1, 0, 0, 0])
  expect(matcher.suggest(query)).toHaveLength(1)
  const other = { network: 'b'.repeat(64), from: 0.5, vector: Float32Array.of(1, 0, 0, 0) }
  expect(matcher.suggest({ ...query, embeddings: { copy: other } })).toEqual([])
  matcher.remove('one')
  expect(matcher.suggest(query)).toEqual([])
})
