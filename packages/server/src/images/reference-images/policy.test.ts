import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayChangeReferences, mayReadReferences, mayUseBrandOf } from './policy.ts'

const organisationId = randomUUID()
const key = (...scopes: ('catalog:read' | 'catalog:write' | 'listings:read')[]): Actor => ({
  kind: 'key',
  id: randomUUID(),
  organisationId,
  scopes,
})

test.each<[string, Actor, boolean, boolean]>([
  ['an admin', personOf(organisationId, ['admin']), true, true],
  ['an analyst', personOf(organisationId, ['analyst']), true, true],
  ['a reviewer', personOf(organisationId, ['reviewer']), true, false],
  ['an auditor', personOf(organisationId, ['auditor']), true, false],
  ['a key that reads catalogs', key('catalog:read'), true, false],
  ['a key that writes catalogs', key('catalog:write'), false, true],
  ['a key that reads offers', key('listings:read'), false, false],
  ['the operator', { kind: 'operator', id: 'x' }, false, false],
])('%s', (_who, actor, reads, changes) => {
  expect([mayReadReferences(actor), mayChangeReferences(actor)]).toEqual([reads, changes])
})

test('members limited to some brands use those, and references without a brand', () => {
  const limited = { ...personOf(organisationId, ['analyst']), brands: ['prada'] } as Actor
  const uses = ['prada', 'gucci', null].map((brand) => mayUseBrandOf(limited, { brand }))
  expect(uses).toEqual([true, false, true])
})
