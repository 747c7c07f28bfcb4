import { processorMs } from '@touchstone/recognition/testing/processor-time'
import fc from 'fast-check'
import { parseListing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { encoded, values } from '../test/streams.ts'
import type { PageEncoding } from './decode-page.ts'
import { readPageListings, decodeListingPage } from './index.ts'

const pageUrl = 'https://shop.example/p/17?ref=x'
const sources = [{ kind: 'page', url: pageUrl }]

function listingsOf(html: string) {
  return values(readPageListings(html, pageUrl).listings)
}

test('arbitrary bytes are read or refused, and never throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      const read = await decodeListingPage(bytes, pageUrl)
      expect(read.listings.length + read.faults.length).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})

function ld(...values: unknown[]): string {
  return values
    .map(
      (value) =>
        `<script type="application/ld+json">${JSON.stringify(value).replaceAll('</', '<\\/')}</script>`,
    )
    .join('')
}

const product = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Leather &amp; canvas bag',
  sku: 'SKU-17',
  description: '<p>Soft <b>leather</b></p><script>alert(1)</script><p>Fast &lt; slow</p>',
  brand: { '@type': 'Brand', name: 'Acme' },
  image: ['/img/1.jpg', { '@type': 'ImageObject', contentUrl: 'https://cdn.example/2.jpg' }],
  gtin13: '4006381333931',
  offers: {
    '@type': 'Offer',
    price: 19.9,
    priceCurrency: 'EUR',
    itemCondition: 'https://schema.org/UsedCondition',
    url: '/p/17',
    seller: { '@type': 'Organization', name: 'Shop & Sons', url: 'https://shop.example/s/9' },
  },
  additionalProperty: [{ '@type': 'PropertyValue', name: 'Material', value: 'leather' }],
  review: [
    {
      author: { name: 'Jane Doe' },
      reviewBody: 'Smells of glue',
      reviewRating: { ratingValue: '2', bestRating: 5 },
    },
  ],
}

const listing = {
  id: 'SKU-17',
  url: 'https://shop.example/p/17',
  title: 'Leather & canvas bag',
  description: 'Soft leather\nFast < slow',
  brand: 'Acme',
  condition: 'used',
  price: { amount: '19.9', currency: 'EUR' },
  images: [{ url: 'https://shop.example/img/1.jpg' }, { url: 'https://cdn.example/2.jpg' }],
  seller: { id: 'https://shop.example/s/9', name: 'Shop & Sons' },
  attributes: { gtin13: '4006381333931', Material: 'leather' },
  reviews: [{ text: 'Smells of glue', rating: 2 }],
  language: 'en',
  sources,
}

test('a product in JSON-LD becomes a listing of plain texts', () => {
  const read = readPageListings(`<html lang="en"><head>${ld(product)}</head></html>`, pageUrl)
  expect(read).toEqual({
    listings: [{ row: 1, line: 0, value: listing }],
    source: 'json-ld',
    faults: [],
  })
})

test.each<[string, unknown[]]>([
  ['in a graph beside others', [{ '@graph': [{ '@type': 'WebSite' }, product] }]],
  ['in a list', [[{ '@type': 'BreadcrumbList' }, product]]],
  ['as the main entity of a page', [{ '@type': 'WebPage', mainEntity: product }]],
  ['in a list of items', [{ '@type': 'ItemList', itemListElement: [{ item: product }] }]],
  ['twice', [product, product]],
  ['under an offer', [{ ...product.offers, itemOffered: { ...product, offers: undefined } }]],
  ['with its type by address', [{ ...product, '@type': ['http://schema.org/Product', 'Thing'] }]],
  [
    'with its offer elsewhere',
    [
      {
        '@graph': [
          { ...product, offers: { '@id': '#o' } },
          { ...product.offers, '@id': '#o' },
        ],
      },
    ],
  ],
])('a product is found %s', (_, found) => {
  expect(listingsOf(`<html lang="en">${ld(...found)}`)).toEqual([listing])
})

test('script in a title stays text, in every markup', () => {
  const name = '<script>alert(1)</script> Bag'
  const escaped = '&lt;script&gt;alert(1)&lt;/script&gt; Bag'
  const pages = [
    ld({ '@type': 'Product', name }),
    `<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">${escaped}</h1></div>`,
    `<meta property="og:type" content="product"><meta property="og:title" content="${escaped}">`,
  ]
  for (const page of pages) expect(listingsOf(page)).toMatchObject([{ title: name }])
})

