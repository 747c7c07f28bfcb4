import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cornersOf, linesIn, type Rectangle, type TextMap } from './lines.ts'

const [width, height] = [160, 120]

function mapOf(rectangles: readonly Rectangle[], value = 1): TextMap {
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

test('finds a tilted line where it lies, grown by what the detector shrinks lines by', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.7, max: 0.7, noNaN: true }),
      fc.integer({ min: 40, max: 90 }),
      fc.integer({ min: 8, max: 20 }),
      (angle, across, down) => {
        const drawn: Rectangle = { centre: [80, 60], width: across, height: down, angle }
        const [found, ...others] = linesIn(mapOf([drawn]), 10)
        expect(others).toEqual([])
        const margin = (across * down * 1.5) / (2 * (across + down))
        expect(found!.angle).toBeCloseTo(angle, 0)
        expect(Math.hypot(found!.centre[0] - 80, found!.centre[1] - 60)).toBeLessThan(2)
        expect(Math.abs(found!.width - across - 2 * margin)).toBeLessThan(6)
        expect(Math.abs(found!.height - down - 2 * margin)).toBeLessThan(6)
      },
    ),
    { numRuns: 50 },
  )
})

test('tells lines apart that don’t touch, and keeps the largest ones', () => {
  const lines: Rectangle[] = [
    { centre: [60, 20], width: 80, height: 10, angle: 0 },
    { centre: [60, 50], width: 40, height: 10, angle: 0 },
    { centre: [60, 90], width: 100, height: 12, angle: 0 },
  ]
  expect(linesIn(mapOf(lines), 10)).toHaveLength(3)
  const heights = linesIn(mapOf(lines), 2).map(({ centre }) => Math.round(centre[1]))
  expect(heights.sort((a, b) => a - b)).toEqual([20, 90])
})

test('a faint stretch, a speck and an empty map hold no line', () => {
  const line: Rectangle = { centre: [60, 20], width: 80, height: 10, angle: 0 }
  expect(linesIn(mapOf([line], 0.5), 10)).toEqual([])
  expect(linesIn(mapOf([{ ...line, width: 1, height: 1 }]), 10)).toEqual([])
  expect(linesIn(mapOf([]), 10)).toEqual([])
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
