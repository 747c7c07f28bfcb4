import fc from 'fast-check'
import { listingFields, parseListing } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import type { Cells } from '../row.ts'
import { applyMapping, cellsOf, suggestMapping, type Mapping } from './index.ts'

function fieldsOf(headers: string[], rows: Cells[] = []): Record<string, string> {
  const { columns } = suggestMapping(headers, rows)
  return Object.fromEntries(columns.map(({ column, field }) => [column, field]))
}

const wanted = ['id', 'title', 'description', 'price', 'currency', 'seller.name', 'brand', 'url']

test.each([
  ['English', 'Item ID|Title|Description|Price|Currency|Seller name|Brand|URL'],
  ['Indonesian', 'ID Produk|Nama Produk|Deskripsi|Harga|Mata Uang|Nama Toko|Merek|Link Produk'],
  ['Chinese', '商品ID|商品标题|商品描述|价格|币种|店铺名称|品牌|商品链接'],
  ['German', 'Artikelnummer|Bezeichnung|Beschreibung|Preis|Währung|Verkäufer|Marke|Link'],
  ['Spanish', 'Referencia|Título|Descripción|Precio|Moneda|Vendedor|Marca|Enlace'],
  ['Russian', 'Артикул|Название товара|Описание|Цена|Валюта|Продавец|Бренд|Ссылка'],
  ['French', 'Identifiant|Titre|Description|Prix|Devise|Vendeur|Marque|Lien'],
  ['Japanese', '商品番号|商品名|説明|価格|通貨|ショップ|ブランド|リンク'],
  ['feeds', 'g:id|g:title|g:description|g:price|currency_code|shop_name|g:brand|g:link'],
])('headers in %s are known', (_, headers) => {
  const names = headers.split('|')
  expect(fieldsOf(names)).toEqual(Object.fromEntries(names.map((name, at) => [name, wanted[at]])))
})

test('values decide where headers say nothing', () => {
  const rows = ['a', 'b', 'c'].map((letter, at) => ({
    x1: `https://shop.example/${letter}`,
    x2: `https://cdn.example/${letter}.jpg`,
    x3: `1${at},90 €`,
    x4: `Leather bag of kind ${letter}`,
    x5: `SKU-${at}`,
    x6: `A longer text that says what there is to say of the leather bag ${letter}`,
    x7: 'EUR',
  }))
  const mapping = suggestMapping(Object.keys(rows[0] ?? {}), rows)
  expect(mapping).toEqual({
    decimal: ',',
    columns: [
      { column: 'x1', field: 'url', by: 'values' },
      { column: 'x2', field: 'images', by: 'values' },
      { column: 'x3', field: 'price', by: 'values' },
      { column: 'x4', field: 'title', by: 'values' },
      { column: 'x5', field: 'id', by: 'values' },
      { column: 'x7', field: 'currency', by: 'values' },
    ],
  })
})

test('a header is not believed against its values', () => {
  const rows = [
    { price: 'on request', link: 'see below', 'Preis (EUR)': '19,90', id: '1' },
    { price: 'ask', link: 'none', 'Preis (EUR)': '5,00', id: '2' },
  ]
  expect(fieldsOf(['price', 'link', 'Preis (EUR)', 'id'], rows)).toMatchObject({
    'Preis (EUR)': 'price',
    id: 'id',
  })
})

test('the address of a listing identifies it if there is no ID', () => {
  expect(
    suggestMapping(['title', 'link'], [{ title: 'a b', link: 'https://x.example/1' }]),
  ).toEqual({
    columns: [
      { column: 'title', field: 'title', by: 'name' },
      { column: 'link', field: 'url', by: 'name' },
      { column: 'link', field: 'id', by: 'values' },
    ],
  })
})

