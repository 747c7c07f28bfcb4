import { many, testGrowth, type Work } from '../../../test/growth.ts'
import { textRow, workbookOf } from '../../../test/workbook.ts'
import { openListingFile } from '../formats/index.ts'

async function* streamed(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes)
}

async function allOf(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const row of rows) if (row !== undefined) count++
  return count
}

const nothingSaved = async () => ({ mapping: undefined, currencies: {} })
const listings = async (bytes: Uint8Array | string): Promise<number> =>
  allOf((await openListingFile(streamed(bytes), {}, nothingSaved)).rows)
const workbook: Work = (xml) => listings(workbookOf({ rows: textRow(1, 'id', 'title') + xml }))
const styles: Work = (code) =>
  listings(
    workbookOf({
      rows: textRow(1, 'id', 'title') + textRow(2, '1', 'bag'),
      styles: `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="${code}"/></numFmts></styleSheet>`,
    }),
  )
const feed = (items: string): string =>
  `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${items}</channel></rss>`

testGrowth([
  [
    'a text of words and blanks as a column',
    4000,
    (n) => `id,x\n1,A⺀${many('⺀⺀⺀\t')(n)}⺀`,
    listings,
  ],
  ['blanks without end in a cell', 60_000, (n) => `id,x\n1,a${many(' ')(n)}\u3000\n`, listings],
  ['an address of commas', 60_000, (n) => `id,title,image\n1,bag,"${many(',;')(n)}x"\n`, listings],
  [
    'zeros in the cell of a price',
    60_000,
    (n) => `id,title,price\n1,bag,"1.${many('0')(n)}1"\n`,
    listings,
  ],
  ['a number format in a workbook', 60_000, many('['), styles],
  ['a table of delimiters alone', 60_000, many(','), listings],
  ['a table of quotes', 60_000, many('"'), listings],
  ['quotes that no line closes', 60_000, many('a,"b\n'), listings],
  ['quotes opened on every other line', 60_000, many('a,"b\nc,d\n'), listings],
  ['cells of blanks in a header', 60_000, (n) => `-0${many('\t')(n)}-0\n1,2\n`, listings],
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
])
