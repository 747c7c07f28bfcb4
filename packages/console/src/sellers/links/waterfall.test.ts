import { expect, test } from 'vitest'
import { waterfallOf } from './waterfall.ts'
import type { LinkReason } from '../link-components/index.ts'

const reason = (code: string, family: string, weight: number): LinkReason => ({
  code,
  family,
  weight,
  identifier: null,
  places: [],
})

test('each reason begins where the one before ended, and the last ends at the weight', () => {
  const { start, steps, end, isGrounded } = waterfallOf(4, [
    reason('identifier.phone', 'contact', 9),
    reason('text.alike', 'text', -3),
    reason('trade.prices', 'trade', 2),
    reason('text.style', 'text', 1),
  ])
  expect([start, end, isGrounded]).toEqual([-5, 4, true])
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [-5, 4],
    [4, 6],
    [6, 7],
    [7, 4],
  ])
})

test('a judgement is no step, since it decides whatever the evidence says', () => {
  const { start, steps, end } = waterfallOf(4100, [
    reason('judgement.same', 'judgement', 4096),
    reason('pictures.same', 'pictures', 8),
  ])
  expect([start, end, steps.length]).toEqual([-4, 4, 1])
})

test('one kind of likeness is no ground for a link, two are', () => {
  const pictures = reason('pictures.same', 'pictures', 12)
  expect(waterfallOf(-1, [pictures]).isGrounded).toBe(false)
  expect(waterfallOf(-1, [pictures, reason('text.style', 'text', 4)]).isGrounded).toBe(false)
  expect(waterfallOf(3, [pictures, reason('text.alike', 'text', 4)]).isGrounded).toBe(true)
})