test('the decimal sign is stated only where the values show it', () => {
  const signOf = (...prices: (string | number)[]) =>
    suggestMapping(
      ['price'],
      prices.map((price) => ({ price })),
    ).decimal
  expect(signOf('1.299,00', '5')).toBe(',')
  expect(signOf('1,299.00')).toBe('.')
  expect(signOf('1.250.000')).toBe(',')
  expect(signOf('19.9')).toBe('.')
  expect(signOf('1.299', '680', 19.5)).toBeUndefined()
  expect(signOf('19.90', '19,90')).toBeUndefined()
})

const columns = listingFields
  .filter((field) => field !== 'attributes')
  .map((field) => ({ column: field, field }))
const mapping: Mapping = { columns: [...columns, { column: 'Colour', field: 'attributes' }] }

test('a row becomes a listing, field by field', () => {
  const row = {
    id: ' 17 ',
    title: 'Bag <b>new</b>\r\nsecond line',
    description: 'd',
    url: 'https://shop.example/17',
    price: '25 €',
    salePrice: '19,90 €',
    shippingPrice: '4,90 €',
    brand: 'Acme',
    category: 'Bags',
    condition: 'Gebraucht',
    'seller.id': 's1',
    'seller.name': 'Shop',
    'seller.country': 'de',
    images: 'https://a.example/1.jpg, https://a.example/2,3.jpg\nhttps://a.example/1.jpg',
    quantity: '1.200',
    unitsSold: 7,
    shipsFrom: 'CN',
    language: 'de',
    marketplace: 'ebay',
    observedAt: '2026-11-25 08:30',
    Colour: 'red',
    unmapped: 'x',
  }
  expect(applyMapping(mapping, row)).toEqual({
    ok: true,
    listing: {
      id: '17',
      title: 'Bag <b>new</b>\nsecond line',
      description: 'd',
      url: 'https://shop.example/17',
      price: { amount: '19.9', currency: 'EUR' },
      shippingPrice: { amount: '4.9', currency: 'EUR' },
      brand: 'Acme',
      category: 'Bags',
      condition: 'used',
      seller: { id: 's1', name: 'Shop', country: 'DE' },
      images: [{ url: 'https://a.example/1.jpg' }, { url: 'https://a.example/2,3.jpg' }],
      quantity: 1200,
      unitsSold: 7,
      shipsFrom: 'CN',
      language: 'de',
      marketplace: 'ebay',
      observedAt: '2026-11-25T08:30:00Z',
      attributes: { Colour: 'red' },
    },
  })
})

test('every fault of a row is reported with field, column, value and fix', () => {
  const result = applyMapping(
    { columns: [...columns, { column: 'Preis', field: 'price' }] },
    { Preis: '19.90', title: '#REF!', id: '6.88E+17' },
  )
  expect(result).toEqual({
    ok: false,
    faults: [
      {
        pointer: '/id',
        problem: 'was rounded by a spreadsheet',
        found: '"6.88E+17"',
        remedy: 'format the column as text and enter it again',
        column: 'id',
      },
      {
        pointer: '/title',
        problem: 'is a spreadsheet error',
        found: '"#REF!"',
        remedy: 'correct the formula in the spreadsheet, or leave the cell empty',
        column: 'title',
      },
    ],
  })
})

