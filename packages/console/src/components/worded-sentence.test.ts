import { storedSentences, writeStoredSentence } from '@touchstone/contract'
import { readLocale } from '@touchstone/messages/compile'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textOf } from '../../test/text-of.ts'
import { wordSentences } from './worded-sentence.tsx'

test('the English words of each sentence are those that the server stores', () => {
  const locales = join(import.meta.dirname, '..', '..', 'locales')
  const words = Object.entries(readLocale(locales, 'en')['stored-sentences'] ?? {})
  const ofSentences = words.filter(([key]) => key.startsWith('stored-sentence.'))
  expect(
    Object.fromEntries(ofSentences.map(([key, word]) => [key.replace(/^[^.]+\./, ''), word])),
  ).toEqual(storedSentences)
})

test('stored sentences are worded with their values, and what a person wrote is kept', () => {
  const gone = writeStoredSentence('page.gone', { status: 404 })
  expect(wordSentences(textOf('id', ['stored-sentences']), gone)).toEqual({
    worded: 'Menurut server, halaman ini tidak ada (status 404).',
    isKnown: true,
  })
  const reasons = writeStoredSentence('decision.reasons-right', { right: 'EM 018000001' })
  expect(
    wordSentences(textOf('zh', ['stored-sentences']), `${reasons}\nChecked by phone.`),
  ).toEqual({
    worded: '该商品侵犯了通知所指明的权利（EM 018000001）。\nChecked by phone.',
    isKnown: false,
  })
})

test('each line of a refused fit is worded', () => {
  const reason = [
    writeStoredSentence('fit.too-few-labels', { labels: 200, sellers: 3 }),
    `  ${writeStoredSentence('fit.more-counterfeit-labels', { count: 150, missing: 50 })}`,
  ].join('\n')
  const { worded, isKnown } = wordSentences(textOf('id', ['stored-sentences']), reason)
  expect(worded).toContain('Label 1 (tiruan): 150 penawaran berlabel; perlu 50 lagi')
  expect(isKnown).toBe(true)
})
