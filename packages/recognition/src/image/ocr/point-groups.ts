/** A value for each point of a map, row by row. */
export interface ValueMap {
  width: number
  height: number
  data: Float32Array
}

/** Indices of connected points, at most `reach` apart, also diagonally, with values of `from` or more. */
export function* groupsOf(map: ValueMap, from: number, reach = 1): Generator<number[]> {
  const { width, height, data } = map
  const seen = new Uint8Array(width * height)
  for (let first = 0; first < data.length; first++) {
    if (seen[first] === 1 || (data[first] ?? 0) < from) continue
    const group = [first]
    seen[first] = 1
    for (let next = 0; next < group.length; next++) {
      const at = group[next] ?? 0
      const x = at % width
      const y = (at - x) / width
      const [right, bottom] = [Math.min(width - 1, x + reach), Math.min(height - 1, y + reach)]
      for (let ny = Math.max(0, y - reach); ny <= bottom; ny++)
        for (let nx = Math.max(0, x - reach); nx <= right; nx++) {
          const neighbour = ny * width + nx
          if (seen[neighbour] === 1 || (data[neighbour] ?? 0) < from) continue
          seen[neighbour] = 1
          group.push(neighbour)
        }
    }
    yield group
  }
}
