import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ValueMap } from './point-groups.ts'
import { linesIn } from './text-lines.ts'
import { cornersOf, type Rectangle } from './rectangles.ts'
import { enlargement, faintTextAreas } from './faint-text.ts'

const [width, height] = [160, 120]

function mapOf(rectangles: readonly Rectangle[], value = 1): ValueMap {
  const data = new Float32Array(width * height)
  for (const { centre, width: across, height: down, angle } of rectangles)
    for (let at = 0; at < data.length; at++) {
      const [dx, dy] = [(at % width) - centre[0], Math.floor(at / width) - centre[1]]
      const along = Math.abs(dx * Math.cos(angle) + dy * Math.sin(angle))
      const over = Math.abs(dy * Math.cos(angle) - dx * Math.sin(angle))
      if (along <= across / 2 && over <= down / 2) data[at] = value
    }
  return { width, height, data }
}

const rectanglesIn = (map: ValueMap, most: number): Rectangle[] =>
  linesIn(map, most).map(({ rectangle }) => rectangle)

test('finds a tilted line in its place, expanded to undo the detector’s shrinking', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.7, max: 0.7, noNaN: true }),
      fc.integer({ min: 40, max: 90 }),
      fc.integer({ min: 8, max: 20 }),
      (angle, across, down) => {
        const drawn: Rectangle = { centre: [80, 60], width: across, height: down, angle }
        const [rectangle, ...rest] = rectanglesIn(mapOf([drawn]), 10)
        expect(rest).toEqual([])
        const margin = (across * down * 1.5) / (2 * (across + down))
        expect(rectangle!.angle).toBeCloseTo(angle, 0)
        expect(Math.hypot(rectangle!.centre[0] - 80, rectangle!.centre[1] - 60)).toBeLessThan(2)
        expect(Math.abs(rectangle!.width - across - 2 * margin)).toBeLessThan(6)
        expect(Math.abs(rectangle!.height - down - 2 * margin)).toBeLessThan(6)
      },
    ),
    { numRuns: 50 },
  )
})

test('separates lines that don’t touch, and keeps the largest ones', () => {
  const lines: Rectangle[] = [
    { centre: [60, 20], width: 80, height: 10, angle: 0 },
    { centre: [60, 50], width: 40, height: 10, angle: 0 },
    { centre: [60, 90], width: 100, height: 12, angle: 0 },
  ]
  expect(linesIn(mapOf(lines), 10)).toHaveLength(3)
  const heights = rectanglesIn(mapOf(lines), 2).map(({ centre }) => Math.round(centre[1]))
  expect(heights.sort((a, b) => a - b)).toEqual([20, 90])
})

test('a faint stretch, a speck and an empty map contain no line', () => {
  const line: Rectangle = { centre: [60, 20], width: 80, height: 10, angle: 0 }
  expect(linesIn(mapOf([line], 0.5), 10)).toEqual([])
  expect(linesIn(mapOf([{ ...line, width: 1, height: 1 }]), 10)).toEqual([])
  expect(linesIn(mapOf([]), 10)).toEqual([])
})

/** A band along a circle, from its middle to both sides. */
function arcMap(radius: number, reach: number, thickness: number, angle: number): ValueMap {
  const data = new Float32Array(width * height)
  for (let at = 0; at < data.length; at++) {
    const [dx, dy] = [(at % width) - 80, Math.floor(at / width) - 60]
    const off = Math.atan2(dy, dx) - angle
    const turns = Math.abs(Math.atan2(Math.sin(off), Math.cos(off)))
    if (turns <= reach && Math.abs(Math.hypot(dx, dy) - radius) <= thickness / 2) data[at] = 1
  }
  return { width, height, data }
}

test('finds the arc of a bent line, whichever way it is bent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 50 }),
      fc.double({ min: 0.6, max: 1.3, noNaN: true }),
      fc.integer({ min: 6, max: 9 }),
      fc.double({ min: -3.1, max: 3.1, noNaN: true }),
      (radius, reach, thickness, angle) => {
        const [line] = linesIn(arcMap(radius, reach, thickness, angle), 10)
        const { arc } = line!
        expect(Math.hypot(arc!.centre[0] - 80, arc!.centre[1] - 60)).toBeLessThan(0.2 * radius)
        expect(Math.abs(arc!.radius - radius)).toBeLessThan(0.2 * radius)
        expect(Math.cos(arc!.angle - angle)).toBeGreaterThan(0.98)
        expect(arc!.width).toBeGreaterThan(2 * reach * radius)
      },
    ),
    { numRuns: 50 },
  )
})

test('a straight line and a wave run along no arc', () => {
  const line: Rectangle = { centre: [80, 60], width: 90, height: 10, angle: 0.3 }
  expect(linesIn(mapOf([line]), 10)[0]).not.toHaveProperty('arc')
  const wave = Array.from({ length: 100 }, (_, x): Rectangle => {
    const y = 60 + 20 * Math.sin((x / 100) * 2 * Math.PI)
    return { centre: [30 + x, y], width: 2, height: 10, angle: 0 }
  })
  expect(linesIn(mapOf(wave), 10)[0]).not.toHaveProperty('arc')
})

test('looks again where next to nothing was seen, and not where lines were read', () => {
  const faint: Rectangle = { centre: [640, 300], width: 90, height: 10, angle: 0 }
  const [wide, high] = [960, 960]
  const data = new Float32Array(wide * high)
  for (let x = 600; x < 680; x++) data[300 * wide + x] = 0.01
  const map = { width: wide, height: high, data }
  const [place, ...rest] = faintTextAreas(map, [])
  expect(rest).toEqual([])
  expect(enlargement(place!)).toBeGreaterThan(1.9)
  expect(place!.left).toBeLessThan(500)
  expect(place!.left + place!.width).toBeGreaterThan(780)
  expect(faintTextAreas(map, [faint])).toEqual([])
  data.fill(1)
  expect(faintTextAreas(map, [])).toEqual([])
})

test('corners go clockwise from the top left of the text', () => {
  const corners = cornersOf({ centre: [10, 20], width: 8, height: 4, angle: 0 })
  expect(corners).toEqual([
    [6, 18],
    [14, 18],
    [14, 22],
    [6, 22],
  ])
})
