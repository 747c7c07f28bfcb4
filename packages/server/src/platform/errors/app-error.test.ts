import { OrganisationInput } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { AppError, parseInput } from './app-error.ts'

test('an error’s status follows from its code', () => {
  expect(new AppError({ code: 'case-closed', message: 'taken' }).status).toBe(409)
  expect(new AppError({ code: 'store-unavailable', message: 'gone' }).status).toBe(503)
})

test('bad input is reported by field, value and fix, every fault at once', () => {
  const input = { kind: 'shop', slug: 'market-a' }
  try {
    parseInput(OrganisationInput, input)
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ class: 'validation-failed', status: 422, pointer: '/kind' })
    expect((error as Error).message).toMatch(
      /\/kind is not an allowed value; found "shop"; write one of "rights-holder", .*\n\/name is missing/,
    )
  }
})
