import { expect, test } from 'vitest'
import { maxListingIds, parseListingIds } from './parse-listing-ids.ts'

test('reads one listing per line, whatever surrounds it', () => {
  expect(parseListingIds('pasar 17\n\n  bazarune\tlot 4 \r\n')).toEqual([
    { marketplace: 'pasar', id: '17' },
    { marketplace: 'bazarune', id: 'lot 4' },
  ])
})

test.each(['', ' \n', 'pasar', 'pasar 1\npasar', 'pasar 1\n'.repeat(maxListingIds + 1)])(
  'refuses a list with a line without a listing, or one that is too long',
  (text) => {
    expect(parseListingIds(text)).toBeUndefined()
  },
)
