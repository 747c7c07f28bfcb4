import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import { letterFor, lookAlike } from './look-alike-table.ts'

/** Shorter names would be met by chance. */
const SHORTEST = 5
/** Five letters backwards are too often a word ("letni" is Polish for summery). */
const SHORTEST_REVERSED = 6

const pairs = [
  ['w', 'vv'],
  ['m', 'rn'],
] as const

/** Letters of other alphabets in which a whole name can be written. */
const costumes: readonly Record<string, string>[] = [
  {
    a: 'а',
    b: 'в',
    c: 'с',
    e: 'е',
    h: 'н',
    i: 'і',
    j: 'ј',
    k: 'к',
    m: 'м',
    o: 'о',
    p: 'р',
    s: 'ѕ',
    t: 'т',
    x: 'х',
    y: 'у',
    u: 'ц',
    r: 'г',
    n: 'п',
    ' ': ' ',
  },
  {
    a: 'α',
    b: 'β',
    e: 'ε',
    h: 'η',
    i: 'ι',
    k: 'κ',
    m: 'μ',
    n: 'ν',
    o: 'ο',
    p: 'ρ',
    t: 'τ',
    u: 'υ',
    x: 'χ',
    y: 'γ',
    z: 'ζ',
    ' ': ' ',
  },
]

/** A name wholly in letters of another alphabet that look like its own, where each has one. */
function costumed(name: string): string[] {
  return costumes.flatMap((letters) => {
    const dressed = [...name].map((letter) => letters[letter])
    return dressed.includes(undefined) ? [] : [dressed.join('')]
  })
}

/**
 * Spellings of a brand's names that look like them at a glance or are read backwards: "svvarovski", "sarnsung",
 * "iccug". They are plain letters, so the text shows no other sign of a disguise.
 * @param misspellingExceptions folded words of living languages, which are no disguise
 */
export function lookAlikeSpellings(
  brand: Pick<KnownBrand, 'commonWord' | 'forms'>,
  misspellingExceptions: ReadonlySet<string>,
): BrandForm[] {
  if (brand.commonWord) return []
  const spellings = new Map<string, BrandForm>()
  for (const form of brand.forms) {
    if (form.kind === 'abbreviation' && /^[a-z]{2,3}$/.test(form.key)) {
      const text = [...form.key].join(' ')
      spellings.set(text, { text, key: text, kind: 'abbreviation', apart: true })
    }
    if (form.kind !== 'name' && form.kind !== 'official') continue
    const name = form.key
    if (!/^[a-z]+([ &][a-z]+)*$/.test(name) || name.length < SHORTEST) continue
    const candidates = pairs.flatMap(([letter, pair]) => [
      name.replaceAll(letter, pair),
      ...[...name.matchAll(new RegExp(letter, 'g'))].map(
        ({ index }) => name.slice(0, index) + pair + name.slice(index + 1),
      ),
    ])
    candidates.push(...costumed(name))
    if (name.length >= SHORTEST_REVERSED) candidates.push([...name].reverse().join(''))
    for (const text of candidates)
      if (text !== name && !misspellingExceptions.has(text))
        spellings.set(text, { text, key: text, kind: 'name', lookAlike: true })
  }
  for (const form of brand.forms) spellings.delete(form.key)
  return [...spellings.values()]
}

/** Digits that stand for letters, as people write them; in skeletons, 1 is l as well as i. */
const digitsFor = new Map<string, string>([['i', '1']])
for (const digit of '0134578') {
  const letter = letterFor(digit)
  if (letter !== undefined) digitsFor.set(letter, digit)
}
/** Cyrillic letters that no reader tells from the Latin one. */
const twins = new Map([...'асеорхуѕіј'].map((twin) => [lookAlike(twin), twin]))
twins.set('i', 'і').delete('l')

/**
 * Disguises of a name that the engine undoes: a digit for each letter that has one, twins of another alphabet, letters set
 * apart. Not complete: people combine them as they please.
 */
export function disguisesOf(brand: Pick<KnownBrand, 'commonWord' | 'forms'>): string[] {
  if (brand.commonWord) return []
  return brand.forms.flatMap(({ kind, key }) => {
    if (kind !== 'name' || key.length < SHORTEST || !/^[a-z]+( [a-z]+)*$/.test(key)) return []
    const digits = [...digitsFor].map(([letter, digit]) => key.replaceAll(letter, digit))
    const cyrillic = [...key].map((letter) => twins.get(letter) ?? letter).join('')
    const apart = key.includes(' ') ? [] : [[...key].join(' '), [...key].join('.')]
    return [cyrillic, ...apart, ...digits].filter((text) => text !== key)
  })
}