test('microdata gives what JSON-LD gives', () => {
  const html = `<html lang="en"><div itemscope itemtype="http://schema.org/Product">
    <h1 itemprop="name">Leather &amp; <em>canvas</em> bag<style>b{}</style></h1>
    <meta itemprop="sku" content="SKU-17"><span itemprop="gtin13">4006381333931</span>
    <div itemprop="description"><p>Soft <b>leather</b></p><script>alert(1)</script><p>Fast &lt; slow</p></div>
    <span itemprop="brand" itemscope itemtype="http://schema.org/Brand"><b itemprop="name">Acme</b></span>
    <img itemprop="image" src="/img/1.jpg"><link itemprop="image" href="https://cdn.example/2.jpg">
    <div itemprop="additionalProperty" itemscope><i itemprop="name">Material</i><i itemprop="value">leather</i></div>
    <div itemprop="offers" itemscope itemtype="http://schema.org/Offer">
      <span itemprop="price" content="19.90">19,90 €</span><meta itemprop="priceCurrency" content="EUR">
      <link itemprop="itemCondition" href="http://schema.org/UsedCondition"><a itemprop="url" href="/p/17">x</a>
      <div itemprop="seller" itemscope><b itemprop="name">Shop &amp; Sons</b><a itemprop="url" href="/s/9"></a></div>
    </div>
    <div itemprop="review" itemscope><span itemprop="author">Jane Doe</span><p itemprop="reviewBody">Smells of glue</p>
      <div itemprop="reviewRating" itemscope><meta itemprop="ratingValue" content="2"></div></div>
  </div>`
  const read = readPageListings(html, pageUrl)
  expect(read.source).toBe('microdata')
  expect(values(read.listings)).toEqual([listing])
})

test('Open Graph product tags are read, and complete what JSON-LD leaves out', () => {
  const meta = (property: string, content: string) =>
    `<meta property="${property}" content="${content}">`
  const tags =
    meta('og:type', 'product') +
    meta('og:title', 'Bag &amp; more') +
    meta('og:description', 'Soft') +
    meta('og:image', '/1.jpg') +
    meta('product:price:amount', '1.299,00') +
    meta('product:price:currency', 'EUR') +
    meta('product:brand', 'Acme')
  const graph = {
    id: 'https://shop.example/p/17?ref=x',
    url: pageUrl,
    title: 'Bag & more',
    description: 'Soft',
    brand: 'Acme',
    price: { amount: '1299', currency: 'EUR' },
    images: [{ url: 'https://shop.example/1.jpg' }],
    sources,
  }
  expect(readPageListings(tags, pageUrl)).toMatchObject({ source: 'open-graph', faults: [] })
  expect(listingsOf(tags)).toEqual([graph])
  expect(listingsOf(tags + ld({ '@type': 'Product', name: 'Own', sku: '5' }))).toEqual([
    {
      id: '5',
      title: 'Own',
      url: pageUrl,
      description: 'Soft',
      price: { amount: '1299', currency: 'EUR' },
      images: [{ url: 'https://shop.example/1.jpg' }],
      sources,
    },
  ])
})

test('several sellers are several listings, one seller has variants', () => {
  const offer = (price: string, more: object) => ({
    '@type': 'Offer',
    price,
    priceCurrency: 'EUR',
    ...more,
  })
  const base = { '@type': 'Product', name: 'Bag', sku: '1' }
  const sellers = {
    ...base,
    offers: {
      '@type': 'AggregateOffer',
      offers: [offer('9', { seller: 'A' }), offer('8', { seller: 'B' })],
    },
  }
  expect(
    listingsOf(ld(sellers)).map(({ id, price, seller }) => [id, price?.amount, seller?.id]),
  ).toEqual([
    ['1#1', '9', 'A'],
    ['1#2', '8', 'B'],
  ])
  const variants = {
    ...base,
    offers: [offer('9', { name: 'red' }), offer('7.50', { name: 'replica' })],
  }
  expect(listingsOf(ld(variants))).toMatchObject([
    {
      id: '1',
      price: { amount: '7.5', currency: 'EUR' },
      variants: [
        { name: 'red', price: { amount: '9', currency: 'EUR' } },
        { name: 'replica', price: { amount: '7.5', currency: 'EUR' } },
      ],
    },
  ])
})

test('a price range gives its low end, a struck-out price is not the price', () => {
  const of = (offers: object) =>
    listingsOf(ld({ '@type': 'Product', name: 'Bag', offers }))[0]?.price
  expect(
    of({ '@type': 'AggregateOffer', lowPrice: '5', highPrice: '9', priceCurrency: 'USD' }),
  ).toEqual({
    amount: '5',
    currency: 'USD',
  })
  const priceSpecification = [
    { priceType: 'https://schema.org/StrikethroughPrice', price: 99, priceCurrency: 'USD' },
    { price: 49, priceCurrency: 'USD' },
  ]
  expect(of({ '@type': 'Offer', priceSpecification })).toEqual({ amount: '49', currency: 'USD' })
})

