import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Assessment, type Evidence, type Listing } from '@touchstone/contract'
import { lexicons, starterPack } from '@touchstone/recognition'

const samples = readFileSync(new URL('../../../samples/listings.ndjson', import.meta.url), 'utf8')
const listings = samples
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Listing)
const names = starterPack.flatMap(({ brands }) =>
  brands.flatMap(({ name, aliases }) => [name, ...aliases.map(({ text }) => text)]),
)
const terms = lexicons.flatMap((lexicon) => lexicon.terms.flatMap(({ forms }) => forms))
const guards = lexicons.flatMap((lexicon) => lexicon.guards.flatMap(({ words }) => words))

/** Characters on which folding, word borders and offsets have most to decide. */
const hostile = [
  ...'\u0000\u00ad\u0130\u0131\u00df\u0149\u01f0\ufb03\u1e9e\u0345\u0301\u0336\u0e33\u0e31\u3099',
  ...'\u200b\u200d\u200f\u202e\u202c\u2066\u2028\u2060\ufe0f\ufeff\ufffc\ufffd\uffff\u3000\u00a0',
  ...'\u180e\uff27\uff11\u2460\u3392\ufdfa\u1100\u1161\u11a8\uac00\u0645\u0640\u05d0\u093f\u0f71',
  ...'０。·•*_-./|@$€#&:%+0135!？、"“\'\\\t\n ',
  '\ud800',
  '\udc00',
  '😀',
  '👨‍👩‍👧',
  '🇨🇳',
  '𝐆',
  '🅶',
  '𠮷',
  '𝟙',
  'İ',
  'ı',
  'ſ',
  'К',
  'о',
]
const separators = [' ', ' ', ' ', '', '-', '.', '*', '/', ', ', '\u200b', '　', '\n', '·', '|']
const lookAlikes: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: '3',
  h: 'н',
  i: '1',
  k: 'κ',
  l: '|',
  m: 'rn',
  n: 'ո',
  o: '0',
  p: 'р',
  s: '$',
  t: '7',
  u: 'υ',
  v: '\\/',
  w: 'vv',
  x: 'х',
  y: 'у',
}

interface Change {
  at: number
  sign: string
}

/** Manipulations of a text by sellers and attackers; each takes a position and a character. */
const changes: readonly ((text: string, change: Change) => string)[] = [
  (text, { at }) => text.slice(0, at) + text.slice(at + 1),
  (text, { at, sign }) => text.slice(0, at) + sign + text.slice(at),
  (text, { at, sign }) => text.slice(0, at) + sign + text.slice(at + 1),
  (text, { at }) => text.slice(0, at) + text.charAt(at) + text.slice(at),
  (text, { at }) => text.slice(0, at) + '*' + text.slice(at + 1),
  (text, { at }) => text.slice(0, at) + 'x' + text.slice(at + 2),
  (text, { at }) => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  (text, { at }) => {
    const letter = text.charAt(at)
    return text.slice(0, at) + (lookAlikes[letter.toLowerCase()] ?? letter) + text.slice(at + 1)
  },
  (text) => [...text].map((letter) => lookAlikes[letter.toLowerCase()] ?? letter).join(''),
  (text, { sign }) => [...text].join(sign),
  (text) => [...text].join(' '),
  (text, { at }) => text.slice(0, at) + '\u0301\u0336\u20d0'.repeat(20) + text.slice(at),
  (text) => [...text].map((letter) => `${letter}\u0336\u0301`).join(''),
  (text, { at }) => `${text.slice(0, at)}\u202e${[...text.slice(at)].reverse().join('')}\u202c`,
  (text, { at }) => text.slice(at) + text.slice(0, at),
  (text) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) - 0x61 + 0x1d41a)),
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
  (text) => text.normalize('NFKD'),
  (text) => text.replaceAll(' ', ''),
  (text) => `#${text}`,
  (text) => `${text} ${text}`,
]

const LONGEST = 400

const noise = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...hostile) },
      { weight: 1, arbitrary: fc.integer({ max: 0xffff, min: 0 }).map(String.fromCharCode) },
      { weight: 1, arbitrary: fc.integer({ max: 0x10ffff, min: 0 }).map(String.fromCodePoint) },
    ),
    { maxLength: 12 },
  )
  .map((chars) => chars.join(''))

