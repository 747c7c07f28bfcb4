import type { TextPiece } from './model.ts'

interface Range {
  start: number
  end: number
}

const margin = 240

const continues = /^[\p{M}\u200d\ufe0f]/u

/** Moves an offset left until it no longer splits a surrogate pair or a combined character. */
function wholeCharacter(text: string, offset: number): number {
  let at = Math.min(Math.max(offset, 0), text.length)
  for (let moved = 0; at > 0 && at < text.length && moved < 16; moved += 1) {
    const code = text.charCodeAt(at)
    const before = text.charCodeAt(at - 1)
    const splitsPair = code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff
    if (!splitsPair && before !== 0x200d && !continues.test(text.slice(at, at + 2))) break
    at -= 1
  }
  return at
}

/**
 * Keeps a text of up to `limit` UTF-16 units whole; of a longer one its start and windows around the evidence, in
 * order, up to the limit. Offsets refer to the original.
 */
export function excerpt(text: string, evidence: readonly Range[], limit: number): TextPiece[] {
  if (text.length <= limit) return [{ start: 0, text }]
  const opening = evidence.length === 0 ? limit : Math.min(400, Math.floor(limit / 4))
  let windows: Range[] = [{ start: 0, end: wholeCharacter(text, opening) }]
  for (const { start, end } of evidence) {
    if (start >= text.length || end <= start) continue
    // A mark that does not fit is shown from its start.
    const stop = Math.min(end, start + Math.floor(limit / 2), text.length)
    const window = {
      start: wholeCharacter(text, start - margin),
      end: wholeCharacter(text, stop + margin),
    }
    const wider = merge([...windows, window])
    if (size(wider) > limit) continue
    windows = wider
  }
  return windows.map((window) => ({
    start: window.start,
    text: text.slice(window.start, window.end),
  }))
}

function size(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range.end - range.start, 0)
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

export function isQuoted(pieces: readonly TextPiece[], range: Range): boolean {
  return pieces.some(
    (piece) => range.start >= piece.start && range.start < piece.start + piece.text.length,
  )
}
