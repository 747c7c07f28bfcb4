import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { mayBindPrefixes, mayIssueCodes, mayReadCodes, mayRecordScans } from './policy.ts'

const organisationId = '5f0c2f0e-7a52-4c8e-9a33-3d1f6a1c0a01'
const person = (roles: ('admin' | 'analyst' | 'reviewer' | 'auditor')[], more = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId,
  roles,
  ...more,
})
const key = (...scopes: ('codes:read' | 'codes:write' | 'scans:write')[]): Actor => ({
  kind: 'key',
  id: 'k',
  organisationId,
  scopes,
})
const installation: Actor = {
  kind: 'person',
  id: 'p',
  organisationId: noOrganisation,
  roles: [],
  installationAdmin: true,
}

test.each<[string, Actor, boolean[]]>([
  ['an admin', person(['admin']), [true, true, true, false]],
  ['an analyst', person(['analyst']), [true, true, true, false]],
  ['a reviewer', person(['reviewer']), [true, false, true, false]],
  [
    'an admin limited to brands',
    person(['admin'], { brands: ['a'] }),
    [false, false, false, false],
  ],
  ['a key that reads', key('codes:read'), [true, false, false, false]],
  ['a key that issues', key('codes:write'), [false, true, false, false]],
  ['a key that scans', key('scans:write'), [false, false, true, false]],
  ['an admin of the installation', installation, [false, false, false, true]],
  ['the operator', { kind: 'operator', id: 'o' }, [false, false, false, true]],
])('%s: reads codes, issues them, records scans, binds prefixes', (_who, actor, expected) => {
  expect([
    mayReadCodes(actor),
    mayIssueCodes(actor),
    mayRecordScans(actor),
    mayBindPrefixes(actor),
  ]).toEqual(expected)
})
