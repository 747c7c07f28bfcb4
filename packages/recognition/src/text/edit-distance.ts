/** Rows of the table of distances, used again by every call. */
let rows = [new Int32Array(64), new Int32Array(64), new Int32Array(64)]

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (optimal string
 * alignment), in UTF-16 units. More than `most` counts as `most + 1`.
 */
export function editDistance(one: string, other: string, most: number): number {
  if (one === other) return 0
  if (Math.abs(one.length - other.length) > most) return most + 1
  let start = 0
  let [end, otherEnd] = [one.length, other.length]
  while (start < end && start < otherEnd && one.charCodeAt(start) === other.charCodeAt(start))
    start++
  while (
    end > start &&
    otherEnd > start &&
    one.charCodeAt(end - 1) === other.charCodeAt(otherEnd - 1)
  ) {
    end--
    otherEnd--
  }
  const [height, width] = [end - start, otherEnd - start]
  if (height === 0 || width === 0) return Math.min(height + width, most + 1)
  if ((rows[0]?.length ?? 0) <= width) rows = rows.map(() => new Int32Array(2 * width))
  let [before, above, row] = rows as [Int32Array, Int32Array, Int32Array]
  for (let j = 0; j <= width; j++) above[j] = j
  for (let i = 1; i <= height; i++) {
    row[0] = i
    let least = i
    const sign = one.charCodeAt(start + i - 1)
    for (let j = 1; j <= width; j++) {
      const match = other.charCodeAt(start + j - 1)
      let cost = (above[j - 1] ?? 0) + (sign === match ? 0 : 1)
      cost = Math.min(cost, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      const swapped =
        i > 1 &&
        j > 1 &&
        sign === other.charCodeAt(start + j - 2) &&
        one.charCodeAt(start + i - 2) === match
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    const free = before
    before = above
    above = row
    row = free
  }
  return Math.min(above[width] ?? 0, most + 1)
}
