import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IntlMessageFormat } from 'intl-messageformat'
import { locales, type MessageKey } from './catalogue.ts'
import { en, english } from './en.ts'
import { later } from './later/en.ts'
import { loadCatalogue, withLaterWords } from './load.ts'
import { createText } from './text.ts'

type Element = ReturnType<InstanceType<typeof IntlMessageFormat>['getAst']>[number]

/** Names of what a message is given. */
function argumentsOf(message: string, locale: string): string[] {
  const within = (element: Element): string[] => {
    if (!('value' in element) || Number(element.type) === 0) return []
    const options = 'options' in element ? Object.values(element.options) : []
    return [element.value, ...options.flatMap((option) => option.value.flatMap(within))]
  }
  const names = new IntlMessageFormat(message, locale).getAst().flatMap(within)
  return [...new Set(names)].sort()
}

test('each key is in one room, where no other overwrites it', async () => {
  const folder = join(import.meta.dirname, 'en')
  const rooms = await Promise.all(
    readdirSync(folder).map(
      (file) => import(join(folder, file)) as Promise<Record<string, Record<string, string>>>,
    ),
  )
  const keys = rooms.flatMap((room) => Object.values(room).flatMap((words) => Object.keys(words)))
  // Once later words were asked for they stand among the others too.
  const words = new Set([...Object.keys(english), ...Object.keys(later)])
  expect(keys.toSorted()).toEqual([...words].toSorted())
})

describe.each(locales)('the messages in %s', (locale) => {
  test('can be read, and say as much as the English ones', async () => {
    const { messages } = await loadCatalogue(locale)
    await withLaterWords(Promise.resolve())
    const all: Partial<Record<MessageKey, string>> = messages
    for (const [key, message] of Object.entries({ ...english, ...later })) {
      const said = all[key as MessageKey] ?? ''
      expect(argumentsOf(said, locale), key).toEqual(argumentsOf(message, 'en'))
      expect(said.trim(), key).not.toBe('')
    }
  })
})

test('words of rooms that few open are there once such a page was opened, in each language spoken then', async () => {
  const { t } = createText('en', await loadCatalogue('en'))
  await withLaterWords(Promise.resolve())
  expect(t('reception.title')).toBe('Received notices')
  const chinese = createText('zh', await loadCatalogue('zh'))
  expect(chinese.t('reception.title')).toBe('收到的通知')
})

test('numbers, money and times are written as the language writes them', async () => {
  const indonesian = createText('id', await loadCatalogue('id'))
  expect(indonesian.number(1234.5)).toBe('1.234,5')
  expect(indonesian.percent(0.973)).toBe('97,3%')
  const english = createText('en', en)
  expect(english.money('9240000.10', 'VND').replace(/\s/, ' ')).toBe('VND 9,240,000.1')
  expect(english.money('12345678901234567890.01', 'USD')).toContain('12,345,678,901,234,567,890.01')
  expect(english.money('5', 'no currency')).toBe('no currency 5')
  const now = Date.parse('2026-11-26T12:00:00Z')
  expect(english.ago('2026-11-26T11:58:00Z', now)).toBe('2 min. ago')
  expect(english.ago('2026-10-01T12:00:00Z', now)).toBe('Oct 1, 2026')
})

test('a count is said in the plural of the language', () => {
  const { t } = createText('en', en)
  expect(t('bulk.picked', { count: 1 })).toBe('One selected')
  expect(t('bulk.picked', { count: 1200 })).toBe('1,200 selected')
})
