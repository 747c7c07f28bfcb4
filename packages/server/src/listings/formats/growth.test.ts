import { many, testGrowth, type Work } from '../../../test/growth.ts'
import { readPrice } from './mapping/read-price.ts'
import { addressesIn } from './mapping/read-values.ts'
import { readPageListings } from './page/index.ts'
import { detectDialect } from './table/dialect.ts'
import { findEncoding } from './table/find-encoding.ts'
import { columnNames } from './table/header.ts'
import { openCsv } from './table/index.ts'
import { read, streamed } from './test/streams.ts'
import { isDateFormat } from './xlsx/number-format.ts'

const page: Work = (html) => readPageListings(html, 'https://shop.example/item')
const price: Work = (text) => readPrice(text, { currency: 'EUR' })

testGrowth([
  ['zeros before the last digit of a price', 60_000, (n) => `1.${many('0')(n)}1`, price],
  ['a bracket and blanks before a price', 60_000, (n) => `(${many(' ')(n)}x 5`, price],
  ['dashes behind a price', 60_000, (n) => `5${many('-')(n)}x`, price],
  ['words beside a price', 60_000, (n) => `${many('from ab ')(n)}5`, price],
  ['digits and points of a price', 60_000, (n) => `${many('1.')(n)}x`, price],
  ['commas behind addresses', 60_000, (n) => `${many(',')(n)}x`, addressesIn],
  ['brackets of a number format', 60_000, many('['), isDateFormat],
  ['counted hours of a number format', 60_000, many('[h'), isDateFormat],
  ['quotes of a number format', 60_000, many('"[_'), isDateFormat],
  ['delimiters alone', 30_000, many(','), detectDialect],
  ['quotes and delimiters', 30_000, many('",'), detectDialect],
  ['columns of one name', 20_000, many('a,'), (text) => columnNames(text.split(','))],
  [
    'many columns of a table',
    60_000,
    many('a,'),
    async (text) => read((await openCsv(streamed(text), { limits: { columns: 1e6 } })).rows),
  ],
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
  [
    'bytes of no encoding',
    60_000,
    many('\u00e9\u00ff\u0080'),
    (text) => findEncoding(Buffer.from(text, 'latin1')),
  ],
])
