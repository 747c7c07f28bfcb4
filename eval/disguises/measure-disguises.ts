import type { BrandPack } from '@touchstone/contract'
import type { Screener } from '@touchstone/recognition'
import { shareOf, type Share } from '@touchstone/evaluation'
import { carrierTitle, goodsOf, latinProductWords } from './carriers.ts'
import { bareLetters, disguiseKinds, disguisesOf } from './generate-disguise.ts'
import { seededRandom } from '../random.ts'
import { wordsAmong } from './word-lists.ts'

const BRANDS = 150
const SHORTEST_NAME = 5
/** The confidence from which an assessment counts a brand as referred to. */
const REFERRED = 0.5
const EXAMPLES = 20

export interface DisguisedTitle {
  kind: string
  brand: string
  name: string
  disguise: string
  language: string
  title: string
}

export interface DisguiseFigure extends Omit<Share, 'count'> {
  kind: string
  found: number
  /** Some of the titles in which the brand was not found, spread over all of them. */
  missed: DisguisedTitle[]
}

export interface DisguiseFigures {
  brands: number
  overall: DisguiseFigure
  kinds: DisguiseFigure[]
}

type PackBrand = BrandPack['brands'][number]

/**
 * The measured brands: names of only letters that are no everyday words and long enough to be disguised, at even
 * steps through their ids.
 */
export function measuredBrands(packs: readonly BrandPack[]): PackBrand[] {
  const brands = packs
    .flatMap((pack) => pack.brands)
    .filter(({ commonWord, name }) => !commonWord && /^[\p{L} .&'’-]+$/u.test(name))
    .filter(({ name }) => bareLetters(name).length >= SHORTEST_NAME)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const step = Math.max(1, brands.length / BRANDS)
  return brands
    .filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step))
    .slice(0, BRANDS)
}

/**
 * Titles with a brand’s name in disguise, one for each disguise. A spelling that is another brand’s name or a word of
 * a dictionary is no disguise and left out.
 */
export function disguisedTitles(
  packs: readonly BrandPack[],
  { seed = 1, variants = 3, wordsIn = wordsAmong } = {},
): DisguisedTitle[] {
  const random = seededRandom(seed)
  const spellings = spellingsOf(packs)
  const titles = measuredBrands(packs).flatMap((brand) => {
    const goods = goodsOf(brand.productTypes)
    const productWords = latinProductWords(goods)
    const others = spellings.filter(({ id }) => id !== brand.id).map(({ letters }) => letters)
    const isOther = anotherName(brand.name, others)
    return disguisesOf(brand.name, random, { productWords, variants })
      .filter(({ text }) => !isOther(text))
      .map(({ kind, text }): DisguisedTitle => {
        const carrier = carrierTitle(random, goods, text)
        return { kind, brand: brand.id, name: brand.name, disguise: text, ...carrier }
      })
  })
  const words = wordsIn(new Set(titles.map(({ disguise }) => disguise.toLowerCase())))
  return titles.filter(
    ({ disguise, name }) =>
      !words.has(disguise.toLowerCase()) || bareLetters(disguise) === bareLetters(name),
  )
}

function spellingsOf(packs: readonly BrandPack[]): { id: string; letters: string }[] {
  return packs
    .flatMap((pack) => pack.brands)
    .flatMap(({ id, name, aliases }) =>
      [name, ...aliases.map(({ text }) => text)].map((text) => ({
        id,
        letters: bareLetters(text),
      })),
    )
    .filter(({ letters }) => letters.length >= 3)
}

const maskSigns = /[*•●_#?]+|(?<=[A-Z])x+(?=[A-Z])/g

/** Whether a spelling is, or with its masks filled in may be, the name of one of the others. */
function anotherName(name: string, others: readonly string[]): (text: string) => boolean {
  const own = bareLetters(name)
  const known = new Set(others)
  const byLength = Map.groupBy(known, ({ length }) => length)
  return (text) => {
    const letters = bareLetters(text)
    if (letters !== own && known.has(letters)) return true
    const [first = '', ...parts] = text.replace(maskSigns, '\0').split('\0').map(bareLetters)
    if (parts.length === 0 || letters === own) return false
    const filled = new RegExp(`^${[first, ...parts].join('[a-z]{1,2}')}$`)
    const shortest = first.length + parts.join('').length + parts.length
    for (let length = shortest; length <= shortest + parts.length; length++)
      if (byLength.get(length)?.some((other) => filled.test(other)) === true) return true
    return false
  }
}

function figureOf(
  kind: string,
  judged: readonly { title: DisguisedTitle; found: boolean }[],
): DisguiseFigure {
  const missed = judged.filter(({ found }) => !found).map(({ title }) => title)
  const step = Math.max(1, missed.length / EXAMPLES)
  const { count, ...share } = shareOf(judged.length - missed.length, judged.length)
  return {
    kind,
    found: count,
    ...share,
    missed: Array.from(
      { length: Math.min(EXAMPLES, missed.length) },
      (_, at) => missed[Math.floor(at * step)],
    ).filter((title) => title !== undefined),
  }
}

/** In how many disguised titles the engine lists the brand, by kind of disguise. */
export function measureDisguises(
  screener: Screener,
  titles: readonly DisguisedTitle[],
): DisguiseFigures {
  const judged = titles.map((title, at) => {
    const { brands } = screener.screen({ id: `disguise-${at}`, title: title.title })
    const found = brands.some(({ id, confidence }) => id === title.brand && confidence >= REFERRED)
    return { title, found }
  })
  const byKind = Map.groupBy(judged, ({ title }) => title.kind)
  return {
    brands: new Set(titles.map(({ brand }) => brand)).size,
    overall: figureOf('all', judged),
    kinds: disguiseKinds.map((kind) => figureOf(kind, byKind.get(kind) ?? [])),
  }
}
