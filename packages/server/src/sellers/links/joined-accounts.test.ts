import { expect, test } from 'vitest'
import { joinedAccounts } from './joined-accounts.ts'

const members = new Map([
  ['a', ['a', 'a2', 'a3']],
  ['b', ['b', 'b2']],
  ['c', ['c']],
  ['d', ['d']],
])
const pair = (a: string, b: string, judgement = 'same') => ({ a, b, judgement })

test('a judgement joins all accounts of both networks, and several join all of theirs', () => {
  expect(joinedAccounts([pair('a', 'b')], members).get('a')).toBe(5)
  const chain = joinedAccounts([pair('a', 'b'), pair('c', 'd'), pair('d', 'b')], members)
  expect(['a', 'b', 'c', 'd'].map((account) => chain.get(account))).toEqual([7, 7, 7, 7])
})

test('accounts that are judged different are joined by nothing', () => {
  expect(joinedAccounts([pair('a', 'b', 'different')], members)).toEqual(new Map())
})
