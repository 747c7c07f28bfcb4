import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayRemoveTranslation, mayTranslate } from './policy.ts'

const key: Actor = {
  kind: 'key',
  id: 'k',
  organisationId: 'o',
  scopes: ['listings:read', 'decisions:write'],
}

test('persons who decide translate; auditors and machines do not', () => {
  const may = (['admin', 'analyst', 'reviewer', 'auditor'] as const).map((role) =>
    mayTranslate(personOf('o', [role])),
  )
  expect([...may, mayTranslate(key)]).toEqual([true, true, true, false, false])
})

test('a translation is removed by its author or an admin', () => {
  const author = personOf('o', ['reviewer'])
  const by = { kind: 'person', id: author.id }
  expect(mayRemoveTranslation(author, by)).toBe(true)
  expect(mayRemoveTranslation(personOf('o', ['admin']), by)).toBe(true)
  expect(mayRemoveTranslation(personOf('o', ['analyst']), by)).toBe(false)
  expect(mayRemoveTranslation({ ...author, roles: ['auditor'] }, by)).toBe(false)
})
