import type { Assessment, Listing } from '@touchstone/contract'
import type { Paint } from '../terminal.ts'
import { visible } from '../terminal.ts'

/** A passage of a field that a signal refers to; `signal` is its number, from 1. */
export type Mark = { field: string; start: number; end: number; signal: number }

/** All passages that an assessment's signals refer to, in the order of the signals. */
export function marksOf(assessment: Assessment): Mark[] {
  const marks: Mark[] = []
  for (const [at, { evidence }] of assessment.signals.entries()) {
    if (!evidence) continue
    const { field, start, end } = evidence
    if (field !== undefined && start !== undefined && end !== undefined) {
      marks.push({ field, start, end, signal: at + 1 })
    }
    for (const span of evidence.also ?? []) {
      marks.push({ field: span.field, start: span.start, end: span.end, signal: at + 1 })
    }
  }
  return marks
}

/** The text of a listing's evidence field: title, attributes/NAME, variants/N/name … */
export function fieldText(listing: Listing, field: string): string | undefined {
  const slash = field.indexOf('/')
  if (slash === -1) {
    const value = listing[field]
    return typeof value === 'string' ? value : undefined
  }
  const [head, rest] = [field.slice(0, slash), field.slice(slash + 1)]
  if (head === 'attributes') return listing.attributes?.[rest]
  const at = Number.parseInt(rest, 10)
  if (head === 'variants') return listing.variants?.[at]?.name
  return head === 'reviews' ? listing.reviews?.[at]?.text : undefined
}

const context = 40

/**
 * A text with its marks shown as `[words]1`; overlapping marks are joined and carry all their numbers. Offsets are
 * UTF-16. With `excerpt` only the surroundings of the marks are shown.
 */
export function markedText(
  text: string,
  marks: readonly Omit<Mark, 'field'>[],
  paint: Paint,
  excerpt = false,
): string {
  let shown = ''
  let at = 0
  const regions = joinMarks(marks, text.length)
  for (const [index, { start, end, signals }] of regions.entries()) {
    const gap = text.slice(at, start)
    shown += visible(excerpt ? shorten(gap, index > 0, true) : gap)
    shown += paint(['bold', 'underline'], `[${visible(text.slice(start, end))}]`)
    shown += paint('cyan', signals.join(','))
    at = end
  }
  const last = text.slice(at)
  return shown + visible(excerpt ? shorten(last, regions.length > 0, false) : last)
}

type Region = { start: number; end: number; signals: number[] }

function joinMarks(marks: readonly Omit<Mark, 'field'>[], length: number): Region[] {
  const regions: Region[] = []
  for (const mark of marks.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const end = Math.min(mark.end, length)
    if (end <= mark.start) continue
    const last = regions.at(-1)
    if (last && mark.start < last.end) {
      last.end = Math.max(last.end, end)
      if (!last.signals.includes(mark.signal)) last.signals.push(mark.signal)
    } else regions.push({ start: mark.start, end, signals: [mark.signal] })
  }
  return regions
}

function shorten(gap: string, keepStart: boolean, keepEnd: boolean): string {
  const shown = (keepStart ? context : 0) + (keepEnd ? context : 0)
  if (gap.length <= shown + 1) return gap
  const head = keepStart ? gap.slice(0, context) : ''
  const tail = keepEnd ? gap.slice(-context) : ''
  // A cut may split a surrogate pair, whose half cannot be shown.
  return `${head.replace(/[\ud800-\udbff]$/, '')}…${tail.replace(/^[\udc00-\udfff]/, '')}`
}
