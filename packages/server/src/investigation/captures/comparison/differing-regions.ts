/** A picture as pixels of four bytes each: red, green, blue and alpha. */
export type PixelImage = { width: number; height: number; data: Uint8Array }

/** A rectangle of a picture in pixels. */
export type Region = { x: number; y: number; width: number; height: number }

const squareBits = 4
/** Side of a square in pixels: differences are found by square. */
export const squareSide = 1 << squareBits
/** Tolerated difference of a colour, of 255: edges of letters vary that much between renderings. */
const tolerance = 24
const mostRegions = 100

/**
 * The regions in which two pictures of one page differ: squares that touch, or are one square apart, form a region.
 * Parts of the larger picture beyond the other count as different. Empty if they look the same.
 */
export function* differingRegions(
  before: PixelImage,
  after: PixelImage,
): Generator<void, Region[], void> {
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const columns = Math.ceil(width / squareSide)
  const rows = Math.ceil(height / squareSide)
  const marked = new Uint8Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    markRow(before, after, row, marked.subarray(row * columns, (row + 1) * columns))
    yield
  }
  const regions = connected(marked, columns, rows).map(({ x, y, width: wide, height: high }) => ({
    x: x * squareSide,
    y: y * squareSide,
    width: Math.min(wide * squareSide, width - x * squareSide),
    height: Math.min(high * squareSide, height - y * squareSide),
  }))
  return fewer(regions)
}

function markRow(before: PixelImage, after: PixelImage, row: number, marked: Uint8Array): void {
  const height = Math.min(before.height, after.height)
  const width = Math.min(before.width, after.width)
  const tallest = Math.max(before.height, after.height)
  const widest = Math.max(before.width, after.width)
  const [one, other] = [wordsOf(before), wordsOf(after)]
  const end = Math.min((row + 1) * squareSide, tallest)
  for (let y = row * squareSide; y < end; y++) {
    if (y >= height) {
      // Nothing to compare with below the shorter one.
      marked.fill(1)
      return
    }
    let [at, beside] = [y * before.width, y * after.width]
    for (let x = 0; x < width; x++, at++, beside++) {
      const [a, b] = [one[at] ?? 0, other[beside] ?? 0]
      if (a !== b && isOff(a, b)) marked[x >> squareBits] = 1
    }
    for (let x = width; x < widest; x += squareSide - (x % squareSide)) {
      marked[x >> squareBits] = 1
    }
  }
}

/** Each pixel's four bytes as one number, so that equal pixels are skipped quickly. */
function wordsOf({ data }: PixelImage): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
}

function isOff(a: number, b: number): boolean {
  for (let shift = 0; shift < 32; shift += 8) {
    if (Math.abs(((a >>> shift) & 255) - ((b >>> shift) & 255)) > tolerance) return true
  }
  return false
}

/** Bounds of marked squares at most one square apart, from the top. */
function connected(marked: Uint8Array, columns: number, rows: number): Region[] {
  const regions: Region[] = []
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] !== 1) continue
    const open = [start]
    marked[start] = 2
    let [left, right, top, bottom] = [columns, 0, rows, 0]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [x, y] = [next % columns, Math.floor(next / columns)]
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      for (let beside = Math.max(0, y - 2); beside <= Math.min(rows - 1, y + 2); beside++) {
        for (let across = Math.max(0, x - 2); across <= Math.min(columns - 1, x + 2); across++) {
          const place = beside * columns + across
          if (marked[place] !== 1) continue
          marked[place] = 2
          open.push(place)
        }
      }
    }
    regions.push({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 })
  }
  return regions
}

/** Merges the last of very many regions: nobody reviews them one by one. */
function fewer(regions: Region[]): Region[] {
  if (regions.length <= mostRegions) return regions
  const rest = regions.slice(mostRegions - 1)
  const x = Math.min(...rest.map((region) => region.x))
  const y = Math.min(...rest.map((region) => region.y))
  const width = Math.max(...rest.map((region) => region.x + region.width)) - x
  const height = Math.max(...rest.map((region) => region.y + region.height)) - y
  return [...regions.slice(0, mostRegions - 1), { x, y, width, height }]
}
