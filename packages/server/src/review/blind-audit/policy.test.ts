import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import type { Actor, PersonRole } from '../../access/organisations/index.ts'
import {
  mayDrawSamples,
  mayFitWeights,
  mayAnnotate,
  maySeeSamples,
  maySeeQuality,
  mayConfigureSampling,
} from './policy.ts'

const organisationId = '00000000-0000-4000-8000-000000000001'
const rights = (actor: Actor): boolean[] =>
  [
    mayAnnotate,
    maySeeQuality,
    maySeeSamples,
    mayConfigureSampling,
    mayDrawSamples,
    mayFitWeights,
  ].map((may) => may(actor))

test.each<[PersonRole, boolean[]]>([
  ['admin', [true, true, true, true, true, true]],
  ['analyst', [true, true, true, false, false, true]],
  ['reviewer', [true, false, false, false, false, false]],
  ['auditor', [false, true, true, false, false, false]],
])('a member who is %s', (role, expected) => {
  expect(rights(personOf(organisationId, [role]))).toEqual(expected)
})

test('a member limited to brands reads and sees results, and nothing about all listings', () => {
  const limited = { ...personOf(organisationId, ['admin']), brands: ['velmoraq'] }
  expect(rights(limited)).toEqual([true, true, false, false, false, false])
})

test('a key does none of it; the operator sees lots and draws them', () => {
  const key: Actor = {
    kind: 'key',
    id: organisationId,
    organisationId,
    scopes: ['listings:read', 'decisions:write'],
  }
  expect(rights(key)).toEqual(Array(6).fill(false))
  expect(rights({ kind: 'operator', id: 'x' })).toEqual([false, false, true, false, true, false])
})
