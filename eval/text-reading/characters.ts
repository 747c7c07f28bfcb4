/** Only letters and digits: networks and people differ on spaces and marks. */
function lettersOf(text: string): string[] {
  return Array.from(text.normalize('NFKC').toLowerCase()).filter((one) => /[\p{L}\p{N}]/u.test(one))
}

/** How many letters and digits of a text were read, of how many: all less those to change, add or drop. */
export function charactersRead(written: string, read: string): { right: number; of: number } {
  const [own, other] = [lettersOf(written), lettersOf(read)]
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [index, letter] of own.entries()) {
    const next = [index + 1]
    for (const [at, found] of other.entries()) {
      const kept = (row[at] ?? 0) + (letter === found ? 0 : 1)
      next.push(Math.min(kept, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return { right: Math.max(0, own.length - (row[other.length] ?? 0)), of: own.length }
}

/** Whether the words of a Latin text came out apart as they were written. */
export function spacesKept(written: string, read: string): boolean {
  return written.trim().split(/\s+/).length === read.trim().split(/\s+/).length
}
