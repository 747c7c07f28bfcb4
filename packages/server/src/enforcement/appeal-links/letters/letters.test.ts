import { sellerLanguages } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { letterOf } from './index.ts'

const letter = {
  marketplace: 'Harbour Bazaar',
  url: 'https://touchstone.example/appeal#x$&y',
  ownChannel: 'Seller centre → Messages',
  reference: '4F00AA17',
  until: new Date('2026-12-24T12:00:00Z'),
}

test.each(sellerLanguages)(
  'in %s it names the marketplace, the way without the link and the day, and urges no one',
  (language) => {
    const { text, reviewed } = letterOf(language, letter)
    for (const named of [letter.marketplace, letter.url, letter.ownChannel, letter.reference]) {
      expect(text).toContain(named)
    }
    expect(text).not.toMatch(/[{}!！¡]|undefined/)
    expect(reviewed).toBe(language === 'en')
    expect(text.split('\n\n')).toHaveLength(5)
  },
)

test('no word of it is how fraud begins', () => {
  expect(letterOf('en', letter).text).not.toMatch(
    /urgent|immediately|now|verify|log ?in|click|lose/i,
  )
})
