import type { Raster } from '../raster.ts'
import { between, colour, type Edit } from './edit-context.ts'

type Corner = readonly [x: number, y: number]

/** As if the picture had been photographed from one side: its corners move inwards. */
export const perspective: Edit = async (raster, hard, { random }) => {
  const { width, height, data } = raster
  const most = hard ? 0.22 : 0.08
  const corners: Corner[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]
  const moved = corners.map(([x, y]): Corner => [
    x + (x > 0 ? -1 : 1) * between(random, 0, most) * width,
    y + (y > 0 ? -1 : 1) * between(random, 0, most) * height,
  ])
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = projection(moved, corners)
  const ground = Buffer.from(colour(random).slice(1), 'hex')
  const result = Buffer.alloc(data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const depth = g * x + h * y + 1
      const [fromX, fromY] = [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth]
      const inside = fromX >= 0 && fromY >= 0 && fromX < width - 1 && fromY < height - 1
      for (let channel = 0; channel < 3; channel++)
        result[(y * width + x) * 3 + channel] = inside
          ? mixed(raster, fromX, fromY, channel)
          : (ground[channel] ?? 0)
    }
  return { width, height, data: result }
}

/** The point between four, by how near it is to each. */
function mixed({ width, data }: Raster, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [across, down] = [x - left, y - top]
  const at = (column: number, row: number): number =>
    data[((top + row) * width + left + column) * 3 + channel] ?? 0
  const upper = at(0, 0) * (1 - across) + at(1, 0) * across
  const lower = at(0, 1) * (1 - across) + at(1, 1) * across
  return upper * (1 - down) + lower * down
}

/** The eight numbers of the projection that maps four points to four others (Gauss and Jordan). */
function projection(from: readonly Corner[], to: readonly Corner[]): number[] {
  const rows = from.flatMap(([x, y], each) => {
    const [u, v] = to[each] ?? [0, 0]
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  for (let column = 0; column < 8; column++) {
    const size = (row: number): number => Math.abs(rows[row]?.[column] ?? 0)
    let largest = column
    for (let row = column + 1; row < 8; row++) if (size(row) > size(largest)) largest = row
    const [one = [], other = []] = [rows[largest], rows[column]]
    rows[column] = one
    rows[largest] = other
    rows.forEach((row, each) => {
      if (row === one) return
      const factor = (row[column] ?? 0) / (one[column] ?? 1)
      rows[each] = row.map((value, at) => value - factor * (one[at] ?? 0))
    })
  }
  return rows.map((row, each) => (row[8] ?? 0) / (row[each] ?? 1))
}
