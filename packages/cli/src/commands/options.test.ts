import { expect, test } from 'vitest'
import { isDevice } from './options.ts'

test('a file of an in-memory file system is a file like any other, and could be overwritten by mistake', () => {
  expect(['/dev/null', '/dev/fd/3', '/dev/stdout'].filter(isDevice)).toHaveLength(3)
  expect(['/dev/shm/offers.ndjson', 'dev/null', 'offers.ndjson'].filter(isDevice)).toEqual([])
})
