import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { linkReason } from './link-reason.ts'
import { dossierLanguages } from './model.ts'
import { wordsIn } from './words.ts'
import { wordsEn } from './words-en.ts'

const phone = {
  code: 'identifier.phone',
  family: 'contact',
  weight: 4.16,
  masked: '+62…02',
  listings: 2,
}

test.each([
  ['en', 'Phone number: +62…02 – speaks for the link (4.2 bits; listings that show it: 2)'],
  ['id', 'Nomor telepon: +62…02 – mendukung petunjuk, terlihat dalam 2 penawaran (4.2 bit)'],
  ['zh', '电话号码：+62…02——支持该线索，见于 2 件商品（4.2 比特）'],
] as const)('words a reason in the language of the dossier: %s', (language, words) => {
  expect(linkReason(wordsIn(language), phone)).toBe(words)
})

test('words reasons against, and of unknown codes', () => {
  const say = wordsIn('en')
  const against = { ...phone, weight: -1, masked: null, listings: 0 }
  expect(linkReason(say, { ...against, code: 'text.alike' })).toBe(
    'Wording and spelling – speaks against the link (-1 bits)',
  )
  expect(linkReason(say, { ...against, code: 'moon.phase' })).toContain('Another reason – ')
})

test.each(dossierLanguages)('names reasons as the console does: %s', (language) => {
  const say = wordsIn(language)
  const file = new URL(`../../../console/locales/${language}/networks.json`, import.meta.url)
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  const names = Object.keys(wordsEn).filter((key) => key.startsWith('reason-name.'))
  expect(names.length).toBeGreaterThan(20)
  for (const key of names) {
    const code = key.slice('reason-name.'.length)
    const message = code.startsWith('identifier.') ? `links.${code}` : `links.reason.${code}`
    expect([key, say(key as keyof typeof wordsEn)]).toEqual([key, messages[message]])
  }
})
