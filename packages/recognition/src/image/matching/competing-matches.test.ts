import { expect, test } from 'vitest'
import { boxOf, settled, type Claim } from './competing-matches.ts'

/** References with the same first letter are copies of each other. */
const codeOf = (reference: string): Uint32Array =>
  new Uint32Array(8).fill(Math.imul(reference.charCodeAt(0), 0x9e3779b1))

const claim = (reference: string, unlike: number, [left, right] = [0, 1]): Claim => ({
  match: {
    reference,
    score: 0.99,
    kind: 'near-duplicate',
    queryPolygon: [],
    referencePolygon: [],
    transformation: { mirrored: false, turned: 0, scale: 1, stretched: 1, shown: 1, covers: 1 },
    changes: {},
    edits: '',
  },
  unlike,
  codes: codeOf(reference),
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
  const byName = scores([claim('print', 0.004), claim('other print', 0.08)])
  expect(byName['print']).toEqual(['near-duplicate', 99])
  expect(byName['other print']).toEqual(['background', 0])
})

test('copies of each other keep their claims, and a heavy edit alone costs nothing', () => {
  const byName = scores([claim('same', 0.004), claim('same again', 0.005)])
  expect(byName['same again']).toEqual(['near-duplicate', 99])
  expect(scores([claim('edited', 0.4)])['edited']).toEqual(['near-duplicate', 99])
})

test('of two that are as like, at most one can be right', () => {
  const byName = scores([claim('print', 0.04), claim('other print', 0.04)])
  expect(byName['print']).toEqual(['near-duplicate', 50])
  const surer = claim('print', 0.04)
  surer.match.score = 0.9999
  const settledScores = scores([surer, claim('other print', 0.04)])
  expect(settledScores['print']).toEqual(['near-duplicate', 99])
  expect(settledScores['other print']).toEqual(['background', 1])
})

test('the pictures of a collage are no rivals', () => {
  const byName = scores([claim('left', 0.01, [0, 0.5]), claim('right', 0.3, [0.4, 1])])
  expect(byName['right']).toEqual(['near-duplicate', 99])
})

test('the more unlike, the less probable, and never out of range', () => {
  const lastScore = (...claims: Claim[]): number => settled(claims).at(-1)?.score ?? NaN
  const list = [0.004, 0.008, 0.012, 0.02, 1].map((unlike) =>
    lastScore(claim('print', 0.003), claim('other', unlike)),
  )
  expect(list).toEqual(list.toSorted((a, b) => b - a))
  expect(list[0]).toBeCloseTo(99 / 199)
  expect(list.at(-1)).toBeGreaterThanOrEqual(0)
  const certain = { ...claim('certain', 0.5), match: { ...claim('certain', 0.5).match, score: 1 } }
  expect(lastScore(claim('print', 0.003), certain)).toBeLessThan(0.5)
})