test('a price without a currency is reported, and the listing is kept without it', () => {
  const read = readPageListings(
    ld({ '@type': 'Product', name: 'Bag', sku: '1', offers: { price: '19.90' } }),
    pageUrl,
  )
  expect(read).toMatchObject({
    listings: [{ value: { id: '1' } }],
    faults: [{ pointer: '/price/currency', found: '"19.90"' }],
  })
  expect(values(read.listings)[0]).not.toHaveProperty('price')
})

test('a broken script does not take the sound one along; raw line ends are forgiven', () => {
  const broken = '<script type="application/ld+json">{"@type": "Product", </script>'
  const raw =
    '<script type="application/ld+json">{"@type":"Product","name":"Two\nlines","sku":"1"};</script>'
  const read = readPageListings(broken + raw, pageUrl)
  expect(values(read.listings)).toMatchObject([{ title: 'Two lines' }])
  expect(read.faults).toMatchObject([
    { problem: expect.stringMatching(/JSON-LD script that is not JSON/) },
  ])
})

test('a page without a product reports that, with a remedy', () => {
  const read = readPageListings('<title>News</title><p>Nothing to sell</p>', pageUrl)
  expect(read).toMatchObject({
    listings: [],
    source: undefined,
    faults: [{ problem: 'contains no listing as JSON-LD, microdata or Open Graph' }],
  })
})

