import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  codedParams,
  explanationCodes,
  families,
  ReasonValue,
  reasonParams,
  signalCodes,
  type ExplanationCode,
  type ExplanationPart,
  type ReasonParamsOf,
  type SignalCode,
} from '#contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import en from '../locales/en/reasons.json' with { type: 'json' }
import { signalCodes as engineCodes } from './signals/index.ts'
import { wordAssessment } from './assessment-sentences.ts'
import { wordExplanation, wordReason, wordReasonParts, type ReasonKey } from './wording/index.ts'
import languages from '../locales/languages.json' with { type: 'json' }
import { wordings } from './wordings-by-locale.ts'

type JsonSchema = {
  type?: string
  const?: string
  enum?: string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
}

/** Marked, so that each can be found in its sentence. */
const words = fc.stringMatching(/^[A-Za-z]{1,6}[ .]?[a-z]{3}$/).map((text) => `«${text}»`)
const numbers = fc.integer({ min: 2, max: 999 })

function anyOf(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
  const options = schema.oneOf ?? schema.anyOf
  if (options !== undefined) return fc.oneof(...options.map((option) => anyOf(option)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (name === 'language') return fc.constantFrom('tr', 'zh', 'en-x-mt', 'xx-odd')
  if (/currency$/i.test(name)) return fc.constantFrom('USD', 'VND', 'IDR')
  if (name === 'amount' && schema.type === 'string') return numbers.map((amount) => `${amount}.00`)
  switch (schema.type) {
    case 'string':
      return words
    case 'number':
      return numbers
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(anyOf(schema.items ?? {}), { minLength: 1, maxLength: 3 })
    default:
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, property]) => [
            key,
            anyOf(property, key),
          ]),
        ),
        { requiredKeys: schema.required ?? [] },
      )
  }
}

const anyParams = (code: SignalCode) =>
  anyOf(z.toJSONSchema(reasonParams[code], { io: 'input' }) as JsonSchema) as fc.Arbitrary<
    ReasonParamsOf[SignalCode]
  >

/** The texts and numbers of parameters that must appear in the sentence. */
function textsOf(value: unknown, name = ''): string[] {
  if (codedParams.has(name) || typeof value === 'boolean' || value === undefined) return []
  if (name === 'brands') return []
  if (name === 'amount' && typeof value === 'string') return [value.replace('.00', '')]
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap((entry) => textsOf(entry))
  return Object.entries(value as object).flatMap(([key, entry]) => textsOf(entry, key))
}

const fullPart = (code: ExplanationCode): ExplanationPart => ({
  code,
  families: [...families],
  support: 'price',
  percent: 42,
  threshold: 80,
  milliseconds: 150,
})

const locales = Object.keys(wordings) as (keyof typeof wordings)[]

test('every code of the engine has its parameters, and no other', () => {
  expect(Object.keys(reasonParams).toSorted()).toEqual(Object.keys(engineCodes).toSorted())
  expect(Object.keys(reasonParams).toSorted()).toEqual([...signalCodes].toSorted())
})

