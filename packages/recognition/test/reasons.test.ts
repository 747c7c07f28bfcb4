import {
  codedParams,
  priceParts,
  quoteNotes,
  reasonParams,
  roleMarkers,
  signalCodes,
  type SignalCode,
} from '@touchstone/contract'
import {
  compile,
  explanationOf,
  wordAssessment,
  wordExplanation,
  wordExplanationParts,
  wordings,
  wordReason,
  wordReasonParts,
  type ReasonKey,
} from '@touchstone/recognition'
import { describe, expect, test } from 'vitest'
import en from '@touchstone/recognition/locales/en/reasons.json' with { type: 'json' }
import id from '@touchstone/recognition/locales/id/reasons.json' with { type: 'json' }
import zh from '@touchstone/recognition/locales/zh/reasons.json' with { type: 'json' }
import {
  listingOfPortfolio,
  listingsOfEverySignal,
  listingsOfUnits,
  sampleCatalog,
  samplePortfolio,
} from './listings-of-every-signal.ts'

const screener = compile(sampleCatalog, { asOf: '2026-11-01T00:00:00Z' })
const assessments = [
  ...listingsOfEverySignal.map((listing) => screener.screen(listing)),
  screener.screen(listingOfPortfolio, { portfolio: samplePortfolio }),
  ...listingsOfUnits.map(({ listing, items }) => screener.screen(listing, { items })),
]
const signals = assessments.flatMap((assessment) => assessment.signals)

test('the engine gives every code, with its parameters and no sentence', () => {
  expect(new Set(signals.map(({ code }) => code))).toEqual(new Set(signalCodes))
  for (const { code, evidence } of signals) {
    const { success, error } = reasonParams[code as SignalCode].safeParse(evidence?.params)
    expect(success, `${code} ${error?.message}`).toBe(true)
    expect(evidence).not.toHaveProperty('detail')
  }
  for (const assessment of assessments) {
    expect(assessment).not.toHaveProperty('reason')
    expect(assessment).not.toHaveProperty('explanation')
  }
})

/** Signals too rare to keep a listing of each here, with parameters that their schema accepts. */
const rare = [
  ...(['pictures', 'description'] as const).map((as) => ({
    code: 'guard.other-role' as const,
    params: { as, brand: 'Velmoraq' },
  })),
  ...roleMarkers.map((marker) => ({
    code: 'guard.other-role' as const,
    params: { as: 'words', brand: 'Velmoraq', text: 'so', marker },
  })),
  ...quoteNotes.map((note) => ({
    code: 'text.passes-inspection' as const,
    params: { text: 'so', language: 'en', meaning: 'so', note },
  })),
  {
    code: 'price.out-of-line' as const,
    params: { amount: '9', currency: 'USD', usual: 5 },
  },
  {
    code: 'price.below-typical' as const,
    params: {
      as: 'tier',
      brand: 'Velmoraq',
      type: 'handbag',
      amount: 9,
      currency: 'USD',
      percent: 60,
      source: 'sample',
      asOf: '2026-11-25',
      isVerified: false,
    },
  },
  {
    code: 'seller.many-luxury-brands' as const,
    params: { count: 9, brands: ['Velmoraq', 'Orlune'] },
  },
  ...priceParts.map((part) => ({
    code: 'seller.portfolio-prices' as const,
    params: { count: 9, of: 12, brands: 5, part },
  })),
].map(({ code, params }) => ({
  ...signals.find((signal) => signal.code === code)!,
  evidence: { params: reasonParams[code].parse(params) as never },
}))

test('every message is used', () => {
  const used = new Set<ReasonKey>()
  const { message } = wordings.en
  const spying = { ...wordings.en, message: (key: ReasonKey) => message((used.add(key), key)) }
  for (const assessment of assessments) {
    for (const signal of assessment.signals) wordReason(signal, spying)
    wordExplanation(explanationOf(assessment), assessment.signals, spying)
  }
  for (const signal of rare) wordReason(signal, spying)
  const kinds = (key: string): boolean => !/^(why|family|name)\./.test(key)
  expect(Object.keys(en).filter((key) => kinds(key) && !used.has(key as ReasonKey))).toEqual([])
})

test('every signal has a name in each language', () => {
  for (const names of [en, id, zh]) {
    const named = Object.keys(names).filter((key) => key.startsWith('name.'))
    expect(named.toSorted()).toEqual(signalCodes.map((code) => `name.${code}`).toSorted())
  }
})

/** Texts, and numbers as English writes them, which must appear in the sentence. */
function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') {
    if (codedParams.has(name)) return []
    return [name === 'type' ? value.replaceAll('-', ' ') : value]
  }
  if (typeof value === 'number') return [value === 1 ? '' : Math.abs(value).toLocaleString('en')]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, key))
}

test('parameters contain nothing beyond the sentence', () => {
  for (const signal of signals) {
    const sentence = wordReason(signal, wordings.en) ?? ''
    expect(sentence, signal.code).not.toBe('')
    for (const text of textsIn(signal.evidence?.params)) expect(sentence).toContain(text)
  }
})

describe.each(['id', 'zh'] as const)('in %s', (locale) => {
  const wording = wordings[locale]

  test('nothing stays English but what terms mean and kinds of goods', () => {
    for (const signal of signals) {
      const params = signal.evidence?.params ?? {}
      const known = JSON.stringify(params).replaceAll('-', ' ')
      const parts = wordReasonParts(signal, wording) ?? []
      expect(parts.length, signal.code).toBeGreaterThan(0)
      for (const { text, english } of parts)
        if (english) expect(known).toContain(JSON.stringify(text).slice(1, -1).replaceAll('-', ' '))
    }
  })

  test('every reason is worded', () => {
    for (const assessment of assessments) {
      const parts = wordExplanationParts(explanationOf(assessment), assessment.signals, wording)
      expect(parts[0]?.text).not.toBe('')
      expect(parts[0]?.english).toBeUndefined()
      expect(wordAssessment(assessment, wording).reason).toBe(
        parts.map(({ text }) => text).join(''),
      )
    }
  })
})
