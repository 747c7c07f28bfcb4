import {
  combiningMarks,
  cyrillicTwins,
  enclosingMarks,
  fauxCyrillic,
  invisibles,
  keyNeighbours,
  leetDigits,
  leetPairs,
  leetSigns,
  lookAlikes,
  separators,
  smallCapitals,
  styledAlphabets,
  unicodeLookAlikes,
} from './letters.ts'
import { pick, sample, type Random } from '../random.ts'

export interface Disguise {
  kind: string
  text: string
}

export interface DisguiseOptions {
  /** Words in Latin letters for the brand's goods, for fused spellings. */
  productWords?: readonly string[]
  /** Attempts a kind; equal texts count once. Default 3. */
  variants?: number
}

/** A name split into characters, with the positions of its Latin letters. */
interface Name {
  written: string
  characters: readonly string[]
  letters: readonly number[]
}

/** Writes a name in disguise; undefined if the disguise does not suit the name. */
type Maker = (name: Name, random: Random, productWords: readonly string[]) => string | undefined

const productWordsByDefault = ['shop', 'gift', 'set']

/** The Latin letters of a name in lower case, without marks, spaces and signs. */
export function bareLetters(text: string): string {
  return withoutMarks(text)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '')
}

function nameOf(written: string): Name {
  const characters = [...withoutMarks(written)]
  const letters = characters.flatMap((character, at) => (/^[A-Za-z]$/.test(character) ? [at] : []))
  return { written, characters, letters }
}

const casings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
]

/** Replaces some characters of the name by other texts. */
function replace(
  { characters }: Name,
  places: Iterable<number>,
  by: (character: string) => string | undefined,
): string {
  const chosen = new Set(places)
  return characters
    .map((character, at) => (chosen.has(at) ? (by(character) ?? character) : character))
    .join('')
}

type Amount = 'one' | 'some' | 'all'

function amountOf(amount: Amount, there: number): number {
  if (amount === 'all') return there
  return amount === 'one' ? 1 : Math.max(2, Math.round(there / 2))
}

function substituted(
  table: ReadonlyMap<string, readonly string[]>,
  amount: Amount,
  { most = Infinity, anyCase = false } = {},
): Maker {
  const signsOf = (character: string): readonly string[] | undefined =>
    table.get(anyCase ? character.toLowerCase() : character)
  return (name, random) => {
    const places = name.letters.filter((at) => signsOf(name.characters[at] ?? '') !== undefined)
    const count = Math.min(amountOf(amount, places.length), most)
    if (places.length === 0 || (amount === 'some' && places.length < 2)) return undefined
    return replace(name, sample(random, places, count), (character) =>
      pick(random, signsOf(character) ?? []),
    )
  }
}

/** Only if each letter has a counterpart: one remaining Latin letter makes another disguise. */
function wholly(table: ReadonlyMap<string, readonly string[]>): Maker {
  return (name, random) => {
    const cased = casings
      .map((casing) => nameOf(casing(name.characters.join(''))))
      .filter((one) => one.letters.every((at) => table.has(one.characters[at] ?? '')))
    const chosen = pick(random, cased)
    return (
      chosen &&
      replace(chosen, chosen.letters, (character) => pick(random, table.get(character) ?? []))
    )
  }
}

function inserted(signs: readonly string[]): Maker {
  return (name, random) => {
    const gaps = name.letters.slice(1)
    const count = random() < 0.5 ? gaps.length : Math.min(gaps.length, 1 + Math.round(random()))
    return replace(
      name,
      sample(random, gaps, count),
      (character) => `${pick(random, signs) ?? ''}${character}`,
    )
  }
}

function marked(marks: readonly string[], most: number): Maker {
  return (name, random) =>
    replace(
      name,
      sample(random, name.letters, 1 + Math.floor(random() * Math.min(most, name.letters.length))),
      (character) => `${character}${pick(random, marks) ?? ''}`,
    )
}

function separated(signs: readonly string[]): Maker {
  return (name, random) => {
    const wordGap = signs.includes(' ') ? (pick(random, [' ', '   ']) ?? ' ') : ' '
    return name.characters
      .join('')
      .split(/\s+/)
      .map((word) =>
        word.replace(/(?<=[A-Za-z0-9])(?=[A-Za-z0-9])/g, () => pick(random, signs) ?? ''),
      )
      .join(wordGap)
  }
}

