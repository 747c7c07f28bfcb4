import fc from 'fast-check'
import { expect, test } from 'vitest'
import { precisionAt, shareOf } from './shares.ts'

test('the Wilson interval is that of the textbooks', () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  const share = shareOf(81, 263)
  expect([share.low, share.high].map((value) => value.toFixed(4))).toEqual(['0.2553', '0.3662'])
  expect(shareOf(0, 20).high).toBeCloseTo(0.1611, 4)
})

test('the interval contains its own share, stays inside 0 and 1 and mirrors its complement', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (count, rest) => {
      const of = count + rest
      const { share, low, high } = shareOf(count, of)
      if (of === 0) {
        expect([share, low, high]).toEqual([null, 0, 1])
        return
      }
      expect(low).toBeGreaterThanOrEqual(0)
      expect(low).toBeLessThanOrEqual(share!)
      expect(high).toBeGreaterThanOrEqual(share!)
      expect(high).toBeLessThanOrEqual(1)
      expect(shareOf(rest, of).low).toBeCloseTo(1 - high, 12)
    }),
  )
})

test('a count beyond its total is refused', () => {
  expect(() => shareOf(3, 2)).toThrow(RangeError)
})

test('precision falls as counterfeits grow rare', () => {
  const [recall, alarms] = [shareOf(80, 100), shareOf(10, 100)]
  expect(precisionAt(0.5, recall, alarms)?.value).toBeCloseTo(0.8 / 0.9)
  const rare = precisionAt(0.01, recall, alarms)!
  expect(rare.value).toBeCloseTo(0.008 / (0.008 + 0.099))
  expect(rare.low).toBeLessThan(rare.value)
  expect(rare.high).toBeGreaterThan(rare.value)
})

test('without alarms or without a class, precision is not stated', () => {
  expect(precisionAt(0.02, shareOf(0, 10), shareOf(0, 10))).toBeUndefined()
  expect(precisionAt(0.02, shareOf(0, 0), shareOf(1, 10))).toBeUndefined()
})
