import { expect, test } from 'vitest'
import { remapped, sceneOf } from '../../../test/pictures/scene.ts'
import type { GrayPicture } from '../model.ts'
import { describePicture, type PictureDescription } from './description.ts'
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
