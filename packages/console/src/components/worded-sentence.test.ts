import { storedSentences } from '@touchstone/contract'
import { readLocale } from '@touchstone/messages/compile'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the English words of each sentence are those that the server stores', () => {
  const locales = join(import.meta.dirname, '..', '..', 'locales')
  const words = Object.entries(readLocale(locales, 'en')['stored-sentences'] ?? {})
  expect(
    Object.fromEntries(words.map(([key, word]) => [key.replace(/^[^.]+\./, ''), word])),
  ).toEqual(storedSentences)
})
