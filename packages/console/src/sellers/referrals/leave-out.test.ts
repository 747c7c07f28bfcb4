import { expect, test } from 'vitest'
import { leaveOut } from './leave-out.ts'

const items = [
  { kind: 'account', subject: 'a' },
  { kind: 'account', subject: 'b' },
  { kind: 'listing', subject: 'l' },
] as const

test('an account is left out by naming the others', () => {
  const preview = { counts: { accounts: 2, listings: 300 }, items }
  expect(leaveOut(preview, { kind: 'account', subject: 'a' })).toEqual({ accounts: ['b'] })
})

test('nothing is left out where the page does not know all, or it is the last', () => {
  expect(
    leaveOut({ counts: { accounts: 3, listings: 1 }, items }, { kind: 'account', subject: 'a' }),
  ).toBeUndefined()
  expect(
    leaveOut({ counts: { accounts: 2, listings: 1 }, items }, { kind: 'listing', subject: 'l' }),
  ).toBeUndefined()
})
