import type { BrandForm, KnownBrand } from '../catalog/index.ts'

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
  brand: KnownBrand,
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
