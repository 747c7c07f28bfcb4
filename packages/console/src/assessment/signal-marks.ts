import type { Assessment, Listing } from '@touchstone/contract'

/** A passage of a field that a signal refers to; `signal` is its number, from 1. */
export type Mark = { start: number; end: number; signal: number }

/** A stretch of text with the numbers of all signals that refer to it. */
export type Piece = { text: string; signals: readonly number[] }

/** The marks of a listing's fields, by path. */
export function marksOf(assessment: Assessment, listing: Listing): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>()
  for (const [index, { evidence }] of assessment.signals.entries()) {
    for (const { field, start, end } of evidence ? [evidence, ...(evidence.also ?? [])] : []) {
      if (field === undefined || start === undefined || end === undefined || end <= start) continue
      const path = pathOf(listing, field)
      const inField = marks.get(path) ?? []
      inField.push({ start, end, signal: index + 1 })
      marks.set(path, inField)
    }
  }
  return marks
}

/** An attribute's name may contain a slash, so both the plain path and the JSON pointer are known. */
function pathOf({ attributes = {} }: Listing, field: string): string {
  const [, name] = /^attributes\/(.+)$/s.exec(field) ?? []
  if (name === undefined || Object.hasOwn(attributes, name)) return field
  return `attributes/${name.replaceAll('~1', '/').replaceAll('~0', '~')}`
}

/** Splits a text at the borders of its marks; the pieces joined give the text again. */
export function piecesOf(text: string, marks: readonly Mark[]): Piece[] {
  const wholeMarks = marks
    .map(({ start, end, signal }) => ({
      start: borderAt(text, start, 'before'),
      end: borderAt(text, end, 'after'),
      signal,
    }))
    .filter(({ start, end }) => start < end)
  const borders = [
    ...new Set([0, text.length, ...wholeMarks.flatMap(({ start, end }) => [start, end])]),
  ]
  borders.sort((a, b) => a - b)
  const pieces: Piece[] = []
  for (const [index, from] of borders.entries()) {
    const to = borders[index + 1]
    if (to === undefined) break
    const covering = wholeMarks.filter(({ start, end }) => start <= from && to <= end)
    const signals = [...new Set(covering.map(({ signal }) => signal))].sort((a, b) => a - b)
    pieces.push({ text: text.slice(from, to), signals })
  }
  return pieces
}

/** Keeps a border within the text and outside surrogate pairs. */
function borderAt(text: string, offset: number, side: 'before' | 'after'): number {
  const at = Math.min(Math.max(offset, 0), text.length)
  const splits =
    /^[\udc00-\udfff]/.test(text.slice(at)) && /[\ud800-\udbff]$/.test(text.slice(0, at))
  if (!splits) return at
  return side === 'before' ? at - 1 : at + 1
}
