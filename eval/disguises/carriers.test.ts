import { expect, test } from 'vitest'
import { compile } from '@touchstone/recognition'
import { carrierTitle, goodsOf, latinProductWords } from './carriers.ts'
import { seededRandom } from '../random.ts'

const made = [
  'handbag',
  'sneakers',
  'jeans',
  'watch',
  'perfume',
  'phone',
  'candy',
  'doll',
  'diaper',
  'no-such-type',
]

test('a product type takes the word of the kind of goods above it', () => {
  expect(made.map((type) => goodsOf([type]))).toEqual([
    'bag',
    'shoes',
    'clothing',
    'watch',
    'perfume',
    'phone',
    'food',
    'toy',
    { type: 'diaper' },
    'gift',
  ])
})

test('a type without a word of the carriers is called as the vocabulary does', () => {
  const words = latinProductWords(goodsOf(['diaper']))
  expect(words.length).toBeGreaterThan(0)
  expect(words).not.toContain('gift')
})

test('a title holds the name as it was given, even where the name reads as a pattern', () => {
  const random = seededRandom(1)
  for (let at = 0; at < 200; at++)
    expect(carrierTitle(random, 'bag', '$&u$$i {x}').title).toContain('$&u$$i {x}')
})

test('the titles are honest: the engine reads no word of fakes in them', () => {
  const screener = compile({ brands: [] })
  const random = seededRandom(2)
  const languages = new Set<string>()
  for (let at = 0; at < 2000; at++) {
    const { language, title } = carrierTitle(random, goodsOf([made[at % made.length]!]), 'Zorvane')
    languages.add(language)
    expect(title).not.toMatch(/[{}]|undefined/)
    const { verdict, signals } = screener.screen({ id: 'a', title })
    expect([title, verdict]).toEqual([title, 'clear'])
    expect(signals.filter(({ family }) => family === 'text')).toEqual([])
  }
  expect(languages.size).toBeGreaterThanOrEqual(12)
})

test('words for fusing are of Latin letters alone', () => {
  expect(latinProductWords('bag')).toContain('bag')
  for (const word of latinProductWords('phone')) expect(word).toMatch(/^[A-Za-z]+$/)
})
