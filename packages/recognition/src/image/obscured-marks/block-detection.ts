/** Gray levels, row by row. */
export interface Plane {
  width: number
  height: number
  data: Float32Array
}

/** At least this share of the blocks' variation is not explained by row and column: stripes and checks are. */
const MIN_OWN = 0.06
/** Patterns repeat with distance; camera pictures become less alike with it. */
const PERIODIC_MARGIN = 0.1
/** Lines between blocks, as of tiles and woven straps, are darker or lighter than both; a step is between them. */
const MIN_BETWEEN = 0.75
/** At least this share of the blocks is well between the darkest and the brightest. */
const MIN_MIDDLE = 0.35
const NEAR_ENDS = 0.15
/** Gray levels of difference that recompression may cause. */
const BESIDE = 4
/**
 * At least this share of adjacent blocks has different colours: where two edges cross, as at the corner of a shirt,
 * most do not.
 */
const MIN_DIFFERENT = 0.4
const DIFFER = 4

export interface Grid {
  left: number
  top: number
  side: number
}

/** Whether blocks on this grid are flat, form no pattern and meet in steps. */
export function showsBlocks(
  plane: Plane,
  { left, top, side }: Grid,
  { right, bottom }: { right: number; bottom: number },
): boolean {
  const columns = Math.floor((right - left) / side)
  const rows = Math.floor((bottom - top) / side)
  if (columns < 3 || rows < 3) return false
  const means = new Float64Array(columns * rows)
  const { width, height, data } = plane
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let total = 0
      let count = 0
      const x1 = Math.min(width - 1, Math.round(left + (column + 1) * side) - 2)
      const y1 = Math.min(height - 1, Math.round(top + (row + 1) * side) - 2)
      for (let y = Math.round(top + row * side) + 1; y <= y1; y++)
        for (let x = Math.round(left + column * side) + 1; x <= x1; x++) {
          total += data[y * width + x] as number
          count++
        }
      means[row * columns + column] = count === 0 ? 0 : total / count
    }
  return (
    !isOfTwoColours(means) &&
    isOwn(means, columns, rows) &&
    !isPeriodic(means, columns, rows) &&
    steps(plane, { left, top, side }, means, columns, rows)
  )
}

function isOwn(means: Float64Array, columns: number, rows: number): boolean {
  const mean = sum(means) / means.length
  const byColumn = new Float64Array(columns)
  const byRow = new Float64Array(rows)
  means.forEach((value, at) => {
    byColumn[at % columns] = (byColumn[at % columns] as number) + value / rows
    const row = Math.floor(at / columns)
    byRow[row] = (byRow[row] as number) + value / columns
  })
  let all = 0
  let own = 0
  means.forEach((value, at) => {
    all += (value - mean) ** 2
    const expected =
      (byColumn[at % columns] as number) + (byRow[Math.floor(at / columns)] as number)
    own += (value - expected + mean) ** 2
  })
  return all > 0 && own / all >= MIN_OWN
}

/** Whether blocks two apart are more alike than adjacent ones. */
function isPeriodic(means: Float64Array, columns: number, rows: number): boolean {
  const mean = sum(means) / means.length
  const alike = (dx: number, dy: number): number => {
    let [ab, aa, bb] = [0, 0, 0]
    for (let y = 0; y + dy < rows; y++)
      for (let x = 0; x + dx < columns; x++) {
        const a = (means[y * columns + x] as number) - mean
        const b = (means[(y + dy) * columns + x + dx] as number) - mean
        ab += a * b
        aa += a * a
        bb += b * b
      }
    return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb)
  }
  return alike(2, 0) > alike(1, 0) + PERIODIC_MARGIN || alike(0, 2) > alike(0, 1) + PERIODIC_MARGIN
}

function steps(
  { width, height, data }: Plane,
  { left, top, side }: Grid,
  means: Float64Array,
  columns: number,
  rows: number,
): boolean {
  let between = 0
  const differ = [0, 0]
  const pairs = [0, 0]
  const countEdge = (a: number, b: number, x: number, y: number, axis: 0 | 1): void => {
    pairs[axis] = (pairs[axis] ?? 0) + 1
    if (Math.abs(a - b) < DIFFER) return
    differ[axis] = (differ[axis] ?? 0) + 1
    const [low, high] = [Math.min(a, b) - BESIDE, Math.max(a, b) + BESIDE]
    // A picture that was shrunk shows the step on either side of the line.
    for (const before of [0, 1]) {
      const [column, row] = axis === 0 ? [x - before, y] : [x, y - before]
      if (column < 0 || row < 0 || column >= width || row >= height) continue
      const shown = data[row * width + column] as number
      if (shown < low || shown > high) return
    }
    between++
  }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const here = means[row * columns + column] as number
      const [x, y] = [left + column * side, top + row * side]
      const [middleX, middleY] = [Math.round(x + side / 2), Math.round(y + side / 2)]
      if (column > 0)
        countEdge(means[row * columns + column - 1] as number, here, Math.round(x), middleY, 0)
      if (row > 0)
        countEdge(means[(row - 1) * columns + column] as number, here, middleX, Math.round(y), 1)
    }
  const [across = 0, down = 0] = differ
  return (
    across >= MIN_DIFFERENT * (pairs[0] ?? 0) &&
    down >= MIN_DIFFERENT * (pairs[1] ?? 0) &&
    between >= MIN_BETWEEN * (across + down)
  )
}

/** Codes, checks and letters have two colours; camera pictures have many. */
function isOfTwoColours(means: Float64Array): boolean {
  const [least, most] = [Math.min(...means), Math.max(...means)]
  const near = (most - least) * NEAR_ENDS
  const between = means.filter((value) => value > least + near && value < most - near).length
  return between < MIN_MIDDLE * means.length
}

export function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}
