import { expect, test } from 'vitest'
import { textIn } from './text-in.ts'

test('a text is in the language of its reader, or in English where that has no such messages', () => {
  const values = { when: 'Monday', failures: 10, hours: 1 }
  const of = (tag: string): string =>
    textIn('account', tag).t('account.second-factor-locked.codes', values)
  expect(of('en-GB')).toContain('10 times in a row')
  expect(of('en-GB')).toContain('locked for 1 hour.')
  expect(of('zh-CN')).toContain('锁定 1 小时')
  for (const tag of ['de', 'xx', '../en', 'constructor', '']) expect(of(tag)).toBe(of('en'))
})

test('a language without a review states that', () => {
  expect(textIn('appeal-link', 'en').reviewed).toBe(true)
  expect(textIn('appeal-link', 'de')).toMatchObject({ language: 'de', reviewed: false })
})

test('a word that is not known is undefined', () => {
  const { word } = textIn('notifier', 'en')
  expect(word('notifier.outcome.restrict')).toBe('We have restricted this listing.')
  expect(word('notifier.outcome.toString')).toBeUndefined()
})
