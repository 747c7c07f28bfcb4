import { expect, test } from 'vitest'
import { readNewReferralSearch, readReceivedReferralSearch, readReferralSearch } from './search.ts'

test('an unknown state is dropped, and recipients see no drafts', () => {
  expect(readReferralSearch({ state: 'draft' })).toEqual({ state: 'draft' })
  expect(readReferralSearch({ state: 'lost' })).toEqual({})
  expect(readReceivedReferralSearch({ state: 'draft' })).toEqual({})
  expect(readReceivedReferralSearch({ state: 'sent' })).toEqual({ state: 'sent' })
})

test('a new dossier is made from one network or one case', () => {
  expect(readNewReferralSearch({ network: 'n', case: 'c' })).toEqual({ network: 'n' })
  expect(readNewReferralSearch({ case: 'c' })).toEqual({ case: 'c' })
  expect(readNewReferralSearch({})).toEqual({})
})
