import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Listing } from '@touchstone/contract'
import { pick, seededRandom, type Random } from '../eval/random.ts'
import {
  anyWord,
  brandName,
  brandWithGoods,
  code,
  disguisedName,
  goods,
  marker,
  oddWord,
  replicaTerm,
  wordLikeName,
  wordNearName,
  type RowLanguage,
} from './short-row-words.ts'

/** Values at the quantiles 0, 5, 25, 50, 75, 95, 99 and 100 %. */
type Quantiles = readonly number[]
const shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]

function draw(random: Random, quantiles: Quantiles): number {
  const share = random()
  const at = shares.findIndex((next) => next > share) - 1
  const [from = 0, to = from] = quantiles.slice(at)
  const [low = 0, high = 1] = shares.slice(at)
  return from + ((to - from) * (share - low)) / (high - low)
}

type Branded = ReturnType<typeof brandWithGoods>
type Script = 'latin' | 'latin-with-han' | 'han'

const titleLengths: Record<Script, Quantiles> = {
  latin: [8, 22, 46, 71, 101, 138, 193, 240],
  'latin-with-han': [4, 6, 14, 28, 38, 56, 60, 64],
  han: [6, 10, 22, 29, 30, 33, 37, 40],
}
const descriptionLengths: Quantiles = [20, 58, 90, 129, 170, 360, 940, 1200]

/** Which fields rows of Latin titles have beside the title, and how many in a hundred of all rows. */
const shapes = [
  { rows: 18, fields: ['price', 'category', 'brand', 'description'] },
  { rows: 34, fields: ['price', 'seller'] },
  { rows: 4, fields: ['price', 'category'] },
  { rows: 18, fields: ['category'] },
] as const
const rowsOfHan = { 'latin-with-han': 22, han: 4 }

const latinLanguages: readonly RowLanguage[] = [
  'en',
  'en',
  'en',
  'en',
  'id',
  'es',
  'de',
  'fr',
  'it',
]
const currencies = ['CNY', 'INR', 'USD', 'EUR', 'IDR'] as const
const perDollar = { CNY: 7, INR: 83, USD: 1, EUR: 0.9, IDR: 16_000 }

/** One title in so many, of those with Latin letters, has … */
const chances = { brand: 0.42, disguised: 0.01, odd: 0.27, term: 0.025, marker: 0.06 }
/** One word in so many of these titles is … */
const wordChances = { near: 0.06, like: 0.68, joined: 0.1, code: 0.08, goods: 0.06 }

function latinWord(random: Random, language: RowLanguage): string {
  if (random() < wordChances.code) return code(random)
  if (random() < wordChances.goods) return goods(random, language)
  if (random() < wordChances.near) return wordNearName(random)
  const word = random() < wordChances.like ? wordLikeName(random) : anyWord(random, language)
  const written = random() < 0.6 ? word.charAt(0).toUpperCase() + word.slice(1) : word
  return random() < wordChances.joined ? `${written}-${anyWord(random, language)}` : written
}

function latinText(random: Random, language: RowLanguage, length: number, first = ''): string {
  let text = first
  while (text.length < length - 4) text += `${text === '' ? '' : ' '}${latinWord(random, language)}`
  return text
}

function hanText(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    const turn = random()
    if (turn < 0.12) text += goods(random, 'zh')
    else if (turn < 0.14) text += marker(random, 'zh')
    else text += anyWord(random, 'zh')
  }
  return text
}

function latinTitle(random: Random, language: RowLanguage, brand: Branded | undefined): string {
  const parts = brand === undefined ? [] : [brand.name, brand.goods]
  if (random() < chances.disguised) parts.push(disguisedName(random))
  if (random() < chances.odd) parts.push(oddWord(random, language))
  if (random() < chances.term) parts.push(replicaTerm(random))
  if (random() < chances.marker) parts.push(marker(random, 'en'))
  const first = parts.filter(Boolean).join(' ')
  return latinText(random, language, draw(random, titleLengths.latin), first)
}

function hanTitle(random: Random, script: 'latin-with-han' | 'han'): string {
  const length = draw(random, titleLengths[script])
  if (script === 'han') return hanText(random, length)
  const latin: string[] = []
  if (random() < chances.brand) latin.push(brandName(random))
  const count = 1 + Math.floor(2.2 * random())
  for (let at = 0; at < count; at++)
    latin.push(at > 0 && random() < 0.6 ? code(random) : anyWord(random, 'en'))
  if (random() < chances.odd) latin.push(oddWord(random, 'en'))
  const own = latin.join(' ')
  return `${own} ${hanText(random, Math.max(3, length - own.length - 1))}`
}

function priceOf(random: Random): Listing['price'] {
  const currency = pick(random, currencies) ?? 'USD'
  const amount = (5 + 300 * random() ** 4) * perDollar[currency]
  return { amount: amount.toFixed(currency === 'IDR' ? 0 : 2), currency }
}

function shortRow(random: Random, at: number): Listing {
  const number = at.toString(16).padStart(8, '0')
  const id = `listing-${number}`
  const share = 100 * random()
  if (share < rowsOfHan.han) return { id, title: hanTitle(random, 'han'), language: 'zh-Hans' }
  if (share < rowsOfHan.han + rowsOfHan['latin-with-han'])
    return { id, title: hanTitle(random, 'latin-with-han'), language: 'zh-Hant' }
  const language = pick(random, latinLanguages) ?? 'en'
  let turn = 74 * random()
  const shape = shapes.find(({ rows }) => (turn -= rows) < 0) ?? shapes[0]
  const fields: readonly string[] = shape.fields
  const brand = random() < chances.brand ? brandWithGoods(random, language) : undefined
  const title = latinTitle(random, language, brand)
  const row: Listing = { id: `marketplace-listings-${language}-${number}`, title, language }
  if (fields.includes('description'))
    row.description = latinText(random, language, draw(random, descriptionLengths))
  if (fields.includes('category')) row.category = goods(random, language)
  if (fields.includes('brand')) row.brand = brand?.name ?? anyWord(random, language)
  if (fields.includes('price')) row.price = priceOf(random)
  if (fields.includes('seller')) row.seller = { id: Math.floor(1e15 * random()).toString(16) }
  return row
}

/** Distinct listings as short as those of real feeds, the same on every machine. */
export function* shortRows(count: number): Generator<Listing> {
  const random = seededRandom(11)
  for (let at = 0; at < count; at++) yield shortRow(random, at)
}

/** The same, of which seven in ten repeat the words of an earlier one at another price. */
export function* repeatingRows(count: number): Generator<Listing> {
  const random = seededRandom(12)
  const distinct: Listing[] = []
  for (let at = 0; at < count; at++) {
    const earlier = random() < 0.7 ? pick(random, distinct) : undefined
    const row = earlier === undefined ? shortRow(random, at) : { ...earlier }
    if (earlier === undefined) distinct.push(row)
    else {
      row.id = `again-${at.toString(16).padStart(8, '0')}`
      row.price = priceOf(random)
    }
    yield row
  }
}

export async function writeRows(path: string, rows: Iterable<Listing>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  function* lines(): Generator<string> {
    for (const row of rows) yield `${JSON.stringify(row)}\n`
  }
  await pipeline(lines, createWriteStream(path))
}
