import { expect, test } from 'vitest'
import { glossText } from './gloss-text.ts'

test('a copied gloss has each word with its meaning behind it, and what is not understood', () => {
  const pieces = [
    { text: '复刻', is: 'known', meaning: 're-made' },
    { text: ' 1 ', is: 'plain' },
    { text: 'xyz', is: 'unknown' },
  ] as const
  expect(glossText(pieces, 'not understood')).toBe('复刻 [re-made] 1 xyz [not understood]')
})
