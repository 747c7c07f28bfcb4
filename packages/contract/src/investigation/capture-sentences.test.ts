import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  captureSentences,
  readCaptureSentence,
  writeCaptureSentence,
  type CaptureSentence,
} from './capture-sentences.ts'

const codes = Object.keys(captureSentences) as CaptureSentence[]
const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '')

test('every sentence is read with the values with which it was written', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.nat(), text, (code, number, words) => {
      const names = [...captureSentences[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
      const values = Object.fromEntries(
        names.map((name) => [
          name,
          name === 'sentence' || name === 'observed' ? words : String(number),
        ]),
      )
      const sentence = writeCaptureSentence(code, values as never)
      expect(readCaptureSentence(sentence)).toEqual({ code, values })
    }),
  )
})

test('a sentence from elsewhere is not read as one of these', () => {
  expect(readCaptureSentence('The page is very high; screenshots show the first 10.')).toBe(
    undefined,
  )
})
