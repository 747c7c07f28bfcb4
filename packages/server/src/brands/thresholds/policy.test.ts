import { expect, test } from 'vitest'
import type { Actor } from '../../access/organisations/index.ts'
import { mayPreviewThresholds, mayReadThresholds, maySetThresholds } from './policy.ts'

const person = (
  role: 'admin' | 'analyst' | 'reviewer' | 'auditor',
  brands: string[] = [],
): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'o',
  roles: [role],
  brands,
})
const key: Actor = {
  kind: 'key',
  id: 'k',
  organisationId: 'o',
  scopes: ['listings:read', 'listings:write', 'catalog:write'],
}

test.each([
  ['an admin', person('admin'), { read: true, preview: true, set: true }],
  ['an analyst', person('analyst'), { read: true, preview: true, set: false }],
  ['a reviewer', person('reviewer'), { read: true, preview: true, set: false }],
  ['an auditor', person('auditor'), { read: true, preview: true, set: false }],
  [
    'an admin of that brand',
    person('admin', ['velmoraq']),
    { read: true, preview: true, set: true },
  ],
  ['an admin of another', person('admin', ['oruvane']), { read: true, preview: false, set: false }],
  ['a key', key, { read: false, preview: false, set: false }],
])('%s', (_who, actor, may) => {
  expect({
    read: mayReadThresholds(actor),
    preview: mayPreviewThresholds(actor, 'velmoraq'),
    set: maySetThresholds(actor, 'velmoraq'),
  }).toEqual(may)
})

test('thresholds for all brands are not for those who work for some', () => {
  expect(maySetThresholds(person('admin'), null)).toBe(true)
  expect(maySetThresholds(person('admin', ['velmoraq']), null)).toBe(false)
  expect(mayPreviewThresholds(person('analyst', ['velmoraq']), null)).toBe(false)
})