const change = fc.record({
  how: fc.constantFrom(...changes),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  sign: fc.constantFrom(...hostile, ...separators),
})

function changed(
  text: string,
  all: readonly { how: (typeof changes)[number]; share: number; sign: string }[],
): string {
  return all.reduce(
    (before, { how, share, sign }) =>
      how(before, { at: Math.floor(share * before.length), sign }).slice(0, LONGEST),
    text,
  )
}

const part = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...names) },
      { weight: 4, arbitrary: fc.constantFrom(...terms) },
      { weight: 2, arbitrary: fc.constantFrom(...guards) },
      { weight: 3, arbitrary: fc.constantFrom(...listings.map(({ title }) => title)) },
      { weight: 2, arbitrary: noise },
    ),
    fc.array(change, { maxLength: 2 }),
  )
  .map(([text, all]) => changed(text, all))

const text = fc
  .tuple(
    fc.array(part, { maxLength: 5 }),
    fc.constantFrom(...separators),
    fc.array(change, { maxLength: 2 }),
  )
  .map(([parts, separator, all]) => changed(parts.join(separator), all))

const sometimes = { freq: 4, nil: undefined }

/** Listings in which every text is composed of names, terms and noise and then manipulated. */
export const hostileListing: fc.Arbitrary<Listing> = fc
  .record({
    from: fc.option(fc.constantFrom(...listings), { nil: undefined }),
    title: text,
    description: fc.option(text, sometimes),
    brand: fc.option(text, sometimes),
    category: fc.option(text, sometimes),
    attributes: fc.option(
      fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
      sometimes,
    ),
    variants: fc.option(
      fc.array(fc.record({ name: fc.option(text, sometimes) }), { maxLength: 3 }),
      sometimes,
    ),
    reviews: fc.option(fc.array(fc.record({ text }), { maxLength: 3 }), sometimes),
  })
  .map(({ from, ...texts }) => {
    const stated = Object.entries(texts).filter(([, value]) => value !== undefined)
    return { ...from, id: 'hostile', title: texts.title, ...Object.fromEntries(stated) }
  })

interface Place {
  field: string
  start: number
  end: number
  text?: string | undefined
}

function placesOf(evidence: Evidence | undefined): Place[] {
  const places: Place[] = [...(evidence?.also ?? [])]
  const { field, start, end, text: words } = evidence ?? {}
  if (field !== undefined && start !== undefined && end !== undefined)
    places.push({ field, start, end, text: words })
  return places
}

function fieldText(listing: Listing, field: string): string | undefined {
  const slash = field.indexOf('/')
  if (slash === -1) return listing[field] as string | undefined
  const rest = field.slice(slash + 1)
  if (field.startsWith('attributes/')) return listing.attributes?.[rest]
  const at = Number.parseInt(rest, 10)
  return field.startsWith('variants/') ? listing.variants?.[at]?.name : listing.reviews?.[at]?.text
}

function splitsPair(whole: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(whole.slice(Math.max(0, at - 1), at + 1))
}

/** The faults of a listing's assessment, whatever the listing contains; empty if there are none. */
export function faultsOf(listing: Listing, assessment: Assessment): string[] {
  const faults: string[] = []
  const parsed = Assessment.safeParse(assessment)
  if (!parsed.success) faults.push(`does not fit its schema: ${parsed.error.message}`)
  const odds = assessment.signals.reduce(
    (sum, { weight }) => sum + weight,
    logOdds(assessment.baseRate ?? NaN),
  )
  if (!(Math.abs(assessment.probability - 1 / (1 + Math.exp(-odds))) < 1e-9))
    faults.push(`weighs ${odds}, which is not its probability ${assessment.probability}`)
  for (const { code, evidence } of assessment.signals)
    for (const { field, start, end, text: words } of placesOf(evidence)) {
      const whole = fieldText(listing, field)
      const where = `${code} in ${field} from ${start} to ${end}`
      if (whole === undefined) faults.push(`${where}: no such field`)
      else if (!(start >= 0 && start < end && end <= whole.length))
        faults.push(`${where}: outside the field`)
      else if (splitsPair(whole, start) || splitsPair(whole, end))
        faults.push(`${where}: inside a code point`)
      else if (whole.slice(start, end) !== words) faults.push(`${where}: reads otherwise`)
    }
  return faults
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability))
}
