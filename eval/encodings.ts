import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import pairs from 'opencc-js/dict/TSCharacters'
import type { Listing } from '@touchstone/contract'
import { findEncoding } from '../packages/server/src/listings/formats/index.ts'
import { polishTitles } from '../packages/server/test/titles.ts'
import { encoded } from '../packages/server/test/encoded.ts'
import { pick, seededRandom } from './random.ts'

// How often the encoding of a table is found rightly, wrongly or not at all (which asks a person),
// by encoding and number of rows. Titles are those of the samples, or of `--listings FILE` (NDJSON,
// plain or gzip), which may have them in Chinese; traditional signs are made of simplified ones.
const { values } = parseArgs({
  options: {
    listings: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tables: { type: 'string', default: '60' },
  },
})

const rowCounts = [1, 2, 3, 5, 10, 50, 200]
const tables = Number(values.tables)

const random = seededRandom(Number(values.seed))

function titlesIn(path: string): { title: string; language: string }[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing)
    .map(({ title, language = '' }) => ({ title, language }))
}

const samples = titlesIn('samples/listings.ndjson')
const given = values.listings === undefined ? [] : titlesIn(values.listings)
const of = (language: string): string[] =>
  samples.filter((one) => one.language.startsWith(language)).map(({ title }) => title)
const beyondAscii = (title: string): boolean => /[^\0-\x7f]/.test(title)
const isChinese = (title: string): boolean =>
  /\p{Script=Han}{2}/u.test(title) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(title)
const isWestern = (title: string): boolean =>
  /[\u00c0-\u00ff]/.test(title) && !/[^\0-\xff]/.test(title)
const chinese = [...of('zh'), ...given.map(({ title }) => title).filter(isChinese)]
const traditionalOf = new Map<string, string>()
for (const pair of pairs.split('|')) {
  const [from = '', to = ''] = pair.split(' ')
  if (!traditionalOf.has(to)) traditionalOf.set(to, from)
}
const traditional = (title: string): string =>
  [...title].map((sign) => traditionalOf.get(sign) ?? sign).join('')

const sources: [name: string, encoding: string, titles: string[]][] = [
  ['Chinese', 'gb18030', chinese],
  ['Chinese, traditional', 'big5', chinese.map((title) => traditional(title))],
  ['Japanese', 'shift_jis', of('ja')],
  ['Japanese', 'euc-jp', of('ja')],
  ['Korean', 'euc-kr', of('ko')],
  ['Russian', 'windows-1251', of('ru')],
  ['Russian', 'koi8-r', of('ru')],
  ['German', 'windows-1252', of('de')],
  ['French', 'windows-1252', of('fr')],
  ['Spanish', 'windows-1252', of('es')],
  ['Portuguese', 'windows-1252', of('pt')],
  ['Turkish', 'windows-1254', of('tr')],
  ['Arabic', 'windows-1256', of('ar')],
  ['Thai', 'windows-874', of('th')],
  ['Vietnamese', 'windows-1258', of('vi')],
  ['Western, given', 'windows-1252', given.map(({ title }) => title).filter(isWestern)],
  ...(['utf-16le', 'utf-16be', 'utf-8'] as const).map((encoding): [string, string, string[]] => [
    'all, without a mark',
    encoding,
    samples.map(({ title }) => title),
  ]),
  ['Russian', 'x-mac-cyrillic', of('ru')],
  ['Polish', 'windows-1250', polishTitles],
  ['Polish', 'iso-8859-2', polishTitles],
]

function rowOf(title: string, encoding: string, at: number): Buffer | undefined {
  try {
    return encoded(
      `${at},"${title.replaceAll('"', '')}",${(random() * 500).toFixed(2)}\r\n`,
      encoding,
    )
  } catch {
    return undefined
  }
}

const total = { right: 0, wrong: 0, asks: 0 }
process.stdout.write('right/wrong/asks a person, by rows\n')
process.stdout.write(
  `${''.padEnd(36)}${rowCounts.map((rows) => String(rows).padStart(11)).join('')}\n`,
)
for (const [name, encoding, all] of sources) {
  const titles = all.filter(beyondAscii).filter((title) => rowOf(title, encoding, 0))
  if (titles.length < 5) {
    process.stdout.write(`${name} in ${encoding}: too few titles\n`)
    continue
  }
  const cells: string[] = []
  for (const rows of rowCounts) {
    const count = { right: 0, wrong: 0, asks: 0 }
    for (let turn = 0; turn < (rows > 10 ? tables / 4 : tables); turn++) {
      const lines = Array.from({ length: rows }, (_, at) =>
        rowOf(pick(random, titles) ?? '', encoding, at + 1),
      )
      const table = Buffer.concat([
        encoded('id,title,price\r\n', encoding),
        ...lines.filter((line) => line !== undefined),
      ])
      const found = await findEncoding(table)
      const read = (by: string): string => new TextDecoder(by).decode(table)
      const became = !found.isSure
        ? 'asks'
        : read(found.encoding) === read(encoding)
          ? 'right'
          : 'wrong'
      count[became]++
      total[became]++
    }
    cells.push(`${count.right}/${count.wrong}/${count.asks}`.padStart(11))
  }
  process.stdout.write(`${`${name} in ${encoding}`.padEnd(36)}${cells.join('')}\n`)
}
process.stdout.write(
  `all: ${total.right} right, ${total.wrong} wrong, ${total.asks} ask a person\n`,
)
