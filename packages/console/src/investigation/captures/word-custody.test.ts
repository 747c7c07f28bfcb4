import { writeStoredSentence } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { textOf } from '../../../test/text-of.ts'
import { exactTime } from './exact-time.ts'
import { wordCustody } from './word-custody.ts'

const notice = '6c5d4e3f-2a1b-4c0d-9e8f-7a6b5c4d3e51'

test.each(['en', 'id', 'zh'] as const)('neither raw times nor IDs are shown (%s)', (locale) => {
  const text = textOf(locale, ['stored-sentences'])
  const [from, until] = ['2026-03-02T04:05:06.789Z', '2026-03-02T04:06:07.001Z']
  const captured = wordCustody(text, writeStoredSentence('custody.captured', { from, until }))
  expect(captured?.words).toContain(exactTime(locale, from))
  expect(captured?.words).toContain(exactTime(locale, until))
  expect(captured?.words).not.toMatch(/T0|Z/)
  const noticed = wordCustody(text, writeStoredSentence('custody.noticed', { notice }))
  expect(noticed?.notice).toBe(notice)
  expect(noticed?.words).not.toContain(notice)
})

test('an exact time names its zone', () => {
  expect(exactTime('en', '2026-03-02T04:05:06.789Z')).toMatch(
    /2026.*:05:06.*(UTC|GMT[-+:\d]*|[A-Z]{3,5})$/,
  )
})

test('what a person wrote stays as it is', () => {
  const text = textOf('en', ['stored-sentences'])
  expect(wordCustody(text, 'Sent to counsel on 2026-03-02T04:05:06Z.')).toBe(undefined)
})
