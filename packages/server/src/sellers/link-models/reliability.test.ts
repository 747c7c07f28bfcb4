import { leastInReliabilityBin } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { reliabilityOf } from './reliability.ts'

const pairs = (count: number, probability: number, same: number) =>
  Array.from({ length: count }, (_, place) => ({ probability, isSame: place < same }))

test('each pair counts in one bin, at the bounds too', () => {
  const judged = [0, 0.2, 0.5, 0.8, 0.95, 1].flatMap((probability) => pairs(1, probability, 1))
  expect(reliabilityOf(judged).map((bin) => [bin.from, bin.pairs])).toEqual([
    [0, 1],
    [0.2, 1],
    [0.5, 1],
    [0.8, 1],
    [0.95, 2],
  ])
})

test('a share with its interval stands beside what was predicted, from enough pairs on', () => {
  const [few, , , many] = reliabilityOf([
    ...pairs(leastInReliabilityBin - 1, 0.1, 0),
    ...pairs(20, 0.85, 16),
    ...pairs(20, 0.9, 19),
  ])
  expect(few).toMatchObject({ pairs: leastInReliabilityBin - 1, same: 0, share: null })
  expect(many).toMatchObject({ pairs: 40, same: 35 })
  expect(many?.predicted).toBeCloseTo(0.875)
  expect(many?.share?.low).toBeGreaterThan(0.7)
  expect(many?.share?.high).toBeLessThan(0.96)
})

test('without judged pairs nothing is predicted', () => {
  expect(reliabilityOf([])).toHaveLength(5)
  expect(reliabilityOf([]).every((bin) => bin.predicted === null && bin.share === null)).toBe(true)
})
