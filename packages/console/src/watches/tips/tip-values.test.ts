import { expect, test } from 'vitest'
import { emptyTip, faultsOf, inputOf } from './tip-values.ts'

const typed = { ...emptyTip, url: ' https://bazaar.example/o/17 ', source: 'customs' }
const now = new Date(2026, 10, 30, 12)
const free = { needsBrand: false, now }

test('what was typed becomes a tip, without what was left empty', () => {
  expect(inputOf(typed)).toEqual({ url: 'https://bazaar.example/o/17', source: 'customs' })
  const whole = { ...typed, brand: 'velmoraq', day: '2026-11-29', words: ' Belts. ' }
  expect(inputOf(whole)).toMatchObject({
    brand: 'velmoraq',
    words: 'Belts.',
    receivedAt: new Date(2026, 10, 29).toISOString(),
  })
})

test('faults are named at their fields', () => {
  expect(faultsOf(typed, free)).toEqual({})
  expect(faultsOf(emptyTip, free)).toEqual({ url: 'address', source: 'source' })
  expect(faultsOf({ ...typed, url: 'javascript:alert(1)' }, free)).toEqual({ url: 'address' })
  expect(faultsOf(typed, { ...free, needsBrand: true })).toEqual({ brand: 'brand' })
  expect(faultsOf({ ...typed, day: '2026-11-30' }, free)).toEqual({})
  expect(faultsOf({ ...typed, day: '2026-12-01' }, free)).toEqual({ day: 'future' })
})
