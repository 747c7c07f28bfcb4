import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { fittedLine } from './fit-scores.ts'
import type { JudgedAnswer } from './figures.ts'

test('finds the line that answers were drawn by', () => {
  const random = seededRandom(1)
  const said = Array.from({ length: 20_000 }, (_, each): JudgedAnswer => {
    const score = -160 * random()
    const right = random() < 1 / (1 + Math.exp(-(12 + 0.15 * score)))
    const question = { file: String(each), half: 'choose' as const, hard: false }
    return {
      question: { ...question, shows: right ? 1 : undefined },
      answer: { reference: 1, score },
      right,
    }
  })
  const { base, slope } = fittedLine(said)
  expect(Math.abs(slope - 0.15)).toBeLessThan(0.01)
  expect(Math.abs(base - 12)).toBeLessThan(0.8)
})
