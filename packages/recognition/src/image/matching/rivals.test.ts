import { expect, test } from 'vitest'
import { boxOf, settled, type Claim } from './rivals.ts'

const claim = (reference: string, unlike: number, [left, right] = [0, 1]): Claim => ({
  match: { reference, score: 0.99, kind: 'near-duplicate', queryPolygon: [], referencePolygon: [] },
  unlike,
  region: boxOf([
    [left ?? 0, -0.2],
    [right ?? 1, 1.1],
  ]),
})

const scores = (claims: Claim[]): Record<string, [string, number]> =>
  Object.fromEntries(
    settled(claims).map(({ reference, kind, score }) => [
      reference,
      [kind, Math.round(score * 100)],
    ]),
  )

test('of two references that claim the same part the one far less like it is its surroundings', () => {
  const found = scores([claim('print', 0.004), claim('other print', 0.08)])
  expect(found['print']).toEqual(['near-duplicate', 99])
  expect(found['other print']).toEqual(['background', 0])
})

test('copies of each other keep what they claim, and a heavy edit alone costs nothing', () => {
  const found = scores([claim('one', 0.004), claim('same again', 0.005)])
  expect(found['same again']).toEqual(['near-duplicate', 99])
  expect(scores([claim('edited', 0.4)])['edited']).toEqual(['near-duplicate', 99])
})

test('the pictures of a collage are no rivals', () => {
  const found = scores([claim('left', 0.01, [0, 0.5]), claim('right', 0.3, [0.4, 1])])
  expect(found['right']).toEqual(['near-duplicate', 99])
})

test('the more unlike, the less probable, and never out of range', () => {
  const lastScore = (...claims: Claim[]): number => settled(claims).at(-1)?.score ?? NaN
  const list = [0.004, 0.008, 0.012, 0.02, 1].map((unlike) =>
    lastScore(claim('print', 0.003), claim('other', unlike)),
  )
  expect(list).toEqual(list.toSorted((a, b) => b - a))
  expect(list[0]).toBe(0.99)
  expect(list.at(-1)).toBeGreaterThanOrEqual(0)
  const certain = { ...claim('certain', 0.5), match: { ...claim('certain', 0.5).match, score: 1 } }
  expect(lastScore(claim('print', 0.003), certain)).toBeLessThan(0.5)
})
