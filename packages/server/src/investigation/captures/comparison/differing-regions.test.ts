import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runToEnd } from '../../../platform/time-slicing/index.ts'
import { differingRegions, squareSide, type PixelImage, type Region } from './differing-regions.ts'

function plain(width: number, height: number, shade = 200): PixelImage {
  return { width, height, data: new Uint8Array(width * height * 4).fill(shade) }
}

/** Fills a rectangle within the picture. */
function paint(pixels: PixelImage, { x, y, width, height }: Region, shade: number): void {
  for (let row = y; row < Math.min(y + height, pixels.height); row++) {
    for (let column = x; column < Math.min(x + width, pixels.width); column++) {
      pixels.data.fill(
        shade,
        (row * pixels.width + column) * 4,
        (row * pixels.width + column + 1) * 4,
      )
    }
  }
}

const regionsOf = (before: PixelImage, after: PixelImage): Region[] =>
  runToEnd(differingRegions(before, after))
const inside = (x: number, y: number, region: Region): boolean =>
  x >= region.x && y >= region.y && x < region.x + region.width && y < region.y + region.height

const rectangle = fc.record({
  x: fc.nat(150),
  y: fc.nat(150),
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
})

test('every point that differs lies in a region, and every region has such pixels on each side', () => {
  fc.assert(
    fc.property(
      fc.array(rectangle, { maxLength: 5 }),
      fc.integer({ min: 100, max: 180 }),
      fc.integer({ min: 100, max: 180 }),
      (painted, width, height) => {
        const [before, after] = [plain(width, height), plain(width, height)]
        for (const area of painted) paint(after, area, 20)
        const regions = regionsOf(before, after)
        const differing: [number, number][] = []
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const at = (y * width + x) * 4
            if (before.data[at] !== after.data[at]) differing.push([x, y])
          }
        }
        for (const [x, y] of differing) {
          expect(regions.some((region) => inside(x, y, region))).toBe(true)
        }
        for (const region of regions) {
          expect(region.x + region.width).toBeLessThanOrEqual(width)
          expect(region.y + region.height).toBeLessThanOrEqual(height)
          const own = differing.filter(([x, y]) => inside(x, y, region))
          expect(Math.min(...own.map(([x]) => x))).toBeLessThan(region.x + squareSide)
          expect(Math.max(...own.map(([x]) => x))).toBeGreaterThanOrEqual(
            region.x + region.width - squareSide,
          )
          expect(Math.min(...own.map(([, y]) => y))).toBeLessThan(region.y + squareSide)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('the same picture, and one whose edges are drawn a little otherwise, differ nowhere', () => {
  const before = plain(100, 50)
  expect(regionsOf(before, plain(100, 50))).toEqual([])
  expect(regionsOf(before, plain(100, 50, 220))).toEqual([])
  expect(regionsOf(before, plain(100, 50, 230))).toHaveLength(1)
})

test('what only the larger picture shows differs', () => {
  const [shorter, taller] = [plain(100, 50), plain(100, 90)]
  const below = [{ x: 0, y: 48, width: 100, height: 42 }]
  expect(regionsOf(shorter, taller)).toEqual(below)
  expect(regionsOf(taller, shorter)).toEqual(below)
  expect(regionsOf(plain(100, 50), plain(130, 50))).toEqual([
    { x: 96, y: 0, width: 34, height: 50 },
  ])
})

test('very many regions are reported as a hundred that omit nothing', () => {
  const [before, after] = [plain(3000, 300), plain(3000, 300)]
  const dots: Region[] = []
  for (let x = 0; x < 3000; x += 80) {
    for (let y = 0; y < 300; y += 80) dots.push({ x, y, width: 4, height: 4 })
  }
  for (const dot of dots) paint(after, dot, 0)
  const regions = regionsOf(before, after)
  expect(regions).toHaveLength(100)
  for (const { x, y } of dots) expect(regions.some((region) => inside(x, y, region))).toBe(true)
})
