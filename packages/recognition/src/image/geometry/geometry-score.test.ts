import { expect, test } from 'vitest'
import { isGroundAlone, logOddsOf } from './geometry-score.ts'
import type { Evidence } from './verify-match.ts'

/** Most squares around the goods agree, and few in the middle. */
const ground: Evidence = {
  inliers: 180,
  strength: 150,
  rival: 20,
  pairs: 300,
  share: 0.4,
  spread: 60,
  compared: 90,
  agreed: 68,
  middleCompared: 10,
  middleAgreed: 1,
}

test('the ground alone is the same where few squares of the middle agree and it looks otherwise', () => {
  expect(isGroundAlone(ground, { middle: 0.9 })).toBe(true)
  // Too little visible at low resolution is no evidence against it.
  expect(isGroundAlone(ground, {})).toBe(true)
  expect(isGroundAlone({ ...ground, middleAgreed: 6, agreed: 74 }, { middle: 0.9 })).toBe(false)
  expect(isGroundAlone({ ...ground, agreed: 20 }, { middle: 0.9 })).toBe(false)
  expect(isGroundAlone({ ...ground, middleCompared: 2, middleAgreed: 0 }, { middle: 0.9 })).toBe(
    false,
  )
})

test('goods that are written over still look like themselves', () => {
  expect(isGroundAlone(ground, { middle: 0.4 })).toBe(false)
})

test('the more unlike two pictures look, the less they are one', () => {
  const odds = [0, 0.01, 0.1, 0.5, 1].map((whole) => logOddsOf(ground, { whole }))
  expect(odds).toEqual(odds.toSorted((a, b) => b - a))
  expect(new Set(odds).size).toBe(odds.length)
  expect(logOddsOf(ground)).toBe(logOddsOf(ground, { whole: 0.5 }))
})
