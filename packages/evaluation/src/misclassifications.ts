import type { Assessment, Family, Label, Listing, Verdict } from '@touchstone/contract'

type Range = { start: number; end: number }

/** The shown parts of one field, with the places that the engine gave as evidence. */
export type Passage = {
  field: string
  /** UTF-16 length of the whole field, of which `pieces` may show only a part. */
  length: number
  pieces: { start: number; text: string }[]
  /** Offsets in the whole field; they do not overlap. */
  marks: Range[]
}

/** A listing whose probability and label disagree strongly. */
export type Misclassification = {
  listing: string
  marketplace?: string
  line?: number
  source?: string
  label: Label['label']
  verdict: Verdict
  probability: number
  reason?: string
  brands: string[]
  signals: { code: string; family: Family; weight: number; detail?: string }[]
  passages: Passage[]
}

const openings: Record<string, number> = { title: 400, description: 240 }
const margin = 70
const shownFields = 8
const shownPieces = 6
const shownSignals = 20

/** The parts of a listing that are kept: of limited size, however long the listing is. */
export function toMisclassification(
  listing: Listing,
  assessment: Assessment,
  label: Label,
): Misclassification {
  return {
    listing: listing.id,
    marketplace: listing.marketplace?.slice(0, 100),
    line: assessment.line,
    source: label.source?.slice(0, 100),
    label: label.label,
    verdict: assessment.verdict,
    probability: assessment.probability,
    reason: assessment.reason?.slice(0, 1000),
    brands: assessment.brands.slice(0, 10).map((brand) => brand.id.slice(0, 100)),
    signals: assessment.signals
      .slice(0, shownSignals)
      .map(({ code, family, weight, evidence }) => ({
        code: code.slice(0, 100),
        family,
        weight,
        detail: evidence?.detail?.slice(0, 500),
      })),
    passages: passagesOf(listing, assessment),
  }
}

function passagesOf(listing: Listing, { signals }: Assessment): Passage[] {
  const marks = new Map<string, Range[]>([
    ['title', []],
    ['description', []],
  ])
  for (const { evidence } of signals) {
    if (evidence === undefined) continue
    for (const { field, start, end } of [evidence, ...(evidence.also ?? [])]) {
      if (field === undefined || start === undefined || end === undefined || end <= start) continue
      marks.set(field, [...(marks.get(field) ?? []), { start, end }])
    }
  }
  return [...marks].slice(0, shownFields).flatMap(([field, ranges]): Passage[] => {
    const text = fieldText(listing, field)
    if (text === undefined || text === '') return []
    return [passage(field.slice(0, 100), text, joined(ranges), openings[field] ?? 0)]
  })
}

function fieldText(listing: Listing, field: string): string | undefined {
  const [room, ...rest] = field.split('/')
  const entry = Number(rest[0])
  switch (room) {
    case 'title':
    case 'description':
    case 'category':
    case 'brand':
      return rest.length === 0 ? listing[room] : undefined
    case 'attributes': {
      // A name may hold a slash, plain or as a JSON pointer writes it.
      const name = rest.join('/')
      const names = [name, name.replaceAll('~1', '/').replaceAll('~0', '~')]
      const known = names.find((candidate) => Object.hasOwn(listing.attributes ?? {}, candidate))
      return known === undefined ? undefined : listing.attributes?.[known]
    }
    case 'variants':
      return listing.variants?.[entry]?.name
    case 'reviews':
      return listing.reviews?.[entry]?.text
    default:
      return undefined
  }
}

function passage(field: string, text: string, marks: Range[], opening: number): Passage {
  const windows = marks
    .filter(({ start }) => start < text.length)
    .map(({ start, end }) => ({
      start: wholeAt(text, start - margin),
      // A mark longer than the room for it is shown from its beginning.
      end: wholeAt(text, Math.min(end, start + 4 * margin) + margin),
    }))
  const first = { start: 0, end: wholeAt(text, opening) }
  const pieces = joined(opening > 0 ? [first, ...windows] : windows).slice(0, shownPieces)
  return {
    field,
    length: text.length,
    pieces: pieces.map(({ start, end }) => ({ start, text: text.slice(start, end) })),
    marks: marks.filter(({ start, end }) =>
      pieces.some((piece) => start < piece.end && end > piece.start),
    ),
  }
}

function joined(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged
}

function wholeAt(text: string, offset: number): number {
  const at = Math.min(Math.max(offset, 0), text.length)
  const splits = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1))
  return splits ? at - 1 : at
}

/** Keeps the `capacity` entries with the highest scores; of equal ones the earlier. */
export class Highest<Entry> {
  private readonly capacity: number
  private readonly worst: { score: number; entry: Entry }[] = []

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** `make` runs only where the entry is kept. */
  listing(score: number, make: () => Entry): void {
    const last = this.worst.at(-1)
    if (this.worst.length === this.capacity) {
      if (last === undefined || score <= last.score) return
      this.worst.pop()
    }
    const after = this.worst.findIndex((entry) => entry.score < score)
    this.worst.splice(after === -1 ? this.worst.length : after, 0, { score, entry: make() })
  }

  /** Highest first. */
  entries(): Entry[] {
    return this.worst.map(({ entry }) => entry)
  }
}
