import { maxLengthOf, minLengthOf, type ApplicationIdentifier } from './application-identifiers.ts'
import { UnreadableCode } from './problem.ts'
import { characterChecks, valueChecks } from './value-checks.ts'

/** An application identifier with its value. */
export interface CodeElement {
  ai: string
  value: string
}

/** An element as it was read, with its place. */
export interface ReadElement extends CodeElement {
  identifier: ApplicationIdentifier
  aiAt: number
  /** Where in the input each character of the value stands, and where the value ends. */
  places: readonly number[]
}

/** More than any label holds. */
const maxElements = 64

/** The places of text that stands in the input as it is. */
export function placesOf(from: number, length: number): number[] {
  return Array.from({ length: length + 1 }, (_, at) => from + at)
}

/** Checks length, characters and content of a value. */
export function checkValue({ identifier, ai, value, places }: ReadElement): void {
  const spot = (at: number, length: number): { at: number; length: number } => {
    const from = places[at] ?? places.at(-1) ?? 0
    return { at: from, length: Math.max(1, (places[at + length] ?? places.at(-1) ?? from) - from) }
  }
  const [min, max] = [minLengthOf(identifier), maxLengthOf(identifier)]
  if (value.length < min)
    throw new UnreadableCode('too-short', { ...spot(0, value.length), ai, min })
  if (value.length > max)
    throw new UnreadableCode('too-long', { ...spot(max, value.length - max), ai, max })
  let at = 0
  for (const { type, min: least, max: most, optional, checks = [] } of identifier.components) {
    const part = value.slice(at, at + most)
    if (optional === true && part === '') continue
    if (part.length < least)
      throw new UnreadableCode('wrong-length', { ...spot(at, part.length), ai })
    for (const check of [characterChecks[type], ...checks.map(checkNamed)]) {
      const fault = check(part)
      if (fault) throw new UnreadableCode(fault[0], { ...spot(at + fault[1], fault[2]), ai })
    }
    at += part.length
  }
  if (at < value.length)
    throw new UnreadableCode('too-long', { ...spot(at, value.length - at), ai, max: at })
}

function checkNamed(name: string): NonNullable<(typeof valueChecks)[string]> {
  const check = valueChecks[name]
  if (check === undefined) throw new Error(`the table names an unknown check: ${name}`)
  return check
}

/** Checks which elements stand together: repeats, exclusions, requisites, serials of signed keys. */
export function checkTogether(elements: readonly ReadElement[]): void {
  const surplus = elements[maxElements]
  if (surplus !== undefined)
    throw new UnreadableCode('too-many', { at: surplus.aiAt, max: maxElements })
  const values = new Map<string, string>()
  for (const { ai, value, aiAt } of elements) {
    const earlier = values.get(ai)
    if (earlier !== undefined && earlier !== value)
      throw new UnreadableCode('conflicting', { at: aiAt, length: ai.length, ai })
    values.set(ai, value)
  }
  for (const { ai, aiAt, identifier } of elements) {
    const place = { at: aiAt, length: ai.length, ai }
    const present = (pattern: string): string | undefined =>
      [...values.keys()].find((other) => other !== ai && matches(other, pattern))
    for (const pattern of identifier.excludes ?? []) {
      const other = present(pattern)
      if (other !== undefined) throw new UnreadableCode('excluded', { ...place, other })
    }
    for (const groups of identifier.requires ?? [])
      if (!groups.some((group) => group.every((pattern) => present(pattern) !== undefined))) {
        const needed = groups.map((group) => group.map((one) => `(${one})`).join(' + ')).join(', ')
        throw new UnreadableCode('missing', { ...place, needed })
      }
    const isSerialised = ['253', '255', '8003'].includes(ai)
    if (isSerialised && values.has('8030') && values.get(ai)?.length === minLengthOf(identifier))
      throw new UnreadableCode('no-serial', place)
  }
}

/** `310n` stands for 3100 to 3109. */
function matches(ai: string, pattern: string): boolean {
  const [prefix = ''] = pattern.split('n', 1)
  return ai.length === pattern.length && ai.startsWith(prefix)
}
