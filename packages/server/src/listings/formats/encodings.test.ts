import type { FilePreviewView, ProblemDetails } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { inStore } from '../../../test/kill-ingest.ts'
import { startServing, type Serving } from '../../../test/start-server.ts'
import { encoded } from './test/streams.ts'

const stores = embeddedStores()

const chinese = ['真皮手提包，全新', '高仿腕表 一比一', '丝绸围巾「红色」', '运动鞋；四十二码']
const russian = ['Кожаная сумка, новая', 'Часы — копия люкс', 'Шёлковый шарф «красный»', 'Кеды; 42']
const traditional = ['真皮手提包，全新', '名牌手錶 一比一', '絲綢圍巾「紅色」', '運動鞋；四十二碼']
const japanese = [
  '本革のハンドバッグ、新品',
  '高級腕時計 コピー',
  '絹のスカーフ「赤」',
  'スニーカー 42サイズ',
]
const korean = ['가죽 핸드백, 새상품', '명품 시계 레플리카', '실크 스카프 (빨강)', '운동화 265']
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
    ['Big5', 'big5', '', ',', traditional],
    ['Shift-JIS', 'shift_jis', '', ',', japanese],
    ['EUC-JP', 'euc-jp', '', '\t', japanese],
    ['EUC-KR', 'euc-kr', '', ';', korean],
    ['KOI8-R', 'koi8-r', '', ';', russian.map((title) => title.replaceAll(/[«»—]/g, '-'))],
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
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    keys.set('house', (await newKey(store, 'house', ['catalog:read', 'catalog:write'])).text)
  })
  server = await startServing(config)
})
afterAll(() => server?.kill())

/** A table with one title that is valid in several encodings. */
const unclear = encoded('id,title\r\n1,財布\r\n', 'shift_jis')
const sending = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: unclear }

async function answerOf(name: string, path: string, init: RequestInit): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${keys.get(name)}` }
  return fetch(`${server.url}/api/v1/${path}`, { ...init, headers })
}

test('a table whose encoding is unclear is refused with how it begins in each likely one', async () => {
  const response = await answerOf('Big5', 'listings/file', sending)
  expect(response.status).toBe(422)
  const problem = (await response.json()) as ProblemDetails
  expect(problem).toMatchObject({ code: 'encoding-unclear', pointer: '/encoding' })
  expect(problem.detail).toMatch(/^the encoding of the file is unclear: state it as `encoding`/)
  const read = (problem.readings ?? []).map(({ encoding, lines }) => [encoding, lines[0]])
  expect(read.length).toBeGreaterThan(1)
  for (const [encoding, line] of read) expect(problem.detail).toContain(`in ${encoding}: ${line}`)
})

test('a preview shows the likely readings of such a table, and its rows once one was chosen', async () => {
  const before = await answerOf('Big5', 'imports/previews', sending)
  expect(before.status).toBe(200)
  const shown = (await before.json()) as FilePreviewView
  expect(shown).toMatchObject({ rows: [], columns: null })
  expect(shown.readings.length).toBeGreaterThan(1)
  const after = await answerOf('Big5', 'imports/previews?encoding=shift_jis', sending)
  const chosen = (await after.json()) as FilePreviewView
  expect(chosen).toMatchObject({ encoding: 'shift_jis', readings: [] })
  expect(chosen.rows[0]?.listing).toMatchObject({ id: '1', title: '財布' })
  const taken = await answerOf('Big5', 'listings/file?encoding=shift_jis', sending)
  expect(await taken.json()).toMatchObject({ taken: 1, failed: 0 })
})

test('bytes that are not of the encoding that a feed or a page declares are not stored', async () => {
  const title = 'Größe und Länge für Füße'
  const xml = `<?xml version="1.0" encoding="UTF-8"?><rss><item><id>bad</id><title>${title}</title></item></rss>`
  const page = `<meta charset=utf-8><script type="application/ld+json">{"@type":"Product","name":"${title}","sku":"bad"}</script>`
  const latin = (body: string, type: string): RequestInit => ({
    method: 'POST',
    body: Buffer.from(body, 'latin1'),
    headers: { 'content-type': type },
  })
  const file = await answerOf('KOI8-R', 'listings/file', latin(xml, 'application/xml'))
  expect(await file.json()).toMatchObject({
    taken: 0,
    failed: 1,
    faults: [{ message: expect.stringContaining('contains bytes that are not utf-8') as string }],
  })
  for (const preview of ['true', 'false']) {
    const path = `listings/page?url=https://shop.example/1&preview=${preview}`
    const refused = await answerOf('KOI8-R', path, latin(page, 'text/html'))
    expect(refused.status).toBe(422)
    const problem = (await refused.json()) as ProblemDetails
    expect(problem.detail).toMatch(/^the encoding of the page is unclear: state it as `encoding`/)
    expect(problem.readings?.map(({ encoding }) => encoding)).toContain('windows-1252')
  }
  const path = 'listings/page?url=https://shop.example/1&preview=true&encoding=windows-1252'
  const read = await answerOf('KOI8-R', path, latin(page, 'text/html'))
  expect(await read.json()).toMatchObject({ listings: [{ listing: { title } }] })
})

