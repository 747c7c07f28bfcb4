import { expect, test } from 'vitest'
import { charactersRead } from './characters.ts'

test('counts letters and digits that need no change, whatever stands between them', () => {
  expect(charactersRead('DM TO ORDER', 'dmto order.')).toEqual({ right: 9, of: 9 })
  expect(charactersRead('50% OFF', '5O% OF')).toEqual({ right: 3, of: 5 })
  expect(charactersRead('高仿手表', '高仿表')).toEqual({ right: 3, of: 4 })
  expect(charactersRead('abc', '')).toEqual({ right: 0, of: 3 })
})
