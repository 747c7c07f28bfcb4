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

test('an impossible price is compared with the usual price once', () => {
  const price = (code: Signal['code']): Signal => ({ code, family: 'price', weight: 1 })
  const low = price('price.far-below-band')
  const impossible = price('price.impossible')
  expect(strongestSignals([low, impossible], 3)).toEqual([{ signal: impossible, number: 2 }])
  expect(strongestSignals([low], 3)).toEqual([{ signal: low, number: 1 }])
})
