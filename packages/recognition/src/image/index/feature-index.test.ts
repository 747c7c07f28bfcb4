import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobs, checks, cropped, mirrored, turned } from '../../../test/images/generated-images.ts'
import { describeFeatures as describe, type Features } from '../features/describe-features.ts'
import { apply } from '../geometry/polygon.ts'
import type { GrayPicture } from '../model.ts'
import { Vocabulary } from '../visual-vocabulary/feature-words.ts'
import { FeatureIndex } from './feature-index.ts'

const vocabulary = new Vocabulary(
  new Uint8Array(
    readFileSync(join(import.meta.dirname, '../../../visual-vocabulary/visual-vocabulary.bin')),
  ),
)
const references = Array.from({ length: 30 }, (_, seed) => blobs(100 + seed))

function indexOf(pictures: readonly GrayPicture[]): FeatureIndex {
  const index = new FeatureIndex(vocabulary)
  pictures.forEach((picture, i) => index.add(`r${i}`, describe(picture)))
  return index
}

const index = indexOf(references)

/** Two pictures inside a third, as on a page with other content. */
function sideBySide(one: GrayPicture, other: GrayPicture): GrayPicture {
  const width = one.width + other.width
  const data = new Uint8Array(width * one.height)
  for (let y = 0; y < one.height; y++) {
    data.set(one.data.subarray(y * one.width, (y + 1) * one.width), y * width)
    data.set(other.data.subarray(y * other.width, (y + 1) * other.width), y * width + one.width)
  }
  return { width, height: one.height, data }
}

test.each([
  ['as it is', references[3]!, { mirrored: false, turned: 0, shown: 1, covers: 1 }],
  ['mirrored', mirrored(references[3]!), { mirrored: true, turned: 0, shown: 1, covers: 1 }],
  ['turned by 20°', turned(references[3]!, 20), { mirrored: false, turned: 20 }],
  ['upside down', turned(references[3]!, 180), { mirrored: false, turned: 180, shown: 1 }],
  [
    'cropped to a third',
    cropped(references[3]!, { left: 60, top: 50, width: 185, height: 138 }),
    { mirrored: false, turned: 0, shown: 1 / 3, covers: 1 },
  ],
  [
    'mirrored and cropped',
    cropped(mirrored(references[3]!), { left: 40, top: 20, width: 226, height: 170 }),
    { mirrored: true, turned: 0, shown: 0.5, covers: 1 },
  ],
])('a reference is found %s, and the edit is described', (_, query, edit) => {
  const [best] = index.match(describe(query))
  expect(best?.name).toBe('r3')
  const { transformation, logOdds } = best!
  expect(logOdds).toBeGreaterThan(0)
  expect(transformation.mirrored).toBe(edit.mirrored)
  expect(Math.abs(Math.sin(((transformation.turned - edit.turned) * Math.PI) / 360))).toBeLessThan(
    0.02,
  )
  if ('shown' in edit) expect(transformation.shown).toBeCloseTo(edit.shown, 1)
  if ('covers' in edit) expect(transformation.covers).toBeCloseTo(edit.covers, 1)
})

test('polygons and points lie in the pixels of either picture, and the map leads from one to the other', () => {
  const query = cropped(mirrored(references[5]!), { left: 30, top: 40, width: 240, height: 180 })
  const [best] = index.match(describe(query))
  expect(best?.name).toBe('r5')
  expect(best!.queryPoints).toHaveLength(best!.referencePoints.length)
  for (const [i, point] of best!.referencePoints.entries()) {
    const there = best!.queryPoints[i]!
    // Mirrored, then cut at (30, 40).
    expect(Math.abs(319 - point[0] - 30 - there[0])).toBeLessThan(6)
    expect(Math.abs(point[1] - 40 - there[1])).toBeLessThan(6)
    const led = apply(best!.map, point)
    expect(Math.hypot(led[0] - there[0], led[1] - there[1])).toBeLessThan(6)
  }
  for (const [i, corner] of best!.referencePolygon.entries()) {
    const there = best!.queryPolygon[i]!
    expect(Math.abs(319 - corner[0] - 30 - there[0])).toBeLessThan(6)
    expect(Math.abs(corner[1] - 40 - there[1])).toBeLessThan(6)
  }
})

