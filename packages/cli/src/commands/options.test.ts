import { expect, test } from 'vitest'
import { isDevice } from './options.ts'

test('what lies in memory is a file like any other, and may be written over by mistake', () => {
  expect(['/dev/null', '/dev/fd/3', '/dev/stdout'].filter(isDevice)).toHaveLength(3)
  expect(['/dev/shm/offers.ndjson', 'dev/null', 'offers.ndjson'].filter(isDevice)).toEqual([])
})