test('a stated encoding takes precedence over detection, and an unknown one is refused', async () => {
  const lines = '{"id":"n1","title":"名牌手錶"}\n'
  const body = encoded(lines, 'big5')
  const headers = { 'content-type': 'application/octet-stream' }
  const asked = { method: 'POST', headers, body }
  const taken = await answerOf('EUC-JP', 'listings/file?encoding=big5', asked)
  expect(await taken.json()).toMatchObject({ taken: 1, failed: 0 })
  const { items } = await ask<{ items: { listing: { id: string; title: string } }[] }>('EUC-JP', '')
  expect(items.map(({ listing }) => listing.title)).toContain('名牌手錶')
  for (const path of ['listings/file', 'imports/previews', 'catalog/imports']) {
    const who = path === 'catalog/imports' ? 'house' : 'EUC-JP'
    const refused = await answerOf(who, `${path}?encoding=klingon`, asked)
    expect([path, refused.status]).toEqual([path, 422])
    expect(await refused.text()).toContain('klingon')
  }
})

test('products in another encoding are accepted, and refused if it is unclear', async () => {
  const headers = { 'content-type': 'text/csv' }
  const brand = '{"brands":[{"id":"velmoraq","name":"Velmoraq"}],"products":[]}'
  const added = await answerOf('house', 'catalog/imports', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: brand,
  })
  expect(added.status).toBe(200)
  const table = ['id,name', ...japanese.map((name, at) => `p${at},"${name}"`)].join('\n')
  const path = 'catalog/imports?brand=velmoraq'
  const taken = await answerOf('house', path, {
    method: 'POST',
    headers,
    body: encoded(table, 'shift_jis'),
  })
  expect(await taken.json()).toMatchObject({ products: { added: japanese.length }, failed: 0 })
  const refused = await answerOf('house', path, {
    method: 'POST',
    headers,
    body: encoded('id,name\r\n1,財布\r\n', 'shift_jis'),
  })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('the encoding of the file is unclear')
})

test('one zero byte in a title costs at most its own row, in a table and in NDJSON', async () => {
  const title = (n: number): string => (n === 7 ? 'Leather\0bag' : `Leather bag ${n}`)
  const rows = Array.from({ length: 200 }, (_, n) => n)
  const tables: [string, string][] = [',', '\t'].map((delimiter) => [
    'text/csv',
    [
      ['id', 'title', 'price', 'currency'].join(delimiter),
      ...rows.map((n) => [`z${n}`, title(n), '19.90', 'EUR'].join(delimiter)),
    ].join('\n'),
  ])
  const lines = rows.map((n) => `{"id":"z${n}","title":"${title(n)}"}`).join('\n')
  const sent: [string, string][] = [...tables, ['application/octet-stream', lines]]
  for (const [type, body] of sent) {
    const headers = { 'content-type': type }
    const preview = await answerOf('KOI8-R', 'imports/previews', { method: 'POST', headers, body })
    expect(await preview.json()).toMatchObject({ encoding: 'utf-8' })
    const taken = await answerOf('EUC-KR', 'listings/file', { method: 'POST', headers, body })
    const { failed } = (await taken.json()) as { failed: number }
    expect([type, failed <= 1]).toEqual([type, true])
  }
})

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