test('both pictures of a collage are found, each on its own side', () => {
  const matches = index.match(describe(sideBySide(references[7]!, references[8]!)), { top: 2 })
  expect(matches.map(({ name }) => name).sort()).toEqual(['r7', 'r8'])
  for (const { name, queryPolygon } of matches) {
    const middle = queryPolygon.reduce((sum, [x]) => sum + x, 0) / queryPolygon.length
    expect(middle > 320).toBe(name === 'r8')
  }
})

test('a picture that is no reference does not match one', () => {
  for (let seed = 0; seed < 30; seed++) {
    for (const { logOdds } of index.match(describe(blobs(900 + seed)))) {
      expect(logOdds).toBeLessThan(0)
    }
  }
})

test('one checked cloth does not match another', () => {
  const cloths = indexOf([14, 17, 21, 25].map((square, i) => checks(i, 320, 240, square)))
  for (let i = 0; i < 8; i++) {
    const other = turned(checks(50 + i, 320, 240, 13 + i), 3 * i)
    for (const { logOdds } of cloths.match(describe(other))) expect(logOdds).toBeLessThan(0)
  }
})

test('a reference is found as soon as it is added, and no longer once it is removed', () => {
  const live = indexOf(references.slice(0, 10))
  const picture = blobs(500)
  const query = describe(turned(picture, 10))
  expect(live.match(query).filter(({ logOdds }) => logOdds > 0)).toEqual([])
  live.add('new', describe(picture))
  expect(live.match(query)[0]?.name).toBe('new')
  expect(live.size).toBe(11)
  expect(live.remove('new')).toBe(true)
  expect(live.remove('new')).toBe(false)
  expect(live.size).toBe(10)
  expect(live.match(query).some(({ name }) => name === 'new')).toBe(false)
})

test('after any coming and going the index answers as one that was made anew', () => {
  const worn = indexOf(references)
  for (const i of [4, 9, 2, 17]) worn.remove(`r${i}`)
  for (const i of [9, 30, 31]) worn.add(`r${i}`, describe(blobs(100 + i)))
  worn.add('r3', describe(references[3]!))
  const remaining = [...references.keys(), 30, 31].filter((i) => ![4, 2, 17].includes(i))
  const fresh = new FeatureIndex(vocabulary)
  for (const i of remaining) fresh.add(`r${i}`, describe(blobs(100 + i)))
  for (const i of remaining) {
    const query = describe(turned(blobs(100 + i), 5))
    const [match] = worn.match(query)
    const [other] = fresh.match(query)
    expect(match?.name).toBe(`r${i}`)
    expect(match).toEqual(other)
  }
})

/** The reference with the most features whose nearest neighbour by plain distance is far nearer than the next one. */
function exhaustively(query: Features, all: readonly Features[]): number {
  const votes = all.map(() => 0)
  for (let i = 0; i < query.count; i++) {
    let [best, second, owner] = [Infinity, Infinity, -1]
    for (const [r, { count, descriptors }] of all.entries()) {
      for (let j = 0; j < count; j++) {
        let sum = 0
        for (let k = 0; k < 128 && sum < second; k++) {
          sum += (query.descriptors[128 * i + k]! - descriptors[128 * j + k]!) ** 2
        }
        if (sum < best) [best, second, owner] = [sum, best, r]
        else if (sum < second) second = sum
      }
    }
    if (best < 0.64 * second) votes[owner]! += 1
  }
  return votes.indexOf(Math.max(...votes))
}

test('the index names the reference that holding all features against all names', () => {
  const options = { side: 240, most: 120 }
  const all = references.slice(0, 12).map((picture) => describe(picture, options))
  const small = new FeatureIndex(vocabulary)
  all.forEach((features, i) => small.add(`r${i}`, features))
  for (let i = 0; i < 12; i++) {
    const edited = turned(
      cropped(references[i]!, { left: 20, top: 15, width: 260, height: 200 }),
      7 * i,
    )
    const query = describe(edited, options)
    expect(small.match(query)[0]?.name).toBe(`r${exhaustively(query, all)}`)
  }
})