describe('a value that cannot be read', () => {
  const readOf = (row: Record<string, string | number>, more: Partial<Mapping> = {}) => {
    const result = applyMapping({ ...mapping, ...more }, { id: 'a', title: 'Bag', ...row })
    if (!result.ok) throw new Error(JSON.stringify(result.faults))
    const { id: _id, title: _title, ...listing } = result.listing
    return listing
  }

  test('stays with the listing as text, and the rest of the row is read', () => {
    const row = {
      price: '1.299,-- VB',
      quantity: 'many',
      'seller.id': 's1',
      'seller.country': 'Germany',
      shipsFrom: '#N/A',
      observedAt: 'gestern',
      brand: 'Acme',
    }
    expect(readOf(row, { currency: 'EUR', decimal: ',' })).toEqual({
      brand: 'Acme',
      seller: { id: 's1' },
      unread: [
        { field: 'price', text: '1.299,-- VB', reason: 'unreadable' },
        { field: 'quantity', text: 'many', reason: 'unreadable' },
        { field: 'sellerCountry', text: 'Germany', reason: 'unreadable' },
        { field: 'shipsFrom', text: '#N/A', reason: 'unreadable' },
        { field: 'observedAt', text: 'gestern', reason: 'unreadable' },
      ],
    })
  })

  test('of a sale is not replaced by the price before it', () => {
    expect(readOf({ salePrice: 'ask', price: '25 €' })).toEqual({
      unread: [{ field: 'price', text: 'ask', reason: 'unreadable' }],
    })
  })

  test('of two meanings is not guessed, but read as the mapping says', () => {
    const row = { price: '1.299', observedAt: '03/04/2026' }
    expect(readOf(row, { currency: 'EUR' })).toEqual({
      unread: [
        { field: 'price', text: '1.299', reason: 'ambiguous' },
        { field: 'observedAt', text: '03/04/2026', reason: 'ambiguous' },
      ],
    })
    const read = (dateOrder: 'day-first' | 'month-first') =>
      readOf(row, { currency: 'EUR', decimal: ',', dateOrder })
    expect(read('day-first')).toEqual({
      price: { amount: '1299', currency: 'EUR' },
      observedAt: '2026-04-03T00:00:00Z',
    })
    expect(read('month-first')).toMatchObject({ observedAt: '2026-03-04T00:00:00Z' })
  })

  test.each([
    ['25.11.2026', '2026-11-25T00:00:00Z'],
    ['11/25/2026 8:30', '2026-11-25T08:30:00Z'],
    ['5-5-2026', '2026-05-05T00:00:00Z'],
    ['2026/4/3', '2026-04-03T00:00:00Z'],
    ['2026年4月3日', '2026-04-03T00:00:00Z'],
  ])('is not %s, a date of one meaning', (observedAt, instant) => {
    expect(readOf({ observedAt })).toEqual({ observedAt: instant })
  })

  test.each(['31.02.2026', '13/13/2026', '2026/13/1'])('is %s, which is no date', (observedAt) => {
    expect(readOf({ observedAt }).unread).toMatchObject([{ field: 'observedAt' }])
  })

  test('is a price of unknown currency, unless its marketplace has one', () => {
    const row = { price: '1250,00', marketplace: 'kasse' }
    const noCurrency = [{ field: 'price', text: '1250,00', reason: 'no-currency' }]
    expect(readOf(row)).toEqual({ marketplace: 'kasse', unread: noCurrency })
    const of = (currencies: Record<string, string>, more: Partial<Mapping> = {}) => {
      const result = applyMapping(
        { ...mapping, ...more },
        { id: 'a', title: 'Bag', ...row },
        currencies,
      )
      return result.ok && result.listing.price
    }
    expect(of({ kasse: 'CHF' })).toEqual({ amount: '1250', currency: 'CHF' })
    expect(of({ basar: 'CHF' })).toBeUndefined()
    expect(of({ kasse: 'CHF' }, { currency: 'EUR' })).toEqual({ amount: '1250', currency: 'EUR' })
    expect(readOf({ price: '$ 12' }).unread).toMatchObject([{ reason: 'no-currency' }])
  })
})

test('the order of day and month is stated only where the dates show it', () => {
  const orderOf = (...dates: string[]) =>
    suggestMapping(
      ['observed at'],
      dates.map((date) => ({ 'observed at': date })),
    ).dateOrder
  expect(orderOf('03/04/2026', '25/11/2026')).toBe('day-first')
  expect(orderOf('03/04/2026', '11/25/2026')).toBe('month-first')
  expect(orderOf('03/04/2026', '2026-11-25')).toBeUndefined()
  expect(orderOf('25/11/2026', '11/25/2026')).toBeUndefined()
})

test('a value that the contract refuses is reported with its column, or with the absence of one', () => {
  const long = applyMapping(mapping, { id: 'a', title: 'x'.repeat(2001) })
  expect(long).toMatchObject({ faults: [{ pointer: '/title', column: 'title' }] })
  const none = applyMapping({ columns: [{ column: 'title', field: 'title' }] }, { title: 'a' })
  expect(none).toMatchObject({
    faults: [
      { pointer: '/id', remedy: expect.stringMatching(/^name the column that contains it/) },
    ],
  })
})

