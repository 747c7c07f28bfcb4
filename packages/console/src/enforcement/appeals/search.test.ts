import { expect, test } from 'vitest'
import { readAppealSearch, readProofRequestSearch } from './search.ts'

test('the lists read the parameters that they know from an address, and ignore others', () => {
  const proceeding = '0b6f7a8c-1d2e-4f3a-8b4c-5d6e7f8a9b0c'
  expect(readAppealSearch({ state: 'all', proceeding })).toEqual({ state: 'all', proceeding })
  expect(readAppealSearch({ state: 'open', proceeding: `${proceeding}'--`, x: '1' })).toEqual({})
  expect(readProofRequestSearch({ state: 'expired' })).toEqual({ state: 'expired' })
  expect(readProofRequestSearch({ state: 'fake' })).toEqual({})
})
