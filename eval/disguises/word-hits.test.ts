import { expect, test } from 'vitest'
import { starterPack, type Screener } from '@touchstone/recognition'
import reviewedWords from './reviewed-words.json' with { type: 'json' }
import { measureWordHits } from './word-hits.ts'
import { wordLists, wordsAmong } from './word-lists.ts'

const known: Record<string, { id: string; confidence: number; form: 'plain' | 'obfuscated' }> = {
  prada: { id: 'prada', confidence: 0.9, form: 'plain' },
  prásda: { id: 'prada', confidence: 0.8, form: 'plain' },
  guci: { id: 'gucci', confidence: 0.4, form: 'obfuscated' },
}

const reader: Screener = {
  engine: 'test',
  stats: { brands: 0, forms: 0, terms: 0, products: 0 },
  names: () => [],
  termsIn: () => [],
  termPlaces: () => [],
  screen: ({ id, title }) => ({
    listing: id,
    verdict: 'clear',
    probability: 0,
    brands: known[title.toLowerCase()] === undefined ? [] : [known[title.toLowerCase()]!],
    signals: [],
    engine: 'test',
  }),
}

test('lists the words that name a brand, each once, with what was reviewed', () => {
  const figures = measureWordHits(reader, [
    { language: 'de', words: ['Prada', 'Haus'] },
    { language: 'es', words: ['prada', 'prásda', 'guci'] },
  ])
  expect(figures.words).toEqual({ de: 2, es: 3 })
  expect(figures).toMatchObject({ hits: 2, disguised: 1, unreviewed: 1 })
  expect(figures.byBrand).toMatchObject([
    {
      brand: 'prada',
      hits: [
        { word: 'Prada', languages: ['de', 'es'], disguised: false },
        { word: 'prásda', languages: ['es'], disguised: true, reviewed: undefined },
      ],
    },
  ])
})

test('reviewed words are of known brands, each once', () => {
  const ids = new Set(starterPack.flatMap((pack) => pack.brands).map(({ id }) => id))
  expect(reviewedWords.filter(({ brand }) => !ids.has(brand))).toEqual([])
  const keys = reviewedWords.map(({ word, brand }) => `${word.toLowerCase()} ${brand}`)
  expect(new Set(keys).size).toBe(keys.length)
})

test('six languages and more have a list of words', () => {
  const languages: string[] = []
  for (const { language, words } of wordLists()) {
    languages.push(language)
    expect(words.length).toBeGreaterThanOrEqual(9_000)
    expect(words.slice(0, 50).every((word) => word.trim() !== '')).toBe(true)
  }
  expect(languages.length).toBeGreaterThanOrEqual(6)
})

test('finds which spellings are words, whatever their letter size', () => {
  const lists = [{ language: 'de', words: ['Taktik', 'Haus'] }]
  expect(wordsAmong(new Set(['taktik', 'rolex']), lists)).toEqual(new Set(['taktik']))
})
