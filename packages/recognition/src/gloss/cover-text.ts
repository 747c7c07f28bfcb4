/** A passage of a text: UTF-16 offsets, within the text and not empty. */
export interface Passage {
  start: number
  end: number
}

/**
 * A piece of a covered text: with its meaning, or a word without one (`unknown`), or numbers, signs and spaces
 * (`plain`), which need no translation.
 */
export type CoveredPiece<M> = Passage &
  ({ is: 'known'; meaning: M } | { is: 'unknown' } | { is: 'plain' })

const word = /[\p{L}\p{M}](?:[\p{L}\p{M}\p{N}'’]*[\p{L}\p{M}\p{N}])?/gu

/**
 * Divides a text into pieces that follow each other without gap or overlap. Of passages that overlap, the longest
 * counts, and of equally long ones the first given. A passage that splits a surrogate pair or leaves the text is
 * dropped. Linear in the text, and in the passages but for their order.
 */
export function coverText<M>(
  text: string,
  passages: readonly (Passage & { meaning: M })[],
): CoveredPiece<M>[] {
  const covered = new Uint8Array(text.length)
  const chosen: (Passage & { meaning: M })[] = []
  for (const passage of passages
    .filter(({ start, end }) => isWhole(text, start) && isWhole(text, end) && start < end)
    .toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    // What is taken is longer or as long: it reaches an edge of whatever it overlaps.
    if (covered[passage.start] === 1 || covered[passage.end - 1] === 1) continue
    covered.fill(1, passage.start, passage.end)
    chosen.push(passage)
  }
  const pieces: CoveredPiece<M>[] = []
  let from = 0
  for (const { start, end, meaning } of chosen.sort((a, b) => a.start - b.start)) {
    addUncovered(text, from, start, pieces)
    pieces.push({ is: 'known', start, end, meaning })
    from = end
  }
  addUncovered(text, from, text.length, pieces)
  return pieces
}

function isWhole(text: string, offset: number): boolean {
  if (!Number.isInteger(offset) || offset < 0 || offset > text.length) return false
  return !(isUnit(text, offset - 1, 0xd800) && isUnit(text, offset, 0xdc00))
}

function isUnit(text: string, at: number, from: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= from && unit < from + 0x400
}

/** The words between two passages, and what separates them. */
function addUncovered<M>(text: string, from: number, to: number, pieces: CoveredPiece<M>[]): void {
  let at = from
  for (const {
    index,
    0: { length },
  } of text.slice(from, to).matchAll(word)) {
    const start = from + index
    if (start > at) pieces.push({ is: 'plain', start: at, end: start })
    at = start + length
    pieces.push({ is: 'unknown', start, end: at })
  }
  if (to > at) pieces.push({ is: 'plain', start: at, end: to })
}
