import { compile, contactOf } from '@touchstone/recognition'
import { expect, test } from 'vitest'
import { workbookOf, textRow } from './workbook.ts'
import { openListingFile } from '../src/intake/file.ts'
import { openCatalogFile } from '../src/catalog/file.ts'
import { readOffers } from '../src/formats/page/index.ts'
import { readPrice } from '../src/formats/mapping/price.ts'
import { addressesIn } from '../src/formats/mapping/values.ts'
import { openCsv } from '../src/formats/table/index.ts'
import { columnNames } from '../src/formats/table/header.ts'
import { findEncoding } from '../src/formats/table/find-encoding.ts'
import { detectDialect } from '../src/formats/table/dialect.ts'
import { isDateFormat } from '../src/formats/xlsx/number-format.ts'
import { read, streamed } from '../src/formats/test/streams.ts'

// Every step of a reader grows with its input; a square would grow sixteenfold from n to 4n.
const mostGrowth = 6
/** What takes less can't be measured, and harms nobody. */
const leastMs = 60

type Work = (input: string) => unknown

async function millisecondsOf(work: Work, input: string): Promise<number> {
  let best = Infinity
  for (let turn = 0; turn < 4; turn++) {
    // Of this thread alone: other work on the machine does not count.
    const before = process.threadCpuUsage()
    await work(input)
    const { user, system } = process.threadCpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
    if (best > 1000) break
  }
  return best
}

const listings: Work = async (text) =>
  read((await openListingFile(streamed(text), {}, async () => undefined)).rows)
const catalog: Work = async (text) => {
  const wishes = { brandOf: () => 'acme', currency: 'EUR' }
  return read((await openCatalogFile({ bytes: streamed(text) }, wishes)).rows)
}
const page: Work = (html) => readOffers(html, 'https://shop.example/item')
const price: Work = (text) => readPrice(text, { currency: 'EUR' })
const workbook: Work = async (xml) =>
  read(
    (
      await openListingFile(
        streamed(workbookOf({ rows: textRow(1, 'id', 'title') + xml })),
        {},
        async () => undefined,
      )
    ).rows,
  )
const styles: Work = async (code) =>
  read(
    (
      await openListingFile(
        streamed(
          workbookOf({
            rows: textRow(1, 'id', 'title') + textRow(2, '1', 'bag'),
            styles: `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="${code}"/></numFmts></styleSheet>`,
          }),
        ),
        {},
        async () => undefined,
      )
    ).rows,
  )
const feed = (items: string): string =>
  `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${items}</channel></rss>`

const screener = compile({ brands: [{ id: 'velmoraq', name: 'Velmoraq' }] })
const price20 = { amount: '20', currency: 'USD' }
const screen: Work = (description) =>
  screener.screen({ id: '1', title: 'Velmoraq bag', price: price20, description })

const contactOfCode: Work = (text) => contactOf(text)

const many = (text: string) => (n: number) => text.repeat(Math.ceil(n / text.length))

