import { captureSentences, writeCaptureSentence } from '@touchstone/contract'
import { readLocale } from '@touchstone/messages/compile'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textOf } from '../../../test/text-of.ts'
import { wordedCaptureSentence } from './capture-sentence.tsx'

test('the English words of each sentence are those of the record', () => {
  const locales = join(import.meta.dirname, '..', '..', '..', 'locales')
  const words = Object.entries(readLocale(locales, 'en')['captures'] ?? {})
  const ofSentences = words.filter(([key]) => key.startsWith('capture-sentence.'))
  expect(
    Object.fromEntries(ofSentences.map(([key, word]) => [key.replace(/^[^.]+\./, ''), word])),
  ).toEqual(captureSentences)
})

test('a note of a comparison is worded with the sentence that it quotes', () => {
  const quoted = writeCaptureSentence('page-height', { pixels: 90_000, shown: 60_000 })
  const note = writeCaptureSentence('lacks-later', { sentence: quoted })
  expect(wordedCaptureSentence(textOf('id', ['captures']), note)).toBe(
    'Rekaman sesudahnya: Tinggi halaman 90000 piksel; tangkapan layar memuat 60000 piksel pertama.',
  )
  const covered = writeCaptureSentence('covered-earlier', { observed: 'consent-wall' })
  expect(wordedCaptureSentence(textOf('zh', ['captures']), covered)).toBe(
    '在较早的取证中，页面被遮挡（同意横幅）。',
  )
})

test('a sentence of another version has no words', () => {
  expect(wordedCaptureSentence(textOf('id', ['captures']), 'The page was odd.')).toBe(undefined)
})
