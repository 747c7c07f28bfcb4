import type { Assessment, Signal } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { createText, loadCatalogue } from '../messages/index.ts'
import { explanationParts, signalParts } from './assessment-sentences.ts'

const term: Signal = {
  code: 'text.quality-grade',
  family: 'text',
  weight: 2,
  evidence: {
    params: { text: '1:1', language: 'zh', meaning: '‘one to one’' },
    detail: '“1:1” (Chinese): ‘one to one’.',
  },
}
const assessment: Assessment = {
  listing: '1',
  verdict: 'review',
  probability: 0.5,
  brands: [],
  signals: [term],
  engine: 'test',
  reason: 'Review: the goods may be false; a person decides.',
  explanation: [{ code: 'review' }, { signal: 0 }],
}

test('a sentence is in the language of the pages, and its English parts are marked', async () => {
  const chinese = createText('zh', await loadCatalogue('zh'))
  expect(signalParts(chinese, term)).toEqual([
    { text: '“1:1”（中文）：' },
    { text: '‘one to one’', english: true },
    { text: '。' },
  ])
  expect(explanationParts(chinese, assessment)[0]).toEqual({
    text: '复核：商品可能是假货；由人工决定。“1:1”（中文）：',
  })
  const english = createText('en', await loadCatalogue('en'))
  expect(signalParts(english, term)).toEqual([{ text: '“1:1” (Chinese): ‘one to one’.' }])
})

test('a signal is named in the language of the pages, an unknown one by its code', async () => {
  const chinese = createText('zh', await loadCatalogue('zh'))
  expect(chinese.signalName('price.impossible')).toBe('不可能的价格')
  expect(chinese.signalName('future.signal')).toBe('future.signal')
})

test('text that these pages cannot word stays as the server words it, marked as English', async () => {
  const chinese = createText('zh', await loadCatalogue('zh'))
  const evidence = { detail: 'Said by another year.', reference: 'x', params: {} }
  const odd: Signal = { code: 'future.signal', family: 'text', weight: 1, evidence }
  expect(signalParts(chinese, odd)).toEqual([{ text: 'Said by another year.', english: true }])
  expect(signalParts(chinese, { ...odd, evidence: { reference: 'x' } })).toEqual([{ text: 'x' }])
  const { explanation: _, ...older } = assessment
  expect(explanationParts(chinese, older)).toEqual([{ text: older.reason, english: true }])
})