const cases: [name: string, size: number, input: (n: number) => string, work: Work][] = [
  [
    'a text of words and blanks as a column',
    4000,
    (n) => `id,x\n1,A⺀${many('⺀⺀⺀\t')(n)}⺀`,
    listings,
  ],
  ['blanks without end in a cell', 60_000, (n) => `id,x\n1,a${many(' ')(n)}\u3000\n`, listings],
  ['an address of commas', 60_000, (n) => `id,title,image\n1,bag,"${many(',;')(n)}x"\n`, listings],
  ['zeros before the last digit of a price', 60_000, (n) => `1.${many('0')(n)}1`, price],
  [
    'zeros in the cell of a price',
    60_000,
    (n) => `id,title,price\n1,bag,"1.${many('0')(n)}1"\n`,
    listings,
  ],
  ['a bracket and blanks before a price', 60_000, (n) => `(${many(' ')(n)}x 5`, price],
  ['dashes behind a price', 60_000, (n) => `5${many('-')(n)}x`, price],
  ['words beside a price', 60_000, (n) => `${many('from ab ')(n)}5`, price],
  ['digits and points of a price', 60_000, (n) => `${many('1.')(n)}x`, price],
  ['commas behind addresses', 60_000, (n) => `${many(',')(n)}x`, addressesIn],
  ['brackets of a number format', 60_000, many('['), isDateFormat],
  ['counted hours of a number format', 60_000, many('[h'), isDateFormat],
  ['quotes of a number format', 60_000, many('"[_'), isDateFormat],
  ['a number format in a workbook', 60_000, many('['), styles],
  ['delimiters alone', 30_000, many(','), detectDialect],
  ['quotes and delimiters', 30_000, many('",'), detectDialect],
  ['a table of delimiters alone', 60_000, many(','), listings],
  ['a table of quotes', 60_000, many('"'), listings],
  ['quotes that no line closes', 60_000, many('a,"b\n'), listings],
  ['quotes opened on every other line', 60_000, many('a,"b\nc,d\n'), listings],
  ['cells of blanks in a header', 60_000, (n) => `-0${many('\t')(n)}-0\n1,2\n`, listings],
  ['columns of one name', 20_000, many('a,'), (text) => columnNames(text.split(','))],
  [
    'many columns of a table',
    60_000,
    many('a,'),
    async (text) => read((await openCsv(streamed(text), { limits: { columns: 1e6 } })).rows),
  ],
  ['open brackets of JSON', 60_000, many('['), listings],
  ['strings of JSON without an end', 60_000, (n) => `["${many('\\"')(n)}`, listings],
  [
    'a new column in every row of JSON',
    400,
    (n) => Array.from({ length: n }, (_, at) => `{"id":"${at}","a${at}":"some words"}`).join('\n'),
    listings,
  ],
  ['elements of a feed', 60_000, (n) => feed(many('<item><g:id>1</g:id></item>')(n)), listings],
  ['a comment of a feed without an end', 60_000, (n) => `<rss><!--${many('- ')(n)}`, listings],
  ['a tag of a feed without an end', 60_000, (n) => `<rss ${many('a="b" ')(n)}`, listings],
  [
    'attributes of a feed',
    60_000,
    (n) => `<rss ${Array.from({ length: n / 8 }, (_, at) => `a${at}="b"`).join(' ')}></rss>`,
    listings,
  ],
  [
    'references of a feed',
    60_000,
    (n) => feed(`<item><g:title>${many('&amp;')(n)}</g:title></item>`),
    listings,
  ],
  ['cells of a workbook', 60_000, (n) => `<row>${many('<c><v>1</v></c>')(n)}</row>`, workbook],
  ['rows of a workbook', 60_000, many('<row><c t="str"><v>_x0041_</v></c></row>'), workbook],
  ['tags of a page', 60_000, many('<'), page],
  ['stated encodings of a page', 60_000, many('<meta charset='), page],
  [
    'elements of a page',
    60_000,
    many('<div itemscope itemtype="https://schema.org/Product">'),
    page,
  ],
  [
    'a page of JSON-LD',
    60_000,
    (n) => `<script type="application/ld+json">${many('[')(n)}</script>`,
    page,
  ],
  [
    'products of JSON-LD',
    60_000,
    (n) =>
      `<script type="application/ld+json">[${many('{"@type":"Product","name":"a"},')(n)}{}]</script>`,
    page,
  ],
  ['rows of a catalog', 60_000, (n) => `id,name,price\n${many('1,bag,0.0001\n')(n)}`, catalog],
  ['digits and points in a description', 20_000, many('1.'), screen],
  ['prices in a description', 20_000, many('$1,111 '), screen],
  ['signs of money in a description', 20_000, many('$ us$ '), screen],
  ['zeros in a description', 20_000, many('0'), screen],
  ['letters set apart in a description', 20_000, many('v e l '), screen],
  ['Chinese signs set apart in a description', 20_000, many('高 仿 '), screen],
  ['addresses without an end in a description', 20_000, many('@a.'), screen],
  ['masks in a description', 20_000, many('v*'), screen],
  ['labels of a visiting card', 60_000, (n) => `MECARD:${many('TEL EMAIL ')(n)}`, contactOfCode],
  ['values of a visiting card', 60_000, (n) => `MECARD:${many('EMAIL:M')(n)}`, contactOfCode],
  [
    'bytes of no encoding',
    60_000,
    many('\u00e9\u00ff\u0080'),
    (text) => findEncoding(Buffer.from(text, 'latin1')),
  ],
]

test.each(cases)(
  '%s: four times as much takes less than six times as long',
  async (_, size, input, work) => {
    await work(input(Math.ceil(size / 4)))
    const once = await millisecondsOf(work, input(size))
    const fourfold = await millisecondsOf(work, input(size * 4))
    expect(fourfold).toBeLessThan(Math.max(mostGrowth * once, leastMs))
  },
)
