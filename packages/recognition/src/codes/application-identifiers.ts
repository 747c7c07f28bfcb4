import table from '../../vocabulary/application-identifiers.json' with { type: 'json' }

/** A part of an identifier's value. */
export interface Component {
  /** N: digits; X: character set 82; Y: character set 39; Z: base64url. */
  type: 'N' | 'X' | 'Y' | 'Z'
  min: number
  max: number
  optional?: boolean
  checks?: readonly string[]
}

/** A GS1 application identifier: what its value may be, and what it may and must stand with. */
export interface ApplicationIdentifier {
  ai: string
  title: string
  /** Its value ends by its length, so that no separator follows. */
  predefinedLength?: boolean
  /** It may stand in the query of a Digital Link. */
  dataAttribute?: boolean
  components: readonly Component[]
  /** Of each of these, one group must be present as a whole. */
  requires?: readonly (readonly (readonly string[])[])[]
  excludes?: readonly string[]
  /** Present if it may begin the path of a Digital Link: sequences of qualifiers in their order. */
  qualifiers?: readonly (readonly string[])[]
}

/** The table as written: neighbouring identifiers with the same rules are one row. */
const rows = table.identifiers as readonly (ApplicationIdentifier & { last?: string })[]

/** The release of the GS1 Barcode Syntax Dictionary that the reader follows. */
export const dictionaryRelease = table.release

const identifiers = new Map<string, ApplicationIdentifier>()
/** How long an identifier is follows from its first two digits. */
const lengths = new Map<string, number>()
for (const row of rows)
  for (let number = Number(row.ai); number <= Number(row.last ?? row.ai); number++) {
    const ai = String(number).padStart(row.ai.length, '0')
    identifiers.set(ai, { ...row, ai })
    lengths.set(ai.slice(0, 2), ai.length)
  }

export function identifierOf(ai: string): ApplicationIdentifier | undefined {
  return identifiers.get(ai)
}

export const allIdentifiers: readonly ApplicationIdentifier[] = [...identifiers.values()]

/** The identifier with which an element string goes on at a place. */
export function identifierAt(text: string, at: number): ApplicationIdentifier | undefined {
  const length = lengths.get(text.slice(at, at + 2))
  return length === undefined ? undefined : identifiers.get(text.slice(at, at + length))
}

export function maxLengthOf({ components }: ApplicationIdentifier): number {
  return components.reduce((sum, { max }) => sum + max, 0)
}

export function minLengthOf({ components }: ApplicationIdentifier): number {
  return components.reduce((sum, { min, optional }) => sum + (optional === true ? 0 : min), 0)
}

/** Every key with each choice of its qualifiers in their order, as in the path of a Digital Link. */
const pathSequences = allIdentifiers.flatMap(({ ai, qualifiers = [] }) =>
  qualifiers.flatMap((sequence) =>
    sequence.reduce((chosen, next) => [...chosen, ...chosen.map((one) => [...one, next])], [[ai]]),
  ),
)
const pathKeys = new Set(pathSequences.map((sequence) => sequence.join(' ')))

export function isKey(ai: string): boolean {
  return pathKeys.has(ai)
}

export function isPathSequence(ais: readonly string[]): boolean {
  return pathKeys.has(ais.join(' '))
}

/** The longest sequence for a key whose identifiers are all present; among equals the first in the order of texts. */
export function longestSequence(key: string, present: ReadonlySet<string>): readonly string[] {
  const [longest = [key]] = pathSequences
    .filter(([first, ...others]) => first === key && others.every((ai) => present.has(ai)))
    .sort((a, b) => b.length - a.length || (a.join(' ') < b.join(' ') ? -1 : 1))
  return longest
}

const codesIn = (text: string): ReadonlySet<string> => new Set(text.split(' '))
export const countryNumbers = codesIn(table.countries)
export const countryLetters = codesIn(table.countryLetters)
export const currencyNumbers = codesIn(table.currencies)
export const packageTypes = codesIn(table.packageTypes)
