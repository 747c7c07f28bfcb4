import { expect, test } from 'vitest'
import { regionName } from './region-name.ts'

test.each([
  ['en', 'DE', 'Germany'],
  ['id', 'DE', 'Jerman'],
  ['zh', 'DE', '德国'],
  ['en', 'EM', 'European Union'],
  ['zh', 'EM', '欧盟'],
  ['en', 'WO', 'WO'],
  ['en', '', ''],
])('in %s, %j is %j', (locale, code, name) => {
  expect(regionName(locale, code)).toBe(name)
})

test('the territory of the Benelux office is its three states', () => {
  expect(regionName('en', 'BX')).toBe('Belgium, Netherlands, and Luxembourg')
})