test('an id that a spreadsheet has rounded is refused', () => {
  for (const id of [6.88688936007123e17, '6.88689E+17', '6,88689E+17']) {
    expect(applyMapping(mapping, { id, title: 't' })).toMatchObject({
      faults: [{ pointer: '/id', problem: 'was rounded by a spreadsheet' }],
    })
  }
  expect(applyMapping(mapping, { id: 688688936007, title: 't' })).toMatchObject({
    listing: { id: '688688936007' },
  })
})

test('a listing written as cells and mapped is the same listing', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((each) => each.trim() !== '' && !each.startsWith('#') && !each.includes('\r'))
  const word = fc.string({ unit: fc.constantFrom(...'abcXYZ089-'), minLength: 1, maxLength: 8 })
  const amount = fc.integer({ min: 0, max: 1e9 }).map((cents) => (cents / 100).toString())
  const listing = fc.record(
    {
      id: word,
      title: text,
      description: text,
      brand: text,
      price: fc.record({ amount, currency: fc.constantFrom('EUR', 'CNY', 'JPY') }),
      condition: fc.constantFrom('new', 'used', 'refurbished', 'unknown'),
      seller: fc.record({ id: word, name: word }),
      images: fc.array(
        word.map((path) => ({ url: `https://a.example/${path}` })),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      quantity: fc.nat(),
    },
    { requiredKeys: ['id', 'title'] },
  )
  const flat: Mapping = {
    decimal: '.',
    columns: [
      ...columns.filter(({ field }) => !['price', 'currency', 'images'].includes(field)),
      { column: 'price.amount', field: 'price' },
      { column: 'price.currency', field: 'currency' },
      { column: 'urls', field: 'images' },
    ],
  }
  fc.assert(
    fc.property(listing, (each) => {
      fc.pre(!/^\d[E]\+/i.test(each.id))
      const urls = { urls: each.images?.map(({ url }) => url) ?? [] }
      const images = [...new Set(urls.urls)].map((url) => ({ url }))
      const expected = { ...each, ...(each.images !== undefined && { images }) }
      const mapped = applyMapping(flat, cellsOf({ ...each, ...urls }) ?? {})
      expect(mapped).toEqual({ ok: true, listing: expected })
    }),
  )
})

test('no rows and no mapping make it throw, and the contract accepts its results', () => {
  const cells = fc.dictionary(
    fc.oneof(fc.constantFrom(...listingFields), fc.string()),
    fc.oneof(fc.string(), fc.double(), fc.constantFrom('19,90 €', 'a1', 'https://x.example/')),
  )
  fc.assert(
    fc.property(
      fc.array(cells, { maxLength: 4 }),
      fc.constantFrom(undefined, 'EUR'),
      (rows, currency) => {
        const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
        for (const used of [mapping, suggestMapping(headers, rows)]) {
          for (const row of rows) {
            const result = applyMapping({ ...used, currency }, row)
            if (result.ok) expect(parseListing(result.listing).ok).toBe(true)
            else expect(result.faults[0].pointer).toMatch(/^(\/[^/]+)*$/)
          }
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('names of prototypes stay columns, and are no attributes', () => {
  const row = cellsOf(JSON.parse('{"id":"1","title":"t","__proto__":"x","constructor":"y"}')) ?? {}
  const own: Mapping = {
    columns: [
      { column: 'id', field: 'id' },
      { column: 'title', field: 'title' },
      { column: '__proto__', field: 'attributes' },
      { column: 'constructor', field: 'attributes' },
      { column: 'toString', field: 'brand' },
    ],
  }
  const result = applyMapping(own, row)
  expect(result).toEqual({
    ok: true,
    listing: { id: '1', title: 't', attributes: { constructor: 'y' } },
  })
})
