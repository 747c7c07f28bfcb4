import type { Listing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { openFile, openListingFile } from '../formats/index.ts'

async function* streamed(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}

const nothingSaved = async () => ({ mapping: undefined, currencies: {} })
const listingsOf = async (bytes: Uint8Array | string): Promise<Listing[]> => {
  const listings: Listing[] = []
  for await (const row of (await openListingFile(streamed(bytes), {}, nothingSaved)).rows) {
    if (!('value' in row)) throw new Error(JSON.stringify(row.faults))
    listings.push(row.value)
  }
  return listings
}
const lines = (separator: string, ...rows: string[][]): string =>
  rows.map((cells) => `${cells.join(separator)}\n`).join('')

test('of a report of Amazon listings, the SKU is no seller and a flag no marketplace', async () => {
  const header =
    'item-name item-description listing-id seller-sku price quantity item-is-marketplace item-condition asin1'
  const bag = ['Quilted bag', 'Soft leather', '0712A', 'VQ-1', '129.00', '5', 'y', '11', 'B0A1']
  const [listing] = await listingsOf(lines('\t', header.split(' '), bag))
  expect(listing).toMatchObject({ id: '0712A', title: 'Quilted bag', quantity: 5 })
  expect(listing).not.toHaveProperty('seller')
  expect(listing).not.toHaveProperty('marketplace')
  expect(listing?.attributes).toEqual({ asin1: 'B0A1', 'seller-sku': 'VQ-1' })
  expect(listing?.unread).toEqual([{ field: 'price', text: '129.00', reason: 'no-currency' }])
})

test('other files name no seller by a SKU either', async () => {
  const [listing] = await listingsOf('Title,Seller SKU,Price\nBag,VQ-1,9.90 EUR\n')
  expect(listing).toMatchObject({ id: 'VQ-1', title: 'Bag' })
  expect(listing).not.toHaveProperty('seller')
})

test('of an Amazon inventory file, the rows above the names of attributes are not listings', async () => {
  const file = lines(
    '\t',
    ['TemplateType=fptcustom', 'Version=2025.1118', 'The top 3 rows are for Amazon only'],
    ['Product Type', 'Seller SKU', 'Brand Name', 'Product Name', 'Your Price', 'Main Image URL'],
    [
      'feed_product_type',
      'item_sku',
      'brand_name',
      'item_name',
      'standard_price',
      'main_image_url',
    ],
    ['handbag', 'VQ-1', 'Velmora', 'Tote', '99.00', 'https://img.example/1.jpg'],
  )
  expect(await listingsOf(file)).toMatchObject([
    { id: 'VQ-1', title: 'Tote', brand: 'Velmora', images: [{ url: 'https://img.example/1.jpg' }] },
  ])
})

test('of an Amazon inventory workbook, attributes are found by their paths', async () => {
  const site = '[marketplace_id=A1][language_tag=en_US]'
  const price = `purchasable_offer${site}[audience=ALL]#1.our_price#1.schedule#1.value_with_tax`
  const headers = [
    'contribution_sku#1.value',
    `item_name${site}#1.value`,
    `brand${site}#1.value`,
    price,
    `purchasable_offer${site}[audience=ALL]#1.currency`,
  ]
  const bytes = await writeWorkbook([
    [{ value: 'settings=attributeRow=4&dataRow=6' }],
    ['SKU', 'Item Name', 'Brand Name', 'Your Price', 'Currency'].map((value) => ({ value })),
    headers.map((value) => ({ value })),
    [
      { value: 'VQ-1' },
      { value: 'Quilted bag' },
      { value: 'Velmora' },
      { value: 129, type: Number },
      { value: 'USD' },
    ],
  ]).toBuffer()
  expect(await listingsOf(bytes)).toMatchObject([
    {
      id: 'VQ-1',
      title: 'Quilted bag',
      brand: 'Velmora',
      price: { amount: '129', currency: 'USD' },
    },
  ])
})

test('of a report of eBay listings, the current price and the item number count', async () => {
  const file =
    'Item number,Title,Custom label (SKU),Available quantity,Currency,Start price,Current price,Sold quantity,Start date,Condition,P:UPC\n' +
    '"256001","Quilted bag",VQ-1,3,USD,$129.00,$119.00,2,Mar-01-26 10:20:11 PST,New with tags,\n'
  expect(await listingsOf(file)).toMatchObject([
    {
      id: '256001',
      price: { amount: '119', currency: 'USD' },
      unitsSold: 2,
      condition: 'new',
      attributes: { 'Custom label (SKU)': 'VQ-1' },
    },
  ])
})

test('an eBay file of new listings states its currency in a header below its notes', async () => {
  const file =
    '#INFO,Version=1.0.0,Template= drafts,,,,\n#INFO,,,,,,\n' +
    '*Action(SiteID=US|Country=US|Currency=USD|Version=1193),Custom label (SKU),*Category,*Title,*StartPrice,PicURL,*Format\n' +
    'Draft,VQ-1,169291,Quilted bag,129.00,https://img.example/1.jpg|https://img.example/2.jpg,FixedPrice\n'
  const [listing] = await listingsOf(file)
  expect(listing).toMatchObject({ id: 'VQ-1', price: { amount: '129', currency: 'USD' } })
  expect(listing?.images).toHaveLength(2)
})

test('rows of one Shopify product are one listing, whose maker is no seller', async () => {
  const file =
    'Handle,Title,Body (HTML),Vendor,Type,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Image Src\n' +
    'bag,Quilted bag,<p>Soft</p>,Velmora,Handbag,Black,VQ-B,129.00,4006381333931,https://cdn.example/1.jpg\n' +
    'bag,,,,,Red,VQ-R,131.00,4006381333948,https://cdn.example/2.jpg\n' +
    'bag,,,,,,,,,https://cdn.example/3.jpg\n' +
    'scarf,Scarf,,Velmora,,Default Title,VS-1,49.00,,https://cdn.example/4.jpg\n'
  const [bag, scarf, ...more] = await listingsOf(file)
  expect(more).toEqual([])
  expect(bag).toMatchObject({ id: 'bag', brand: 'Velmora', category: 'Handbag' })
  expect(bag?.images).toHaveLength(3)
  expect(bag?.unread?.[0]?.text).toBe('129.00')
  expect(bag).not.toHaveProperty('seller')
  expect(scarf).toMatchObject({ id: 'scarf', title: 'Scarf' })
})

test('a WooCommerce product costs its sale price, and “sold individually” is no number of sales', async () => {
  const file =
    'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,"Short description",Description,Stock,"Sold individually?","Sale price","Regular price",Categories,"Shipping class",Images,Brands\n' +
    '13,simple,VQ-1,4006381333931,Quilted bag,Soft,<p>Long</p>,3,0,99 EUR,129 EUR,"Bags > Handbags",heavy,"https://a.example/1.jpg, https://a.example/2.jpg",Velmora\n'
  const [listing] = await listingsOf(file)
  expect(listing).toMatchObject({ id: '13', price: { amount: '99', currency: 'EUR' }, quantity: 3 })
  expect(listing).not.toHaveProperty('unitsSold')
  expect(listing).not.toHaveProperty('shippingPrice')
  expect(listing?.images).toHaveLength(2)
})

test.each([
  [
    'a table',
    'Export of listings\nMade by Inventory 4.2;;\n;;\nSKU;Product name;Price\nA1;Bag;19 EUR\n',
  ],
  ['a workbook', undefined],
])('titles above the header of %s are skipped', async (_what, text) => {
  const rows = [['Export of listings'], ['SKU', 'Product name', 'Price'], ['A1', 'Bag', '19 EUR']]
  const workbook = (): Promise<Buffer> =>
    writeWorkbook(rows.map((cells) => cells.map((value) => ({ value })))).toBuffer()
  expect(await listingsOf(text ?? (await workbook()))).toEqual([
    { id: 'A1', title: 'Bag', price: { amount: '19', currency: 'EUR' } },
  ])
})

test('what is no single price is kept as text, and so is the listing', async () => {
  const file =
    'sku,name,price\nA1,Bag,N/A\nA2,Belt,US $12.99\nA3,Cap,$10.00 - $20.00\nA4,Tie,AU $7.50\n'
  const [bag, belt, cap, tie] = await listingsOf(file)
  expect(bag?.unread).toEqual([{ field: 'price', text: 'N/A', reason: 'unreadable' }])
  expect(belt?.price).toEqual({ amount: '12.99', currency: 'USD' })
  expect(cap?.unread?.[0]?.text).toBe('$10.00 - $20.00')
  expect(tie?.price).toEqual({ amount: '7.5', currency: 'AUD' })
})

test('a header that no layout knows stays the first row, whatever follows', async () => {
  const file = 'code;designation;tarif\nA1;price;12\nA2;Sac;9 EUR\n'
  const opened = await openFile(streamed(file))
  expect('columns' in opened && opened.columns.headers).toEqual(['code', 'designation', 'tarif'])
})

test('titles with commas in a list of one column are no columns', async () => {
  const opened = await openFile(streamed('title\nBag, black\nBelt, brown, 90 cm\nCap\n'))
  expect('columns' in opened && opened.columns.headers).toEqual(['title'])
})
