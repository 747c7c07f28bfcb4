/**
 * Column names from the cells of a header: trimmed, "column 3" for an empty one, and numbered if repeated, so that no
 * column hides another.
 */
export function columnNames(cells: readonly string[]): string[] {
  const wanted = cells.map((cell, at) => cell.trim() || `column ${at + 1}`)
  const stated = new Set(wanted)
  const given = new Set<string>()
  const counts = new Map<string, number>()
  return wanted.map((name) => {
    let unique = name
    let count = counts.get(name) ?? 2
    for (; given.has(unique) || (unique !== name && stated.has(unique)); count++) {
      unique = `${name} (${count})`
    }
    counts.set(name, count)
    given.add(unique)
    return unique
  })
}

/** Which of the first rows, by their cells, names the columns; undefined if it can only be the first. */
export type FindHeader = (rows: readonly (readonly string[])[]) => number | undefined

const mostRowsAbove = 20

/** The rows among which the header is, and where it was found; only the first if nobody looks for it. */
export async function openingOf<T>(
  rows: AsyncIterator<T>,
  findHeader: FindHeader | undefined,
  cellsOf: (row: T) => string[],
): Promise<{ opening: T[]; found: number | undefined }> {
  const opening: T[] = []
  const wanted = findHeader === undefined ? 1 : mostRowsAbove
  while (opening.length < wanted) {
    const next = await rows.next()
    if (next.done === true) break
    opening.push(next.value)
  }
  return { opening, found: findHeader?.(opening.map(cellsOf)) }
}

/** Rows that were read already, and those that follow. */
export async function* chained<T>(
  opening: readonly T[],
  following: AsyncIterable<T>,
): AsyncGenerator<T> {
  yield* opening
  yield* following
}
