import type { Listing } from '#contract'
import { readCodeText, readScan, type ReadCode, type RefusedCode } from './codes/index.ts'
import { placeIn, type PicturePlace } from './listing-text/index.ts'

/** A unit that a code in a listing names, and where. */
export interface UnitCode {
  gtin: string
  serial: string
  /** False if punctuation of a sentence may have been taken for the end of the code, or the other way round. */
  isExact: boolean
  place: (PicturePlace | { field: string; start: number; end: number }) & { text: string }
}

/** More units than these in one listing are passed over. */
const maxUnits = 5
/** Longer words are no codes that people write. */
const maxWord = 500

const beginnings = /\(01\)|https?:\/\//gi
const punctuation = new Set([...'.,;:!?)\'"'])

/** The units that codes in the pictures and in the words of a listing name, each once. Linear in the listing's text. */
export function unitCodesIn(listing: Listing): UnitCode[] {
  const units = new Map<string, UnitCode>()
  for (const unit of eachUnitCode(listing)) {
    if (units.size === maxUnits) break
    const key = `${unit.gtin} ${unit.serial}`
    if (!units.has(key)) units.set(key, unit)
  }
  return [...units.values()]
}

function* eachUnitCode(listing: Listing): Generator<UnitCode> {
  for (const [image, { reading }] of (listing.images ?? []).entries())
    for (const { symbology = '', text, box } of reading?.codes ?? []) {
      const code = symbology + text
      const unit = unitOf(code.startsWith(']') ? readScan(code) : readCodeText(code))
      if (reading === undefined || unit === undefined) continue
      yield { ...unit, isExact: true, place: { ...placeIn(image, reading, box), text } }
    }
  yield* unitsInText('title', listing.title)
  yield* unitsInText('description', listing.description ?? '')
  for (const [name, value] of Object.entries(listing.attributes ?? {}))
    yield* unitsInText(`attributes/${name}`, value)
}

function* unitsInText(field: string, text: string): Generator<UnitCode> {
  let after = 0
  for (const { index: start } of text.matchAll(beginnings)) {
    if (start < after) continue
    after = endOfWord(text, start)
    let end = after
    while (punctuation.has(text[end - 1] ?? '')) end--
    const word = text.slice(start, end)
    const unit = word.length > maxWord ? undefined : unitOf(readCodeText(word))
    if (unit !== undefined)
      yield { ...unit, isExact: end === after, place: { field, start, end, text: word } }
  }
}

/** Where a run of characters ends of which codes and web addresses consist. */
function endOfWord(text: string, start: number): number {
  let end = start
  while (end < text.length && text.charCodeAt(end) > 0x20 && text.charCodeAt(end) < 0x7f) end++
  return end
}

function unitOf(code: ReadCode | RefusedCode): { gtin: string; serial: string } | undefined {
  if (!code.ok) return undefined
  const valueOf = (ai: string): string | undefined =>
    code.elements.find((element) => element.ai === ai)?.value
  const [gtin, serial] = [valueOf('01'), valueOf('21')]
  return gtin === undefined || serial === undefined ? undefined : { gtin, serial }
}