/** Positions of letters that directly follow a letter, so that a change is inside a word. */
function insidePlaces({ letters }: Name): number[] {
  return letters.filter((at, order) => order > 0 && letters[order - 1] === at - 1)
}

/** Positions of letters between two letters. */
function innerPlaces(name: Name): number[] {
  const inside = insidePlaces(name)
  return inside.filter((at) => inside.includes(at + 1))
}

function jointed(signs: readonly string[], { least = 5, twoOnEachSide = false } = {}): Maker {
  return (name, random) => {
    if (name.letters.length < least) return undefined
    const inner = twoOnEachSide ? innerPlaces(name) : insidePlaces(name)
    const places = twoOnEachSide ? inner.filter((at) => inner.includes(at - 1)) : inner
    const place = pick(random, places)
    const sign = pick(random, signs)
    if (place === undefined || sign === undefined) return undefined
    return replace(name, [place], (character) => `${sign}${character}`)
  }
}

function masked(signs: readonly string[], { least = 5, doubled = false } = {}): Maker {
  return (name, random) => {
    if (name.letters.length < least) return undefined
    const inner = innerPlaces(name)
    if (inner.length === 0) return undefined
    const most = doubled ? 1 : Math.min(2, Math.floor(name.letters.length / 3))
    const sign = pick(random, signs) ?? ''
    const places = sample(random, inner, random() < 0.5 ? 1 : most)
    return replace(name, places, () => (doubled ? sign.repeat(2) : sign))
  }
}

/** Changes one letter after the first, and only in names long enough to stay recognisable. */
function mistyped(
  least: number,
  mistype: (name: Name, place: number, random: Random) => string | undefined,
): Maker {
  return (name, random) => {
    const place = pick(random, name.letters.slice(1))
    if (name.letters.length < least || place === undefined) return undefined
    return mistype(name, place, random)
  }
}

function neighbouringKey(random: Random, character: string): string {
  const key = pick(random, keyNeighbours.get(character.toLowerCase()) ?? []) ?? character
  return character === character.toLowerCase() ? key : key.toUpperCase()
}

function transposed(name: Name, place: number): string | undefined {
  const here = name.characters[place]
  const next = name.characters[place + 1]
  if (here === undefined || next === undefined || !/^[A-Za-z]$/.test(next)) return undefined
  if (here.toLowerCase() === next.toLowerCase()) return undefined
  const changed = [...name.characters]
  changed[place] = next
  changed[place + 1] = here
  return changed.join('')
}

