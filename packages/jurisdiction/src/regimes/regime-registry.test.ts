import { expect, test } from 'vitest'
import { counterNotice } from '../../test/second-regime.ts'
import { emptyCase } from '../proceeding/index.ts'
import { regimeLookup } from './regime-registry.ts'

const first = counterNotice as { id: string; version: string }
const { id } = first
const lookUp = regimeLookup({ [id]: [{ ...first, version: '2' }, first] })

test('new cases begin under the newest version, and running ones continue under their own', () => {
  expect(lookUp(id).regime.version).toBe('2')
  const earlier = lookUp(id, first.version)
  expect(earlier).toBe(lookUp(id, first.version))
  const began = { regime: { id, version: first.version }, settings: {} }
  const profile = { tier: 'hosting', sizeClass: 'other' } as const
  expect(emptyCase(earlier, { ...began, profile }).regime.version).toBe(first.version)
  expect(() => emptyCase(lookUp(id), { ...began, profile })).toThrow(/the loaded rules/)
})

test('a version that is not held is named, with those that are', () => {
  expect(() => lookUp(id, '3')).toThrow(
    `${id} is available in version 2 and ${first.version}, not in 3.`,
  )
  expect(() => lookUp('other')).toThrow('There is no regime other.')
})
