import { expect, test } from 'vitest'
import { lexicons } from '../lexicon/index.ts'
import idReasons from '../locales/id/reasons.json' with { type: 'json' }
import zhReasons from '../locales/zh/reasons.json' with { type: 'json' }
import id from '../meanings/id.json' with { type: 'json' }
import zh from '../meanings/zh.json' with { type: 'json' }
import productTypes from '../vocabulary/product-types.json' with { type: 'json' }
import { createWording, wordReasonParts, type Meanings } from './wording/index.ts'

const meanings = lexicons.flatMap(({ terms, guards }) => [
  ...terms.flatMap(({ meaning, glosses = [] }) => [
    meaning,
    ...glosses.map((gloss) => gloss.meaning),
  ]),
  ...guards.map(({ meaning }) => meaning),
])
const kinds = productTypes.types.map((type) => type.id.replaceAll('-', ' '))
const english = new Set([...meanings, ...kinds])
const isTranslated = { id: /[a-z]{2}/u, zh: /[\u4e00-\u9fff]/u }

test.each(Object.entries({ id, zh }) as ['id' | 'zh', Meanings][])(
  'in %s every meaning of a term, form or guard has words, and every kind of goods',
  (language, words) => {
    expect([...english].filter((one) => !Object.hasOwn(words, one))).toEqual([])
    expect(Object.keys(words).filter((one) => !english.has(one))).toEqual([])
    for (const [one, word] of Object.entries(words)) {
      expect(word, one).not.toMatch(/[{}|*~]/)
      if (!kinds.includes(one)) expect(word).not.toBe(one)
      expect(isTranslated[language].test(word), word).toBe(true)
    }
  },
)

const signal = {
  code: 'text.quality-grade',
  evidence: {
    params: {
      text: 'Calidad espejo',
      language: 'es',
      meaning: '‘mirror quality’, a grade name in the trade with copies',
    },
  },
} as never

test.each([
  ['id', idReasons, id, '‘mutu cermin’, nama tingkat mutu dalam perdagangan barang tiruan'],
  ['zh', zhReasons, zh, '“镜面品质”，仿品交易中的等级名称'],
] as const)('a sentence in %s has no English passage', (locale, reasons, meanings, words) => {
  const parts = wordReasonParts(signal, createWording(locale, reasons, meanings))
  expect(parts?.map(({ text }) => text).join('')).toContain(words)
  expect(parts?.filter(({ english }) => english)).toEqual([])
})

test('a meaning without words stays English and is marked', () => {
  expect(wordReasonParts(signal, createWording('id', idReasons))).toContainEqual({
    text: '‘mirror quality’, a grade name in the trade with copies',
    english: true,
  })
})