test('names of prototypes in JSON are harmless', () => {
  const text = `{"@type":"Product","name":"Bag","sku":"1","__proto__":{"polluted":1,"name":"x"},"constructor":{"prototype":{"polluted":1}},
    "additionalProperty":[{"name":"__proto__","value":"y"},{"name":"constructor","value":"z"}]}`
  const [found] = listingsOf(`<script type="application/ld+json">${text}</script>`)
  expect(found).toMatchObject({ title: 'Bag' })
  expect(Object.keys(found?.attributes ?? {})).toEqual(['constructor'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
  const items = '<div itemscope itemtype="x/Product"><i itemprop="__proto__ name">Bag</i></div>'
  expect(listingsOf(items)).toMatchObject([{ title: 'Bag' }])
  expect(({} as { name?: string }).name).toBeUndefined()
})

test('addresses other than http are dropped, and long ones identify the listing by their digest', () => {
  const [found] = listingsOf(
    ld({
      '@type': 'Product',
      name: 'Bag',
      url: `https://shop.example/${'x'.repeat(300)}`,
      image: ['javascript:alert(1)', 'data:image/png;base64,AA', '//cdn.example/1.jpg'],
    }),
  )
  expect(found?.id).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(found?.images).toEqual([{ url: 'https://cdn.example/1.jpg' }])
})

const productOf = (name: string): string => ld({ '@type': 'Product', name, sku: '1' })

async function titlesIn(html: Uint8Array, encoding: PageEncoding = {}): Promise<unknown> {
  const { listings, readings } = await decodeListingPage(html, pageUrl, encoding)
  if (readings !== undefined) return readings.map((one) => one.encoding)
  return listings.map((offer) => ('value' in offer ? offer.value.title : offer.faults[0].problem))
}

test('a page in another encoding is read by its mark, the stated encoding, the response, its tags and its bytes', async () => {
  const page = (charset: string, name: string): string =>
    `<meta charset="${charset}">${productOf(name)}`
  const mark = Buffer.from('\ufeff')
  const marked = Buffer.concat([mark, Buffer.from(page('gb18030', '手表'))])
  expect(await titlesIn(marked, { stated: 'big5', charset: 'koi8-r' })).toEqual(['手表'])
  const cyrillic = encoded(page('koi8-r', 'Сумка'), 'windows-1251')
  expect(await titlesIn(cyrillic, { stated: 'cp1251', charset: 'koi8-r' })).toEqual(['Сумка'])
  expect(await titlesIn(cyrillic, { charset: 'windows-1251' })).toEqual(['Сумка'])
  expect(await titlesIn(encoded(page('gb18030', '手表'), 'gb18030'))).toEqual(['手表'])
  const western = encoded(page('windows-1252', 'Größe'), 'windows-1252')
  expect(await titlesIn(western, { charset: 'klingon' })).toEqual(['Größe'])
  const xhtml = `<?xml version="1.0" encoding="gb18030"?><html>${productOf('手表')}</html>`
  expect(await titlesIn(encoded(xhtml, 'gb18030'))).toEqual(['手表'])
  const hidden = `<!-- <meta charset="big5"> -->${page('gb18030', '手表')}`
  expect(await titlesIn(encoded(hidden, 'gb18030'))).toEqual(['手表'])
  const wide = encoded(`<meta charset="utf-16">${productOf('Bag')}`, 'utf-8')
  expect(await titlesIn(wide)).toEqual(['Bag'])
})

const japanese = '本革のハンドバッグ、新品です。送料は無料で、翌日にお届けします'

test('a page that declares nothing is read by its bytes, or asks', async () => {
  const page = (name: string): string => `<html><title>${name}</title>${productOf(name)}</html>`
  expect(await titlesIn(encoded(page(japanese), 'shift_jis'))).toEqual([japanese])
  expect(await titlesIn(encoded(page(japanese), 'euc-jp'))).toEqual([japanese])
  expect(await titlesIn(encoded(page('財布'), 'shift_jis'))).toContain('shift_jis')
})

test('a page whose bytes contradict its declaration requires a stated encoding', async () => {
  const page = `<meta charset=utf-8>${productOf('Größe und Länge für Füße, grün')}`
  expect(await titlesIn(encoded(page, 'windows-1252'))).toContain('windows-1252')
  expect(await titlesIn(encoded(page, 'windows-1252'), { charset: 'utf-8' })).toContain(
    'windows-1252',
  )
  const stated = { stated: 'windows-1252' }
  expect(await titlesIn(encoded(page, 'windows-1252'), stated)).toEqual([
    'Größe und Länge für Füße, grün',
  ])
  const utf8 = Buffer.from(`<meta charset=gbk>${productOf('Größe')}`)
  expect(await titlesIn(utf8)).toEqual(['utf-8', 'gbk'])
  expect(await titlesIn(utf8, { stated: 'utf-8' })).toEqual(['Größe'])
})

test('bytes invalid in the stated encoding are refused, and only in their place', async () => {
  const two = ld(
    { '@type': 'Product', name: 'Größe', sku: '1' },
    { '@type': 'Product', name: 'Bag', sku: '2' },
  )
  const page = Buffer.from(`<p>Gr\xf6\xdfe</p>${two}`, 'latin1')
  expect(await titlesIn(page, { stated: 'utf-8' })).toEqual([
    'contains bytes that are not utf-8',
    'Bag',
  ])
  const beside = Buffer.from(`<meta charset=utf-8><p>Gr\xf6\xdfe</p>${productOf('Bag')}`, 'latin1')
  expect(await titlesIn(beside)).toEqual(['Bag'])
})

test('pages without end in any direction are left at the limits, in little time', () => {
  const found = ld({ '@type': 'Product', name: 'Bag', sku: '1' })
  const deep = `${found}${'<b>'.repeat(300_000)}`
  const nested = `${found}${'<div itemscope itemprop="a">'.repeat(100_000)}`
  const json = `{"@type":"Product","name":"Bag","sku":"1","mainEntity":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const script = `<script type="application/ld+json">${json}</script>`
  const start = processorMs()
  expect(readPageListings(deep, pageUrl).faults[0]?.problem).toMatch(
    /nested deeper than 512 elements/,
  )
  for (const page of [deep, nested, script]) expect(listingsOf(page)).toMatchObject([{ id: '1' }])
  const many = Array.from({ length: 500 }, (_, at) => ({
    '@type': 'Product',
    name: `n${at}`,
    sku: `${at}`,
  }))
  const read = readPageListings(ld(many), pageUrl)
  expect([read.listings.length, read.faults[0]?.problem]).toEqual([
    200,
    'contains 500 listings; the first 200 were read',
  ])
  expect(readPageListings(found + 'x'.repeat(2000), pageUrl, { size: 1000 })).toMatchObject({
    listings: [{ value: { id: '1' } }],
    faults: [{ problem: expect.stringMatching(/is larger than 1,000 bytes/) }],
  })
  expect(processorMs() - start).toBeLessThan(5000)
})

test('arbitrary pages never throw, and the contract accepts the results', () => {
  const part = fc.constantFrom(
    ...'< > " \' = / & ; div script itemscope itemprop itemprop="name" itemprop="offers" meta'.split(
      ' ',
    ),
    ' ',
    '<script type="application/ld+json">',
    '{"@type":"Product","name":"a"}',
    '</script>',
    '<div itemscope itemtype="s/Product">',
    '<i itemprop="name">x</i>',
    '<meta property="og:type" content="product">',
  )
  const page = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.jsonValue().map((value) =>
      ld(value, {
        '@graph': [
          value,
          { '@type': 'Product', name: value, offers: value, brand: value, image: value },
        ],
      }),
    ),
  )
  fc.assert(
    fc.property(page, (html) => {
      const read = readPageListings(html, pageUrl)
      for (const each of read.listings) {
        if ('value' in each) expect(parseListing(each.value).ok).toBe(true)
        else expect(each.faults[0].problem).not.toBe('')
      }
      expect(read.listings.length + read.faults.length).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})