function titleCase(text: string): string {
  return text.toLowerCase().replace(/(?<![\p{L}\p{M}'’])\p{L}/gu, (letter) => letter.toUpperCase())
}

function alternatingCase(text: string, random: Random): string {
  let upper = random() < 0.5
  return [...text]
    .map((character) => {
      if (!/\p{L}/u.test(character)) return character
      upper = !upper
      return upper ? character.toUpperCase() : character.toLowerCase()
    })
    .join('')
}

function closed(text: string): string {
  return withoutMarks(text).replace(/[^A-Za-z0-9]/g, '')
}

/** A name that ends in a sibilant takes no s. */
function suffixed(written: string, ending: string): string | undefined {
  if (!/[a-wy]$/i.test(withoutMarks(written)) || /s$/i.test(written)) return undefined
  return `${written}${written === written.toUpperCase() ? ending.toUpperCase() : ending}`
}

const chineseBefore = ['正品', '新款', '专柜', '官方', '2024春夏']
const chineseAfter = ['包包', '专柜款', '新款', '系列', '礼盒']

const makers: Record<string, Maker> = {
  'upper-case': ({ written }) => written.toUpperCase(),
  'lower-case': ({ written }) => written.toLowerCase(),
  'title-case': ({ written }) => titleCase(written),
  'alternating-case': ({ written }, random) => alternatingCase(written, random),
  'look-alike-one': substituted(lookAlikes, 'one'),
  'look-alike-some': substituted(lookAlikes, 'some'),
  'look-alike-all': substituted(lookAlikes, 'all'),
  'unicode-confusable-one': substituted(unicodeLookAlikes, 'one'),
  'unicode-confusable-all': substituted(unicodeLookAlikes, 'all'),
  'cyrillic-word': wholly(cyrillicTwins),
  'faux-cyrillic': (name, random) =>
    substituted(fauxCyrillic, 'one')(nameOf(name.written.toUpperCase()), random, []),
  'small-capitals': substituted(smallCapitals, 'all', { anyCase: true }),
  ...Object.fromEntries(
    Object.entries(styledAlphabets).map(([kind, table]) => [kind, wholly(table)]),
  ),
  ...Object.fromEntries(Object.entries(invisibles).map(([kind, signs]) => [kind, inserted(signs)])),
  'combining-mark': marked(combiningMarks, 3),
  'enclosing-mark': marked(enclosingMarks, 3),
  'leet-digit-one': substituted(leetDigits, 'one', { anyCase: true }),
  'leet-digits': substituted(leetDigits, 'some', { anyCase: true, most: 3 }),
  'leet-sign-one': substituted(leetSigns, 'one', { anyCase: true }),
  'leet-signs': substituted(leetSigns, 'some', { anyCase: true, most: 3 }),
  'leet-pair': substituted(leetPairs, 'one'),
  ...Object.fromEntries(
    Object.entries(separators).map(([sign, text]) => [`separated-${sign}`, separated([text])]),
  ),
  'separated-mixed': separated(Object.values(separators).filter((sign) => sign !== ' ')),
  'joint-sign': jointed(Object.values(separators).filter((sign) => sign !== ' ')),
  'joint-space': jointed([' '], { least: 6, twoOnEachSide: true }),
  'masked-star': masked(['*']),
  'masked-bullet': masked(['•', '●']),
  'masked-underscore': masked(['_']),
  'masked-hash': masked(['#'], { least: 7 }),
  'masked-question': masked(['?'], { least: 7 }),
  'masked-x': masked(['x'], { least: 7 }),
  'masked-doubled': masked(['*', '•', '●', '_'], { doubled: true }),
  reversed: ({ characters, letters }) =>
    letters.length < 6 ? undefined : characters.toReversed().join(''),
  'doubled-letter': mistyped(5, (name, place) =>
    replace(name, [place], (character) => character + character),
  ),
  'dropped-letter': mistyped(6, (name, place) => replace(name, [place], () => '')),
  'transposed-letters': mistyped(6, transposed),
  'wrong-letter': mistyped(6, (name, place, random) =>
    replace(name, [place], (character) => neighbouringKey(random, character)),
  ),
  'two-wrong-letters': mistyped(11, (name, _, random) =>
    replace(name, sample(random, name.letters.slice(1), 2), (character) =>
      neighbouringKey(random, character),
    ),
  ),
  'fused-before': (name, random, words) =>
    `${pick(random, words) ?? ''}${closed(name.written)}`.toLowerCase(),
  'fused-after': (name, random, words) =>
    `${closed(name.written)}${pick(random, words) ?? ''}`.toLowerCase(),
  hashtag: (name, random, words) => {
    const word = random() < 0.34 ? '' : (pick(random, words) ?? '')
    const tag = `${closed(titleCase(name.written))}${titleCase(word)}`
    return `#${random() < 0.5 ? tag.toLowerCase() : tag}`
  },
  'fused-chinese': (name, random) =>
    `${pick(random, chineseBefore) ?? ''}${name.written}${pick(random, chineseAfter) ?? ''}`,
  possessive: ({ written }, random) => suffixed(written, `${pick(random, ["'", '’']) ?? ''}s`),
  plural: ({ written }) => suffixed(written, 's'),
}

/** Every kind of disguise, in the order of the report. */
export const disguiseKinds: readonly string[] = Object.keys(makers)

/** Kinds that keep the name's letters in another case. */
const ownCase = new Set(['upper-case', 'lower-case', 'title-case', 'alternating-case'])

/**
 * Writes a brand’s Latin name or alias in the ways in which sellers hide or garble it. The same random stream gives
 * the same disguises. Kinds that do not suit the name's letters or length are left out, and so are results equal to
 * the name.
 */
export function disguisesOf(
  name: string,
  random: Random,
  { productWords = productWordsByDefault, variants = 3 }: DisguiseOptions = {},
): Disguise[] {
  return Object.entries(makers).flatMap(([kind, make]) => {
    const texts = new Set<string>()
    for (let attempt = 0; attempt < variants; attempt++) {
      const casing = ownCase.has(kind) ? undefined : pick(random, casings)
      const text = make(nameOf(casing === undefined ? name : casing(name)), random, productWords)
      if (text !== undefined && text !== name) texts.add(text)
    }
    return [...texts].map((text) => ({ kind, text }))
  })
}
