import type { Access } from '@touchstone/contract'
import { expect, test } from 'vitest'
import type { Actor } from './types.ts'
import { refusalOf } from './authenticate-request.ts'

const person = (lacks: 'code' | 'password' | 'two-factor' | null): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'mine',
  roles: ['admin'],
  lacks,
})
const key: Actor = { kind: 'key', id: 'k', organisationId: 'mine', scopes: ['listings:read'] }

test.each<[string, Actor, Access[], Access[]]>([
  [
    'a person with a complete session',
    person(null),
    ['open', 'signed-in', 'person', 'session', 'listings:read'],
    [],
  ],
  ...(['code', 'password', 'two-factor'] as const).map(
    (lacks) =>
      [
        `a person whose session lacks ${lacks}`,
        person(lacks),
        ['open', 'session'],
        ['signed-in', 'person', 'listings:read'],
      ] as [string, Actor, Access[], Access[]],
  ),
  ['a key', key, ['open', 'signed-in', 'listings:read'], ['person', 'session', 'listings:write']],
])('%s may call some addresses and not others', (_who, actor, may, mayNot) => {
  for (const access of may) expect([access, refusalOf(actor, access)]).toEqual([access, undefined])
  for (const access of mayNot) {
    expect(refusalOf(actor, access)).toEqual({
      code: expect.stringMatching(/-required$/) as string,
      message: expect.any(String) as string,
    })
  }
})
