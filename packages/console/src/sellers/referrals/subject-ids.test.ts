import { expect, test } from 'vitest'
import { subjectIds } from './subject-ids.ts'

const id = '01234567-89ab-4def-8123-456789abcdef'

test('addresses of pages name listings and accounts', () => {
  expect(subjectIds(`https://touchstone.example/listings/${id}?x=1\n${id.toUpperCase()}`)).toEqual([
    id,
  ])
  expect(subjectIds('')).toEqual([])
  expect(subjectIds('https://bazaar.example/17')).toBeUndefined()
})
