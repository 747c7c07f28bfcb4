import { expect, test } from 'vitest'
import { pageLink } from '../../../extension/page-link.ts'
import { readSharedPage } from './search.ts'
import { pageInHash, pageShared } from './sent-page.ts'

const sent = {
  url: 'https://bazaar.example/o/17',
  title: 'Velmoraq tote 牛皮 #1',
  html: '<title>Velmoraq tote</title>',
  sentWith: 'extension',
  shownAt: '2026-11-30T10:00:00.000Z',
}
const hashOf = (page: object): string => new URL(pageLink('https://it.example', page)).hash.slice(1)

test('a page behind the # is read as it was sent', () => {
  const { url, title, html, sentWith, shownAt } = sent
  expect(pageInHash(hashOf(sent))).toEqual({
    url,
    title,
    words: '',
    page: { html, sentWith, shownAt },
  })
  expect(pageInHash(hashOf({ ...sent, signInReason: ' Our own order ' }))?.page).toMatchObject({
    signInReason: 'Our own order',
  })
})

test('a page of which too much was sent is known by its address', () => {
  const { page, ...rest } = pageInHash(hashOf({ ...sent, html: 'x'.repeat(500_001) })) ?? {}
  expect([page, rest]).toEqual([undefined, { url: sent.url, title: sent.title, words: '' }])
})

test.each([
  ['nothing', ''],
  ['another part of the page', 'tips'],
  ['no JSON', 'page=x'],
  ['no base64', 'page=%E0%A4%A'],
  ['a list', hashOf([])],
  ['no page of the web', hashOf({ ...sent, url: 'javascript:alert(1)' })],
  ['a sender that is none', hashOf({ ...sent, sentWith: 'mail' })],
  ['a time that is none', hashOf({ ...sent, shownAt: 'soon' })],
])('%s is no page', (_what, hash) => {
  expect(pageInHash(hash)).toBe(undefined)
})

test('a shared page is found where programs put its address', () => {
  const shared = (search: Record<string, unknown>) => pageShared(readSharedPage(search))
  expect(shared({ url: sent.url, title: 'Tote' })).toEqual({
    url: sent.url,
    title: 'Tote',
    words: '',
  })
  expect(shared({ text: `Look: ${sent.url}`, title: 'Tote' })).toEqual({
    url: sent.url,
    title: 'Tote',
    words: 'Look:',
  })
  expect(shared({ text: 'no address', url: 7 })).toBe(undefined)
})
