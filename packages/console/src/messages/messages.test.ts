import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { filesLoadedBy, keysNamedIn } from '@touchstone/messages/testing'
import { readLocale } from '@touchstone/messages/compile'
import { expect, test } from 'vitest'
import { firstNamespaces } from '../../build/first-namespaces.ts'
import { loadCatalogue, withMessages } from './load.ts'
import { createText } from './text.ts'

const source = join(import.meta.dirname, '..')
const english = readLocale(join(source, '..', 'locales'), 'en')
const namespaceOf = new Map(
  Object.entries(english).flatMap(([namespace, messages]) =>
    Object.keys(messages).map((key) => [key, namespace] as const),
  ),
)
const keys = [...namespaceOf.keys()]

function namespacesShownBy(file: string): string[] {
  const shown = keysNamedIn(filesLoadedBy(file), keys)
  return [...new Set([...shown].map((key) => namespaceOf.get(key) ?? ''))].toSorted()
}

/** Lazy pages, each with the namespaces that load with it. */
const pages = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .flatMap((name) => {
    const text = readFileSync(join(source, name), 'utf8')
    const imports = text.matchAll(
      /(?:withMessages\(\s*\[([^\]]*)\],\s*)?import\('(\.[^']+\.tsx)'\)/g,
    )
    return [...imports].map(([, list = '', specifier = '']) => ({
      page: relative(source, join(source, dirname(name), specifier)),
      loaded: [...list.matchAll(/'([^']+)'/g)].map(([, namespace = '']) => namespace),
    }))
  })

const first: readonly string[] = firstNamespaces

test.each(pages)('$page comes with the messages that it shows', ({ page, loaded }) => {
  const shown = namespacesShownBy(join(source, page))
  expect(loaded).toEqual(shown.filter((namespace) => !first.includes(namespace)))
})

test('the first file of messages contains exactly those of a first page', () => {
  const always = namespacesShownBy(join(source, 'main.tsx'))
  expect(always.filter((namespace) => !first.includes(namespace))).toEqual([])
  const shown = [
    'access/session/sign-in-page.tsx',
    'listings/overview/overview-page.tsx',
    'listings/queue/queue-page.tsx',
    'listings/listing-page/listing-page.tsx',
  ].flatMap((page) => namespacesShownBy(join(source, page)))
  expect(first.filter((one) => !always.includes(one) && !shown.includes(one))).toEqual([])
})

test('the messages of a page are there once it was opened, in each language chosen then', async () => {
  const { t } = createText('en', await loadCatalogue('en'))
  await withMessages(['moderation'], Promise.resolve())
  expect(t('moderation.title')).toBe('Received notices')
  const chinese = createText('zh', await loadCatalogue('zh'))
  expect(chinese.t('moderation.title')).toBe('收到的通知')
})

test('numbers, money and times are written as the language writes them', async () => {
  const indonesian = createText('id', await loadCatalogue('id'))
  expect(indonesian.number(1234.5)).toBe('1.234,5')
  expect(indonesian.percent(0.973)).toBe('97,3%')
  const text = createText('en', await loadCatalogue('en'))
  expect([0.76998, 0.004, 1].map(text.probability)).toEqual(['76%', '<1%', '100%'])
  expect(text.money('9240000.10', 'VND').replace(/\s/, ' ')).toBe('VND 9,240,000.1')
  expect(text.money('12345678901234567890.01', 'USD')).toContain('12,345,678,901,234,567,890.01')
  expect(text.money('5', 'no currency')).toBe('no currency 5')
  const now = Date.parse('2026-11-26T12:00:00Z')
  expect(text.ago('2026-11-26T11:58:00Z', now)).toBe('2 min. ago')
  expect(text.ago('2026-10-01T12:00:00Z', now)).toBe('Oct 1, 2026')
})

test('a count uses the plural of the language', async () => {
  const { t } = createText('en', await loadCatalogue('en'))
  expect(t('bulk.selected', { count: 1 })).toBe('One selected')
  expect(t('bulk.selected', { count: 1200 })).toBe('1,200 selected')
})
