import { gtinCheckDigit, type Product } from '@touchstone/contract'
import fc from 'fast-check'
import writeExcelFile from 'write-excel-file/node'
import { expect, test } from 'vitest'
import type { Draft } from './apply-drafts.ts'
import { openCatalogFile } from './catalog-file.ts'
import { brandFinder, productColumn } from './product-columns.ts'

const brands = [
  { id: 'acme', name: 'Acme' },
  { id: 'twin-a', name: 'Twin' },
  { id: 'twin-b', name: 'TWIN' },
]
const wishes = { brandOf: brandFinder(brands) }

async function* streamed(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(bytes as string)
}

async function read(bytes: Uint8Array | string, more: object = {}) {
  const file = await openCatalogFile({ bytes: streamed(bytes) }, { ...wishes, ...more })
  const rows: { draft?: Draft; problem?: string }[] = []
  for await (const row of file.rows) {
    if ('value' in row) rows.push({ draft: row.value })
    else rows.push({ problem: `${row.faults[0].pointer} ${row.faults[0].problem}` })
  }
  return { file, rows }
}

const text = fc
  .string({ unit: fc.constantFrom(...'aZ09 ",;é漢😀'), minLength: 1, maxLength: 12 })
  .map((one) => `x${one.trim()}`)
const code = fc.stringMatching(/^[A-Z][0-9]{3}[ .-]?[A-Z0-9]{2,5}$/)
const amount = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 99 }))
  .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`)
const plain = (one: string): string => one.replace(/0+$/, '')
const product = fc.record(
  {
    id: fc.stringMatching(/^[A-Z][A-Z0-9-]{2,10}$/),
    name: text,
    status: fc.constantFrom('made', 'never-made', 'discontinued', 'announced'),
    styleCodes: fc.uniqueArray(code, { minLength: 1, maxLength: 3 }),
    gtin: fc.stringMatching(/^[0-9]{12}$/).map((body) => `${body}${gtinCheckDigit(body)}`),
    productType: fc.constantFrom('handbag', 'Bags > Totes', 'watch'),
    price: fc.record({
      amount,
      currency: fc.constantFrom('EUR', 'USD', 'JPY'),
      market: fc.constantFrom('DE', 'US', 'JP'),
    }),
    images: fc.uniqueArray(
      fc.stringMatching(/^[a-z]{1,6}$/).map((name) => `https://shop.example/${name}.jpg`),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ['id', 'name'] },
)
const headers = [
  ['id', 'SKU', 'Product ID', 'артикул', '商品编号'],
  ['Brand', 'Marke', 'brand_id', '品牌'],
  ['name', 'Title', 'Product name', 'nombre'],
  ['status', 'Lifecycle'],
  ['Style codes', 'MPN', '款号'],
  ['GTIN', 'ean', 'Barcode'],
  ['product type', 'g:product_type', 'Kategorie'],
  ['MSRP', 'UVP', 'Retail price', 'g:price'],
  ['currency', 'Währung'],
  ['Market', 'country'],
  ['image link', 'Images', 'photo'],
] as const

test('products written as a table under any of the known headers are read back unchanged', async () => {
  const names = fc.tuple(...headers.map((synonyms) => fc.constantFrom<string>(...synonyms)))
  await fc.assert(
    fc.asyncProperty(
      fc.array(product, { minLength: 1, maxLength: 5 }),
      names,
      fc.constantFrom(',', ';', '\t'),
      async (products, columns, delimiter) => {
        const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
        const rows = products.map(({ price, ...one }) => [
          one.id,
          'ACME',
          one.name,
          one.status,
          one.styleCodes?.join('|'),
          one.gtin,
          one.productType,
          price?.amount,
          price?.currency,
          price?.market,
          one.images?.join(' '),
        ])
        const lines = [columns, ...rows].map((cells) =>
          cells.map((cell) => quote(cell ?? '')).join(delimiter),
        )
        const { rows: found } = await read(`${lines.join('\n')}\n`)
        expect(found).toEqual(
          products.map(({ price, productType, images, ...one }) => ({
            draft: {
              kind: 'product',
              partial: true,
              id: one.id,
              value: {
                ...one,
                brand: 'acme',
                ...(productType && { productType: productType.split('> ').at(-1) }),
                ...(price && { msrp: [{ ...price, amount: plain(price.amount) }] }),
                ...(images && { images: images.map((url) => ({ url })) }),
              },
            },
          })),
        )
      },
    ),
    { numRuns: 150 },
  )
})

test('any table is read to its end, each row as a product or as a fault', async () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'id', 'brand', 'msrp EUR', 'acme', '#REF!', '1,2,3', '-5', '4E+20', '\0'),
    fc.string({ maxLength: 8 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 })), async (table) => {
      const { rows } = await read(table.map((cells) => cells.join(',')).join('\n'))
      for (const row of rows) expect(row.draft?.kind ?? row.problem).toBeTruthy()
    }),
    { numRuns: 300 },
  )
})

test('a workbook gives numbers their digits, and reports those that a spreadsheet has rounded', async () => {
  const sheet = [
    ['SKU', 'Brand', 'Name', 'EAN', 'MSRP EUR'],
    [1042, 'acme', 'Tote', 4006381333931, 1299.5],
    [1043, 'acme', 'Clutch', 4006381333931000, 10],
  ].map((cells) => cells.map((value) => ({ value })))
  const { rows } = await read(await writeExcelFile(sheet).toBuffer())
  expect(rows).toEqual([
    {
      draft: {
        kind: 'product',
        id: '1042',
        partial: true,
        value: {
          id: '1042',
          brand: 'acme',
          name: 'Tote',
          gtin: '4006381333931',
          msrp: [{ amount: '1299.5', currency: 'EUR' }],
        } satisfies Product,
      },
    },
    { problem: '/gtin was rounded by a spreadsheet' },
  ])
})

test.each([
  ['MSRP (EUR)', 'amount', 'EUR'],
  ['RRP USD', 'amount', 'USD'],
  ['Product Name', 'name', undefined],
  ['g:image_link', 'images', undefined],
  ['sale_price', undefined, undefined],
  ['shipping.price', undefined, undefined],
  ['Name EUR', undefined, undefined],
  ['google_product_category', 'productType', undefined],
  ['UPC', 'gtin', undefined],
])('the header %s means %s', (header, field, currency) => {
  expect(productColumn(header)).toEqual(
    field && { column: header, field, ...(currency && { currency }) },
  )
})

test('a brand is found by id or by a name that it alone has', async () => {
  const brandOf = brandFinder(brands)
  expect(['acme', 'ACME', 'Acmé ', 'twin-b', 'Twin', 'none'].map(brandOf)).toEqual([
    'acme',
    'acme',
    'acme',
    'twin-b',
    undefined,
    undefined,
  ])
  expect((await read('id,name\n1,Tote\n', { brand: 'acme' })).rows[0]?.draft).toMatchObject({
    value: { brand: 'acme' },
  })
})
