import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runToEnd } from '../../platform/time-slicing/index.ts'
import { findWords } from './find-words.ts'
import { namesOrigin } from './origin-words.ts'
import { foldTitle, hasWords, wordsOfTitle } from './title-words.ts'
import type { RecentListing } from './types.ts'

const listing = (at: number, isFind: boolean, title: string, seller = `s${at}`): RecentListing => ({
  id: `${at}-${String(isFind)}`,
  title,
  seller,
  isFind,
})
const many = (count: number, isFind: boolean, titleOf: (at: number) => string): RecentListing[] =>
  Array.from({ length: count }, (_, at) => listing(at, isFind, titleOf(at)))
const options = { isKnown: () => false, namesBrand: (title: string) => title.includes('Orla') }
const wordsIn = (listings: RecentListing[]): string[] =>
  runToEnd(findWords(listings, options)).map(({ text }) => text)

test('a word of finds is found with its counts, a word of all listings is not', () => {
  const listings = [
    ...many(20, true, (at) => `Orla bag ${at % 2 === 0 ? 'superclone' : 'new'}`),
    ...many(200, false, (at) => `Orla bag ${at === 7 ? 'superclone' : 'new'}`),
  ]
  expect(runToEnd(findWords(listings, options))).toEqual([
    { key: 'superclone', text: 'superclone', finds: 10, others: 1, besideName: 10 },
  ])
})

test('a word of two sellers is nobody’s style but theirs', () => {
  const titleOf = (): string => 'Orla bag superclone'
  const of = (sellers: number): RecentListing[] => [
    ...many(20, true, titleOf).map((row, at) => ({ ...row, seller: `s${at % sellers}` })),
    ...many(200, false, () => 'Orla bag'),
  ]
  expect(wordsIn(of(2))).toEqual([])
  expect(wordsIn(of(3))).not.toEqual([])
})

test('known words, and few listings, give nothing', () => {
  const listings = [
    ...many(20, true, () => 'Orla superclone'),
    ...many(200, false, () => 'Orla bag'),
  ]
  expect(
    runToEnd(findWords(listings, { ...options, isKnown: (key) => key.includes('superclone') })),
  ).toEqual([])
  expect(wordsIn([...many(3, true, () => 'superclone'), ...many(3, false, () => 'bag')])).toEqual(
    [],
  )
})

test('where words have nothing to do with finds, at most one list in a hundred has any', () => {
  const vocabulary = Array.from(
    { length: 120 },
    (_, at) => `w${String.fromCharCode(97 + (at % 26))}${'xyz'[at % 3]!.repeat(1 + (at % 5))}`,
  )
  let withWords = 0
  const lists = 200
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat({ max: vocabulary.length - 1 })), (stream) => {
      const draw = (): string => vocabulary[stream.next().value!]!
      const listings = [true, false].flatMap((isFind) =>
        many(isFind ? 40 : 160, isFind, () => [draw(), draw(), draw(), draw()].join(' ')),
      )
      if (wordsIn(listings).length > 0) withWords++
    }),
    { numRuns: lists, seed: 21 },
  )
  expect(withWords / lists).toBeLessThanOrEqual(0.03)
})

test('words are those of scripts with and without spaces, and of pairs', () => {
  const textsOf = (title: string): string[] => wordsOfTitle(title).map(({ text }) => text)
  expect(textsOf('Bag 1:1 Mirror quality')).toEqual(
    expect.arrayContaining(['bag', '1:1', 'mirror', 'quality', 'mirror quality']),
  )
  expect(textsOf('高仿包包').some((text) => text.includes('高仿'))).toBe(true)
})

test('of two words apart, each must be a word', () => {
  const texts = wordsOfTitle('bag 1:1 zorbex 7').map(({ text }) => text)
  expect(texts.sort()).toEqual(['1:1', 'bag', 'zorbex'])
})

test('nothing that could be contact details is a word', () => {
  const texts = wordsOfTitle('bag whatsapp 8612345678 me@shop.example https://a.example/').map(
    ({ text }) => text,
  )
  expect(texts.filter((text) => /\d{5}|@|\/\//.test(text))).toEqual([])
})

test.each([
  ['Velmoraq bag', 'velmoraq', true],
  ['Velmoraqs', 'velmoraq', false],
  ['正品velmoraq包', 'velmoraq', true],
  ['新款薇墨拉包', '薇墨拉', true],
  ['mirror quality', 'mirror quality', true],
])('%s has the words %s: %s', (title, key, has) => {
  expect(hasWords(foldTitle(title), key)).toBe(has)
})

test.each([
  ['turkish', true],
  ['made china', true],
  ['中国', true],
  ['superclone', false],
])('%s names an origin: %s', (key, names) => {
  expect(namesOrigin(key)).toBe(names)
})
