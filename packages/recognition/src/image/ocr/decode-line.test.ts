import { expect, test } from 'vitest'
import { comparableLetters, likelyLetters, textOfSteps } from './decode-line.ts'

const letters = ['a', 'b', '包', ' ']

/** Steps in which each named class is the likeliest; `thought` is how likely a space is there. */
function steps(...best: [letter: string, sure: number, thought?: number][]) {
  const classes = letters.length + 1
  const data = new Float32Array(best.length * classes)
  for (const [step, [letter, sure, thought = 0]] of best.entries()) {
    data[step * classes + classes - 1] = thought
    data[step * classes + letters.indexOf(letter) + 1] = sure
  }
  return { count: best.length, classes, data }
}

test('joins a letter seen in consecutive steps, and keeps one after a blank', () => {
  const read = textOfSteps(steps(['a', 0.8], ['a', 0.9], ['-', 1], ['a', 0.6], ['b', 1]), letters)
  expect(read.text).toBe('aab')
  expect(read.confidence).toBeCloseTo(0.8)
})

test('a space is read between Latin letters at a low probability, elsewhere at a high one', () => {
  expect(textOfSteps(steps(['a', 1], ['-', 1, 0.02], ['b', 1]), letters).text).toBe('a b')
  expect(textOfSteps(steps(['a', 1], ['-', 1, 0.002], ['b', 1]), letters).text).toBe('ab')
  expect(textOfSteps(steps(['包', 1], ['-', 1, 0.02], ['包', 1]), letters).text).toBe('包包')
  expect(textOfSteps(steps(['包', 1], [' ', 1], ['包', 1]), letters).text).toBe('包 包')
})

test('of blanks alone nothing is read', () => {
  expect(textOfSteps(steps(['-', 1], ['-', 1]), letters)).toEqual({ text: '', confidence: 0 })
})

test('returns possible letters as names are compared, without case, signs, other scripts and empty steps', () => {
  const known = ['a', 'A', '\u00e4', '包', '-', ' ']
  const compared = comparableLetters(known)
  expect(compared).toEqual(['a', 'a', 'a', undefined, '', ''])
  const data = Float32Array.from([
    1, 0, 0, 0, 0, 0, 0, 0.1, 0.4, 0.3, 0.1, 0.1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0.995, 0, 0, 0, 0,
    0.005, 0, 0.3, 0.6, 0, 0, 0.001, 0.099, 0,
  ])
  const [first, none, second, ...rest] = likelyLetters({ count: 5, classes: 7, data }, compared)
  expect(rest).toEqual([])
  expect(first).toEqual({ '': expect.closeTo(0.1), a: expect.closeTo(0.8) })
  expect(none).toEqual({ '': 1 })
  expect(second).toEqual({ '': expect.closeTo(0.399), a: expect.closeTo(0.6) })
})
