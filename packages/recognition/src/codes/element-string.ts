import { identifierAt, identifierOf, maxLengthOf } from './application-identifiers.ts'
import { checkValue, placesOf, type ReadElement } from './elements.ts'
import { UnreadableCode } from './problem.ts'

/** Reads element strings as a symbol holds them, from a place on: FNC1 ends values of variable length. */
export function readElementString(text: string, from: number, separator: string): ReadElement[] {
  if (from === text.length) throw new UnreadableCode('empty', { at: from })
  const elements: ReadElement[] = []
  let at = from
  while (at < text.length) {
    const identifier = identifierAt(text, at)
    if (identifier === undefined) throw unknownIdentifier(text.slice(at, at + 4), at)
    const { ai, predefinedLength } = identifier
    const start = at + ai.length
    const next = text.indexOf(separator, start)
    const limit = next === -1 ? text.length : next
    const end = predefinedLength === true ? Math.min(limit, start + maxLengthOf(identifier)) : limit
    const element = {
      identifier,
      ai,
      value: text.slice(start, end),
      aiAt: at,
      places: placesOf(start, end - start),
    }
    checkValue(element)
    elements.push(element)
    at = text.startsWith(separator, end) ? end + separator.length : end
  }
  return elements
}

/** Reads (01)04006381333931(21)A7; `\(` is a bracket within a value. */
export function readBracketed(text: string): ReadElement[] {
  const elements: ReadElement[] = []
  let at = 0
  do {
    const end = text[at] === '(' ? text.indexOf(')', at) : -1
    if (end === -1) throw new UnreadableCode('brackets', { at })
    const ai = text.slice(at + 1, end)
    const identifier = identifierOf(ai)
    if (identifier === undefined) throw unknownIdentifier(ai, at + 1)
    const [value, places] = readValue(text, end + 1)
    if (value === '') throw new UnreadableCode('empty-value', { at: end, ai })
    const element = { identifier, ai, value, aiAt: at + 1, places }
    checkValue(element)
    elements.push(element)
    at = places.at(-1) ?? text.length
  } while (at < text.length)
  return elements
}

function readValue(text: string, from: number): [value: string, places: number[]] {
  let value = ''
  const places: number[] = []
  let at = from
  while (at < text.length && text[at] !== '(') {
    places.push(at)
    if (text.startsWith('\\(', at)) at++
    value += text[at]
    at++
  }
  places.push(at)
  return [value, places]
}

export function unknownIdentifier(ai: string, at: number): UnreadableCode {
  return new UnreadableCode('unknown-identifier', { at, length: Math.max(1, ai.length), ai })
}
