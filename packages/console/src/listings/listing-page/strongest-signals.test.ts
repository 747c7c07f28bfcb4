import type { Signal } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { strongestSignals } from './strongest-signals.ts'

const weighing = (weight: number): Signal => ({ code: 'text.replica', family: 'text', weight })

test('names what moves the probability most, either way, under the numbers of the full list', () => {
  const signals = [0.4, -2, 0, 1.5, 0.1].map(weighing)
  const found = strongestSignals(signals, 3)
  expect(found.map(({ number }) => number)).toEqual([2, 4, 1])
  expect(found[0]?.signal).toBe(signals[1])
  expect(strongestSignals([weighing(0)], 3)).toEqual([])
})