test('each folder of messages is a language of the wording', () => {
  const entries = readdirSync(join(import.meta.dirname, '..', 'locales'), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  expect(folders.toSorted()).toEqual(locales.toSorted())
  expect(Object.keys(languages).toSorted()).toEqual(locales.toSorted())
})

describe.each(locales)('in %s', (locale) => {
  const wording = wordings[locale]

  test.each(signalCodes)('%s says each of its parameters, and nothing is left open', (code) => {
    fc.assert(
      fc.property(anyParams(code), (params) => {
        expect(z.record(z.string(), ReasonValue).safeParse(params).success).toBe(true)
        expect(reasonParams[code].safeParse(params).success).toBe(true)
        const sentence = wordReason({ code, evidence: { params } }, wording)
        expect(sentence).toBeDefined()
        expect(sentence).not.toMatch(/[{}]|undefined/)
        for (const text of textsOf(params)) expect(sentence).toContain(text)
        const parts = wordReasonParts({ code, evidence: { params } }, wording) ?? []
        expect(parts.map(({ text }) => text).join('')).toBe(sentence)
      }),
      { numRuns: 60 },
    )
  })

  test('has the same places in each message as English', () => {
    for (const key of Object.keys(en)) {
      const placesOf = (message: unknown): string[] =>
        [...JSON.stringify(message).matchAll(/"(?:argument|count)":"(\w+)"/g)].map(
          ([, name = '']) => name,
        )
      const own = wording.message(key as ReasonKey)
      expect(own.length, key).toBeGreaterThan(0)
      expect([...new Set(placesOf(own))].toSorted(), key).toEqual(
        [...new Set(placesOf(wordings.en.message(key as ReasonKey)))].toSorted(),
      )
    }
  })

  test('words every sentence of an explanation', () => {
    for (const code of explanationCodes) {
      const text = wordExplanation([fullPart(code)], [], wording)
      expect(text, code).not.toBe('')
      expect(text, code).not.toMatch(/[{}]|undefined/)
      expect(wordExplanation([{ code: 'ask' }, { code: 'noted' }], [], wording)).toContain(
        wordExplanation([{ code: 'noted' }], [], wording),
      )
    }
  })
})

test('a sentence has words, names and numbers in its language’s format', () => {
  const low = {
    code: 'price.far-below-band',
    evidence: {
      params: {
        as: 'type',
        brand: 'Pacevorn',
        type: 'sneakers',
        amount: 57300,
        currency: 'KRW',
        dollars: 42.1,
        percent: 50,
        lowAmount: 84,
        lowCurrency: 'USD',
        source: 'its shop',
        asOf: '2026-11-01',
        isVerified: false,
        isHalved: true,
      },
    },
  }
  expect(wordReason(low, wordings.en)).toBe(
    '57,300 KRW (about 42.1 USD) is 50% of 84 USD, the lowest usual price of new Pacevorn goods of the type “sneakers” (source: its shop, 2026-11-01, unverified). The condition is not stated, and used goods cost less, so the low price counts only half.',
  )
  expect(wordReason(low, wordings.id)?.replaceAll('\u00a0', ' ')).toBe(
    'KRW 57.300 (sekitar 42,1 USD) adalah 50% dari USD 84, harga lazim terendah untuk barang Pacevorn berjenis “sneakers” baru (sumber: its shop, 2026-11-01, belum diverifikasi). Kondisi tidak disebutkan, dan barang bekas lebih murah, jadi harga rendah ini hanya dihitung separuh.',
  )
  const term = {
    code: 'text.quality-grade',
    evidence: { params: { text: '1:1', language: 'zh', meaning: '‘one to one’' } },
  }
  expect(wordReasonParts(term, wordings.zh)).toEqual([
    { text: '“1:1”（中文）：' },
    { text: '‘one to one’', english: true },
    { text: '。' },
  ])
})

test('a masked amount stays masked', () => {
  const params = { text: '██', amount: '██████', currency: 'USD' }
  for (const wording of Object.values(wordings))
    expect(wordReason({ code: 'price.text-differs', evidence: { params } }, wording)).toContain(
      '██████ USD',
    )
})

test('reasons of another engine are shown by their code, and unknown ones break nothing', () => {
  const odd: [string, unknown][] = [
    ['future.signal', {}],
    ['constructor', {}],
    ['text.replica-term', {}],
    ['review.buyers-say-fake', { count: 1, quotes: 'none' }],
    ['guard.other-role', { as: 'words', brand: 'X', text: 'y', marker: 'unheard' }],
  ]
  for (const [code, params] of odd)
    expect(wordReason({ code, evidence: { params: params as never } }, wordings.en)).toBeUndefined()
  const assessment = wordAssessment({
    listing: '1',
    verdict: 'review',
    probability: 0.5,
    brands: [],
    signals: [{ code: 'future.signal', family: 'text', weight: 1, evidence: { detail: 'Said.' } }],
    explanation: [{ code: 'review' }, { signal: 0 }, { signal: 9 }],
    engine: 'other@1',
  })
  expect(assessment.signals[0]?.evidence?.detail).toBe('Said.')
  expect(assessment.reason).toBe('Review: the goods may be counterfeit; a person decides. Said.')
})
