import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readStoredSentence,
  storedSentences,
  writeStoredSentence,
  type StoredSentence,
} from './stored-sentences.ts'

const codes = Object.keys(storedSentences) as StoredSentence[]

test('every sentence is read with the values with which it was written', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.nat(), (code, number) => {
      const names = [...storedSentences[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
      const values = Object.fromEntries(names.map((name) => [name, String(number)]))
      const sentence = writeStoredSentence(code, values as never)
      expect(readStoredSentence(sentence)).toEqual({ code, values })
    }),
  )
})

test('a sentence of another version is not read as one of these', () => {
  expect(readStoredSentence('The server responded with status unknown.')).toBe(undefined)
  expect(readStoredSentence('A person wrote this.')).toBe(undefined)
})
