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
