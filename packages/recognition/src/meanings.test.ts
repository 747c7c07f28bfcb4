import { expect, test } from 'vitest'
import { lexicons } from '../lexicon/index.ts'
import idReasons from '../locales/id/reasons.json' with { type: 'json' }
import zhReasons from '../locales/zh/reasons.json' with { type: 'json' }
import id from '../meanings/id.json' with { type: 'json' }
import zh from '../meanings/zh.json' with { type: 'json' }
import productTypes from '../vocabulary/product-types.json' with { type: 'json' }
import { createWording, wordReasonParts, type Meanings } from './wording/index.ts'

const inUse = new Set(lexicons.flatMap(({ terms }) => terms.map(({ meaning }) => meaning)))
const glosses = new Set(
  lexicons.flatMap(({ terms }) =>
    terms.flatMap((term) => (term.glosses ?? []).map((gloss) => gloss.meaning)),
  ),
)
const kinds = productTypes.types.map((type) => type.id.replaceAll('-', ' '))
const isTranslated = { id: /^[^\u4e00-\u9fff]|^dari/u, zh: /[\u4e00-\u9fff]|^(T恤)/u }

test.each(Object.entries({ id, zh }) as ['id' | 'zh', Meanings][])(
  'in %s nearly every meaning of a term has words, and every kind of goods',
  (language, meanings) => {
    const missing = [...inUse].filter((english) => !Object.hasOwn(meanings, english))
    // A term may be added before its meaning is translated; until then it stays English.
    expect(missing.length / inUse.size).toBeLessThan(0.05)
    const known = (one: string): boolean =>
      inUse.has(one) || glosses.has(one) || kinds.includes(one)
    const stale = Object.keys(meanings).filter((one) => !known(one))
    expect(stale.length / inUse.size).toBeLessThan(0.05)
    expect(kinds.filter((kind) => !Object.hasOwn(meanings, kind))).toEqual([])
    for (const [english, word] of Object.entries(meanings)) {
      expect(word, english).not.toMatch(/[{}|*]/)
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
