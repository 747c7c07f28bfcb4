import { expect, test } from 'vitest'
import { numbersFrom } from '../../../test/images/scene.ts'
import { agreementOf } from './agreement.ts'
import type { Pairs, Places } from './model.ts'

const number = numbersFrom(1)
const frame = { width: 640, height: 480 }
const shift = { a: 1, b: 0, c: 30, d: 0, e: 1, f: -20 }

function spread(count: number, left: number, right: number): Places {
  const between = (least: number, most: number) => least + (most - least) * number()
  return {
    count,
    x: Float64Array.from({ length: count }, () => between(left, right)),
    y: Float64Array.from({ length: count }, () => between(0, 480)),
  }
}

/** The places as a shifted picture has them. */
function shifted({ count, x, y }: Places): Places {
  return { count, x: x.map((value) => value + shift.c), y: y.map((value) => value + shift.f) }
}

function pairsOf(reference: Places, query: Places): Pairs {
  const { count, x: referenceX, y: referenceY } = reference
  const none = new Float64Array(count)
  const numbers = Int32Array.from({ length: count }, (_, i) => i)
  return {
    count,
    referenceX,
    referenceY,
    queryX: query.x,
    queryY: query.y,
    growth: none,
    turn: none,
    weight: none,
    query: numbers,
    reference: numbers,
  }
}

test('all squares of a shifted copy agree', () => {
  const reference = spread(900, 0, 640)
  const query = shifted(reference)
  const pairs = pairsOf(reference, query)
  const { compared, agreed } = agreementOf(shift, [...pairs.query], pairs, query, reference, frame)
  expect(compared).toBeGreaterThan(100)
  expect(agreed).toBe(compared)
})

test('where one half shows something else, only the other agrees', () => {
  const reference = spread(900, 0, 640)
  const query = shifted(reference)
  const pairs = pairsOf(reference, query)
  const left = [...pairs.query].filter((i) => reference.x[i]! < 320)
  const { compared, agreed } = agreementOf(shift, left, pairs, query, reference, frame)
  expect(agreed / compared).toBeGreaterThan(0.4)
  expect(agreed / compared).toBeLessThan(0.6)
})

test('the middle is distinguished from its surroundings', () => {
  const reference = spread(900, 0, 640)
  const query = shifted(reference)
  const pairs = pairsOf(reference, query)
  const around = [...pairs.query].filter(
    (i) => Math.abs(reference.x[i]! - 320) > 180 || Math.abs(reference.y[i]! - 240) > 140,
  )
  const agreement = agreementOf(shift, around, pairs, query, reference, frame)
  expect(agreement.middleCompared).toBeGreaterThan(20)
  expect(agreement.middleAgreed).toBe(0)
  expect(agreement.agreed).toBeGreaterThan(0.5 * agreement.compared)
})

test('content of only one of the pictures is no evidence', () => {
  const reference = spread(400, 0, 300)
  const query = shifted(spread(400, 340, 640))
  const pairs = pairsOf(reference, query)
  expect(agreementOf(shift, [], pairs, query, reference, frame)).toMatchObject({
    compared: 0,
    agreed: 0,
  })
})
