import { watchedListingStates } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import { captureRule, dropsListings } from './capture-rule.ts'

const steady = { fresh: 100, gone: 0 }
const dropping = { fresh: 100, gone: 5 }
const find = { isFind: true, isCaptured: false }

describe('a find is captured', () => {
  test.each([
    ['steady', steady, ['changed', 'back']],
    ['dropping', dropping, ['new', 'changed', 'same', 'back']],
  ] as const)('on a %s site in these states alone', (_what, turnover, states) => {
    const captured = watchedListingStates.filter(
      (state) => captureRule({ ...find, state }, turnover) !== undefined,
    )
    expect(captured).toEqual(states)
  })
})

test('what is no find, or was captured as it is, is not captured', () => {
  for (const state of watchedListingStates) {
    expect(captureRule({ ...find, state, isFind: false }, dropping)).toBeUndefined()
    expect(captureRule({ ...find, state, isCaptured: true }, dropping)).toBeUndefined()
  }
})

test('the rule is named, that of the listing first', () => {
  expect(captureRule({ ...find, state: 'changed' }, dropping)).toBe('changed')
  expect(captureRule({ ...find, state: 'same' }, dropping)).toBe('site-drops-listings')
})

test.each([
  [{ fresh: 0, gone: 0 }, false],
  [{ fresh: 10, gone: 2 }, false],
  [{ fresh: 0, gone: 3 }, true],
  [{ fresh: 60, gone: 3 }, true],
  [{ fresh: 61, gone: 3 }, false],
])('of %o, a site drops listings: %s', (turnover, drops) => {
  expect(dropsListings(turnover)).toBe(drops)
})
