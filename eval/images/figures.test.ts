import { expect, test } from 'vitest'
import { averagePrecision, thresholdOf, type JudgedAnswer } from './figures.ts'

const said = (score: number | undefined, right: boolean, copy = true): JudgedAnswer => ({
  question: { file: '', half: 'report', hard: false, shows: copy ? 1 : undefined },
  answer: score === undefined ? undefined : { reference: right ? 1 : 2, score },
  right,
})

test('average precision is that of the textbooks', () => {
  // Ranked right, wrong, right; a fourth copy was not found: (1 + 2/3) / 3.
  const list = [said(9, true), said(8, false, false), said(7, true), said(undefined, false)]
  expect(averagePrecision(list)).toBeCloseTo((1 + 2 / 3) / 3)
})

test('answers of one score count together, in whatever order they come', () => {
  const one = [said(5, true), said(5, false, false)]
  expect(averagePrecision(one)).toBe(0.5)
  expect(averagePrecision(one.toReversed())).toBe(0.5)
})

test('the threshold lets no more distractors through than allowed', () => {
  const distractors = Array.from({ length: 2000 }, (_, at) => said(at, false, false))
  const copies = [said(1990, true), said(1997.5, true), said(5000, true)]
  // Two of two thousand may: those of 1999 and 1998.
  expect(thresholdOf([...distractors, ...copies])).toBe(1997.5)
  expect(thresholdOf([said(3, false, false), said(2, true), said(4, true)])).toBe(4)
  expect(thresholdOf([said(3, false, false), said(2, true)])).toBe(Infinity)
})
