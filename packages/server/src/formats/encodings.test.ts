import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../test/builders.ts'
import { embeddedStores } from '../../test/engines.ts'
import { inStore } from '../../test/killing.ts'
import { startServing, type Serving } from '../../test/serving.ts'
import { encoded } from './test/streams.ts'

const stores = embeddedStores()

const chinese = ['真皮手提包，全新', '高仿腕表 一比一', '丝绸围巾「红色」', '运动鞋；四十二码']
const russian = ['Кожаная сумка, новая', 'Часы — копия люкс', 'Шёлковый шарф «красный»', 'Кеды; 42']
const mixed = [
  'Sac à main, neuf',
  'Часы «люкс»',
  '手提包，全新',
  'กระเป๋าหนัง',
  'Bag 👜 1:1',
  'حقيبة يد',
]

const files: [name: string, encoding: string, mark: string, delimiter: string, titles: string[]][] =
  [
    ['GB18030', 'gb18030', '', ',', chinese],
    ['Windows-1251', 'windows-1251', '', ';', russian],
    ['UTF-16, little-endian with its mark', 'utf-16le', '\ufeff', '\t', mixed],
    ['UTF-16, little-endian without', 'utf-16le', '', ';', mixed],
    ['UTF-16, big-endian with its mark', 'utf-16be', '\ufeff', ',', mixed],
    ['UTF-8 with its mark', 'utf-8', '\ufeff', ',', mixed],
  ]

let server: Serving
const keys = new Map<string, string>()
beforeAll(async () => {
  const config = stores.next()
  await inStore(config, async (store) => {
    for (const [at, [name]] of files.entries()) {
      await newOrganisation(store, `market-${at}`)
      const { text } = await newKey(store, `market-${at}`, ['listings:read', 'listings:write'])
      keys.set(name, text)
    }
  })
  server = await startServing(config)
}, 60_000)
afterAll(() => server?.kill())

async function ask<T>(name: string, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...init.headers, authorization: `Bearer ${keys.get(name)}` }
  const response = await fetch(`${server.url}/api/v1/listings${path}`, { ...init, headers })
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

test.each(files)(
  'the titles of a table in %s are kept as they were written, without a word on its encoding',
  async (name, encoding, mark, delimiter, titles) => {
    const cell = (text: string): string => `"${text}"`
    const rows = [['id', 'title'], ...titles.map((title, n) => [`offer-${n}`, title])]
    const text = mark + rows.map((row) => row.map(cell).join(delimiter)).join('\r\n')
    const { taken, failed, faults } = await ask<{ taken: number; failed: number; faults: [] }>(
      name,
      '/file',
      { method: 'POST', headers: { 'content-type': 'text/csv' }, body: encoded(text, encoding) },
    )
    expect({ taken, failed, faults }).toEqual({ taken: titles.length, failed: 0, faults: [] })
    const { items } = await ask<{ items: { listing: { id: string; title: string } }[] }>(name, '')
    const kept = new Map(items.map(({ listing: { id, title } }) => [id, title]))
    expect(titles.map((_, n) => kept.get(`offer-${n}`))).toEqual(titles)
  },
)
