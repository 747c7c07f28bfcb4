import { expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { mayApproveJudgement, mayJudgeLinks, mayReadLinks } from './policy.ts'

const key = (...scopes: ['listings:read'] | []): Actor => ({
  kind: 'key',
  id: 'k',
  organisationId: 'o',
  scopes,
})
const admin = personOf('o', ['admin'])
const limited: Actor = { ...personOf('o', ['analyst']), brands: ['prada'] }

test('members and keys that read listings read links', () => {
  expect(
    [admin, personOf('o', ['auditor']), limited, key('listings:read')].map(mayReadLinks),
  ).toEqual([true, true, true, true])
  expect(mayReadLinks(key())).toBe(false)
  expect(mayReadLinks({ kind: 'operator', id: 'x' })).toBe(false)
})

test('people who see the whole organisation judge, and neither auditors nor keys', () => {
  expect(
    [admin, personOf('o', ['analyst']), personOf('o', ['reviewer'])].map(mayJudgeLinks),
  ).toEqual([true, true, true])
  expect([personOf('o', ['auditor']), limited, key('listings:read')].map(mayJudgeLinks)).toEqual([
    false,
    false,
    false,
  ])
})

test('nobody approves their own judgement', () => {
  expect(mayApproveJudgement(admin, admin.id)).toBe(false)
  expect(mayApproveJudgement(admin, 'another')).toBe(true)
  expect(mayApproveJudgement(limited, 'another')).toBe(false)
})
