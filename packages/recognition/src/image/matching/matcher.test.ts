import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobs } from '../../../test/pictures/made.ts'
import { remapped, sceneOf } from '../../../test/pictures/scene.ts'
import type { GrayPicture } from '../model.ts'
import { describePicture, type PictureDescription } from './description.ts'
import { Vocabulary } from '../vocabulary/vocabulary.ts'
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

test('references come and go at any time, and one of the same name is replaced', () => {
  const matcher = matcherOf(1, 2)
  matcher.add('scene 1', describe(scene(6)))
  expect(matcher.size).toBe(2)
  expect(matcher.match(describe(scene(1)))).toEqual([])
  expect(matcher.match(describe(scene(6)))).toHaveLength(1)
  expect(matcher.remove('scene 1')).toBe(true)
  expect(matcher.remove('scene 1')).toBe(false)
  expect(matcher.match(describe(scene(6)))).toEqual([])
})

test('the most probable come first, equal ones by name, and no more than wished', () => {
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

test('pictures with nothing to see are told from each other by nothing', () => {
  const plain = (tone: number): PictureDescription =>
    describe({ ...size, data: new Uint8Array(size.width * size.height).fill(tone) })
  const matcher = new PictureMatcher()
  matcher.add('white', plain(255))
  for (const { score } of matcher.match(plain(254))) expect(score).toBeLessThanOrEqual(0.5)
})

const vocabulary = new Vocabulary(
  readFileSync(join(import.meta.dirname, '../../../pictures/words.bin')),
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

test('the same ground behind other goods is no copy, and is told from it', () => {
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

test('a vocabulary changes nothing of what is the same point by point', () => {
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('it', describe(scene(1)))
  expect(matcher.match(describe(scene(1)))).toEqual([
    expect.objectContaining({ reference: 'it', kind: 'exact', score: 1 }),
  ])
})
