import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Listing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { encoded } from '../test/streams.ts'
import { polishTitles, unreadTitles } from '../../../../test/titles.ts'
import { findEncoding } from './find-encoding.ts'

const samples = join(import.meta.dirname, '../../../../../../samples/listings.ndjson')
const listings = readFileSync(samples, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Listing)

/** Titles in a language that an encoding supports and that are not pure ASCII. */
function titlesOf(language: string, encoding: string): string[] {
  return listings
    .filter((one) => one.language === language && /[^\0-\x7f]/.test(one.title))
    .map(({ title }) => title)
    .filter((title) => {
      try {
        return encoded(title, encoding).length > 0
      } catch {
        return false
      }
    })
}

function tableOf(titles: readonly string[], encoding: string): Buffer {
  const rows = titles.map((title, at) => `${at},"${title}",${at}.90\r\n`)
  return encoded(`id,title,price\r\n${rows.join('')}`, encoding)
}

test.each([
  ['zh', 'gb18030'],
  ['ja', 'shift_jis'],
  ['ja', 'euc-jp'],
  ['ko', 'euc-kr'],
  ['ru', 'windows-1251'],
  ['ru', 'koi8-r'],
  ['de', 'windows-1252'],
  ['fr', 'windows-1252'],
  ['es', 'windows-1252'],
  ['pt', 'windows-1252'],
  ['tr', 'windows-1254'],
  ['ar', 'windows-1256'],
  ['th', 'windows-874'],
  ['ja', 'utf-16le'],
  ['de', 'utf-16be'],
  ['ko', 'utf-8'],
])(
  'titles in %s are read in %s: of ten rows surely, of a few never wrongly',
  async (language, encoding) => {
    const titles = titlesOf(language, encoding)
    for (const rows of [1, 2, 10]) {
      let sure = 0
      let tables = 0
      for (let from = 0; from + rows <= titles.length && tables < 20; from += rows) {
        const table = tableOf(titles.slice(from, from + rows), encoding)
        const found = await findEncoding(table)
        const read = (by: string): string => new TextDecoder(by).decode(table)
        tables++
        if (!found.isSure) continue
        sure++
        expect(read(found.encoding)).toBe(read(encoding))
      }
      expect(sure / tables).toBeGreaterThanOrEqual(rows === 10 ? 0.9 : 0.4)
    }
  },
)

test('an unclear encoding is reported with likely readings, the right one among them', async () => {
  const found = await findEncoding(encoded('id,title\r\n1,財布\r\n', 'shift_jis'))
  expect(found.isSure).toBe(false)
  expect(found.readings.length).toBeGreaterThan(1)
  expect(found.readings.length).toBeLessThanOrEqual(4)
  expect(new Set(found.readings.map(({ lines }) => lines.join())).size).toBe(found.readings.length)
})

test('bytes of no text in any encoding are never sure', async () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => 0x80 + ((at * 7919) % 127)))
  expect((await findEncoding(bytes)).isSure).toBe(false)
})

test.each(['windows-1250', 'iso-8859-2'])(
  'one Polish title in %s is read rightly, or asked about',
  async (encoding) => {
    let sure = 0
    for (const title of polishTitles) {
      const table = tableOf([title], encoding)
      const found = await findEncoding(table)
      if (!found.isSure) continue
      sure++
      expect(new TextDecoder(found.encoding).decode(table)).toContain(title)
    }
    expect(sure).toBeGreaterThan(polishTitles.length / 2)
  },
)

test.each([10, 200])(
  '%i titles in x-mac-cyrillic are read rightly, or asked about',
  async (rows) => {
    const titles = titlesOf('ru', 'x-mac-cyrillic')
    for (let from = 0; from + 10 <= titles.length; from += 10) {
      const some = Array.from({ length: rows }, (_, at) => titles[from + (at % 10)]!)
      const table = tableOf(some, 'x-mac-cyrillic')
      const found = await findEncoding(table)
      if (found.isSure) expect(found.encoding).toBe('x-mac-cyrillic')
    }
  },
)

test.each(Object.keys(unreadTitles))(
  'titles in %s, which nothing here reads, are never taken for others',
  async (encoding) => {
    const titles = Buffer.from(unreadTitles[encoding]!, 'base64').toString('latin1').split('\n')
    for (const rows of [5, 10, 200]) {
      const lines = Array.from({ length: rows }, (_, at) => `${at},${titles[at % titles.length]}\n`)
      const table = Buffer.from(`id,title\n${lines.join('')}`, 'latin1')
      expect([rows, await findEncoding(table)]).toMatchObject([rows, { isSure: false }])
    }
  },
)

/** Inserts zeros into the bytes of a text, at these places of its titles' words. */
function withZeros(rows: number, zeros: 'one' | 'two' | 'scattered', delimiter: string): Buffer {
  const lines = Array.from({ length: rows }, (_, at) => {
    const isHit = zeros === 'scattered' ? at % 4 === 0 : at === rows - 2
    const title = `Leather bag${isHit ? (zeros === 'two' ? '\0\0' : '\0') : ''} no. ${at}`
    return [`${at}`, title, '19.90', 'EUR'].join(delimiter)
  })
  return Buffer.from([['id', 'title', 'price', 'currency'].join(delimiter), ...lines].join('\n'))
}

test.each(['one', 'two', 'scattered'] as const)(
  'a table of bytes with %s zeros in its titles stays what it is',
  async (zeros) => {
    for (const rows of [4, 20, 200, 5000]) {
      for (const delimiter of [',', '\t']) {
        // Both parities of the zeros' position.
        for (const before of ['', 'x']) {
          const table = Buffer.concat([Buffer.from(before), withZeros(rows, zeros, delimiter)])
          expect(await findEncoding(table)).toMatchObject({ encoding: 'utf-8', isSure: true })
        }
      }
    }
  },
)

test.each(['gb18030', 'windows-1251'])('so does one in %s', async (encoding) => {
  const titles = titlesOf(encoding === 'gb18030' ? 'zh' : 'ru', encoding).slice(0, 20)
  const whole = await findEncoding(tableOf(titles, encoding))
  const found = await findEncoding(tableOf([`\0${titles[0]}`, ...titles.slice(1)], encoding))
  expect([whole.encoding, found.encoding]).toEqual([encoding, encoding])
})

test.each(['utf-16le', 'utf-16be'])(
  'long titles of Chinese alone in %s are found by the ends of their lines',
  async (encoding) => {
    for (const rows of [4, 20, 200]) {
      const title = '上海不锈钢手表男士全新真皮手提包正品代购欧美大牌复刻专柜品质'.repeat(3)
      const text = `id,title\n${Array.from({ length: rows }, (_, at) => `${at},${title}\n`).join('')}`
      expect(await findEncoding(encoded(text, encoding))).toMatchObject({ encoding, isSure: true })
    }
  },
)
