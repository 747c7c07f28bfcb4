import { expect, test } from 'vitest'
import { noticesOf } from './source-notices.ts'

test('the matters of a proceeding show the items that they came from, each once', () => {
  const [one, other] = [
    '0b6f7a8c-1d2e-4f3a-8b4c-5d6e7f8a9b0c',
    '1b6f7a8c-1d2e-4f3a-8b4c-5d6e7f8a9b0c',
  ]
  const instances = [
    `n-${one}-0`,
    `n-${one}-0/restriction`,
    `n-${other}-12/restriction/filing`,
    'n1',
  ]
  expect(noticesOf(instances)).toEqual([
    { id: one, item: 0 },
    { id: other, item: 12 },
  ])
})
