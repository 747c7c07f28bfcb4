// @ts-check

/**
 * @typedef {{ start: number, end: number, signal: number }} Mark
 * @typedef {{ text: string, signals: number[], ends: number[] }} Segment
 */

/**
 * A mark that begins or ends inside a surrogate pair is widened, or neither half could be drawn.
 * @param {string} text
 * @param {number} at
 * @param {-1 | 1} direction
 */
function outsidePair(text, at, direction) {
  const high = text.charCodeAt(at - 1)
  const low = text.charCodeAt(at)
  const inside = high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff
  return inside ? at + direction : at
}

/**
 * Cuts one kept piece of a field along its marks, which may overlap. `signals` are those that
 * cover a segment, `ends` those whose mark ends with it. Joined, the segments are the piece.
 * @param {string} text
 * @param {number} offset of the piece in the original field, in UTF-16 units
 * @param {readonly Mark[]} marks with offsets in the original field
 * @returns {Segment[]}
 */
export function segments(text, offset, marks) {
  const inside = marks
    .map(({ start, end, signal }) => ({
      signal,
      start: outsidePair(text, Math.max(0, start - offset), -1),
      end: outsidePair(text, Math.min(text.length, end - offset), 1),
    }))
    .filter(({ start, end }) => start < end && start < text.length)
  const cuts = new Set([0, text.length])
  for (const { start, end } of inside) cuts.add(start).add(end)
  const sorted = [...cuts].sort((a, b) => a - b)
  /** @type {Segment[]} */
  const found = []
  for (const [index, start] of sorted.entries()) {
    const end = sorted[index + 1]
    if (end === undefined) break
    const covering = inside.filter((mark) => mark.start <= start && mark.end >= end)
    found.push({
      text: text.slice(start, end),
      signals: unique(covering.map((mark) => mark.signal)),
      ends: unique(covering.filter((mark) => mark.end === end).map((mark) => mark.signal)),
    })
  }
  return found
}

/** @param {number[]} numbers */
function unique(numbers) {
  return [...new Set(numbers)].sort((a, b) => a - b)
}
