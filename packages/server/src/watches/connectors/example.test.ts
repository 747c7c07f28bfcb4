import { readFileSync } from 'node:fs'
import { connectorNames } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { example } from './example.ts'
import type { Row, Site } from './index.ts'

const origin = 'https://bazaar.example'
const goods = (id: number) => ({
  id,
  name: `Bag ${id}`,
  price: 40,
  currency: 'EUR',
  path: `/b/${id}`,
})

/** Walks a shop in memory, and returns what each page gave. */
async function walk(pages: Record<string, string>): Promise<Row[][]> {
  const site: Site = {
    url: `${origin}/goods.json`,
    isSearch: false,
    holder: '',
    sitemaps: async () => [],
    knownSitemaps: async () => [],
    render: () => Promise.reject(new Error('there is no browser')),
    visit: async ({ url }, read) => {
      const text = pages[url.slice(origin.length)]
      if (text === undefined) return { kind: 'absent', status: 404 }
      async function* body(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from(text ?? '')
      }
      const value = await read({ url, header: () => '', body: body() })
      return { kind: 'page', url, etag: '', lastModified: '', value }
    },
  }
  const rows: Row[][] = []
  for await (const { visited } of example.search(site)) {
    rows.push(visited?.kind === 'page' ? visited.value.rows : [])
  }
  return rows
}

test('the page that says how to copy it shows the list of connectors as it is', () => {
  const page = new URL('../../../../../docs/design/connectors.md', import.meta.url)
  const [, shown] =
    /export const connectorNames = \[(.*?)\]/s.exec(readFileSync(page, 'utf8')) ?? []
  // Whoever follows the page has added a name after those that it shows.
  const names = shown?.match(/[a-z][a-z-]*/g) ?? []
  expect(names.at(-1)).toBe('bazaar')
  expect(names.slice(0, -1)).toEqual(connectorNames.slice(0, names.length - 1))
  expect(names.length).toBeGreaterThan(5)
})

test('each page of the list gives listings, until the last', async () => {
  const rows = await walk({
    '/goods.json': JSON.stringify({ goods: [goods(1), goods(2)], next: '/more.json' }),
    '/more.json': JSON.stringify({ goods: [{ ...goods(3), seller: 77 }] }),
  })
  expect(rows.map((page) => page.length)).toEqual([2, 1])
  expect(rows[0]?.[0]).toEqual({
    listing: {
      id: '1',
      title: 'Bag 1',
      url: `${origin}/b/1`,
      price: { amount: '40', currency: 'EUR' },
    },
  })
  expect(rows[1]).toMatchObject([{ listing: { seller: { id: '77' } } }])
})

test('a row that is no listing is a fault, and loses no other', async () => {
  const text = JSON.stringify({ goods: [{ id: 1 }, null, goods(2)] })
  const [rows = []] = await walk({ '/goods.json': text })
  expect(rows.map((row) => 'faults' in row)).toEqual([true, true, false])
})

test.each(['<h1>Goods</h1>', '[]', 'null', '{"goods":{}}'])('%s is no list', async (text) => {
  await expect(walk({ '/goods.json': text })).rejects.toMatchObject({ kind: 'permanent' })
})

test.each(['/goods.json', 'https://other.example/goods.json', 'javascript:1'])(
  'a list that names %s as the next one ends there',
  async (next) => {
    expect(await walk({ '/goods.json': JSON.stringify({ goods: [goods(1)], next }) })).toHaveLength(
      1,
    )
  },
)

test('a page that is gone ends the walk', async () => {
  expect(await walk({})).toEqual([[]])
})
