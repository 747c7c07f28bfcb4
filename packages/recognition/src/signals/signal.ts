import type { Evidence, ReasonParamsOf, Span } from '#contract'
import { textOf, type Place } from '../listing-text/index.ts'
import type { SignalCode } from '../signal-codes.ts'

/** Where a signal was found, with the parameters of its code; the sentence is worded by its readers. */
export type DraftEvidence<Code extends SignalCode> = Omit<Evidence, 'detail' | 'params'> & {
  params: ReasonParamsOf[Code]
}

interface DraftOf<Code extends SignalCode> {
  code: Code
  weight: number
  /** True if the signal alone is near-conclusive evidence of a fake. */
  strong?: boolean
  /** True if the signal counts only beside another one. */
  contextOnly?: boolean
  evidence: DraftEvidence<Code>
}

/** A signal before its family saturates. `weight` is in log-odds. */
export type Draft = { [Code in SignalCode]: DraftOf<Code> }[SignalCode]

/** Maximum number of places that a signal names. */
const mostPlaces = 10

/** A draft's evidence with its places; equal evidence elsewhere is listed in `also`. */
export function evidenceAt<Rest extends Omit<Evidence, 'also'>>(
  places: readonly Place[],
  rest: Rest,
): Rest & Evidence {
  // Terms of several languages may read the same word.
  const apart: Place[] = []
  for (const place of places) {
    if (apart.length === mostPlaces) break
    if (!apart.some((other) => isSame(place, other))) apart.push(place)
  }
  const [first, ...further] = apart
  if (first === undefined) return rest
  const also: Span[] = further.map(spanOf)
  return { ...spanOf(first), ...first.field.picture, ...rest, ...(also.length > 0 ? { also } : {}) }
}

function isSame(a: Place, b: Place): boolean {
  return a.start === b.start && a.end === b.end && a.field === b.field
}

function spanOf(place: Place): Span {
  return { field: place.field.name, start: place.start, end: place.end, text: textOf(place) }
}

/**
 * A number as shown: 1100, 43.4, 0.42. Parameters have no further digits, so that they reveal no more than the
 * sentence.
 */
export function readableNumber(value: number): number {
  // Most are whole, and rounding costs more than everything else here.
  if (Number.isSafeInteger(value)) return value
  return Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2))
}

/** A share as shown, in per cent: 9, below one per cent 0.4. */
export function readablePercent(share: number): number {
  const value = share * 100
  return value >= 1 ? Math.round(value) : Number(value.toPrecision(1))
}
