import { expect, test } from 'vitest'
import {
  connectorFor,
  searchAddress,
  searchedAddress,
  siteFault,
  wholeAddress,
} from './site-choice.ts'

test.each([
  ['https://shop.example', 'shop'],
  ['https://shop.example/search?q={query}', 'shop'],
  ['https://shop.example/products.xml', 'feed'],
  ['https://shop.example/blog/feed/', 'feed'],
  ['https://shop.example/feeder', 'shop'],
  ['http://sample-market.example/search?q={query}', 'sample-market'],
  ['https://api.ebay.com/buy/browse/v1/item_summary/search?q={query}', 'ebay-browse'],
  ['no address', 'shop'],
] as const)('%s is a %s', (site, connector) => {
  expect(connectorFor(site)).toBe(connector)
})

test('an address without a scheme is one of https', () => {
  expect(
    ['shop.example/a', ' http://a.example ', '', 'mailto:a@b.example'].map(wholeAddress),
  ).toEqual(['https://shop.example/a', 'http://a.example', '', 'mailto:a@b.example'])
})

test.each([
  ['https://shop.example/s?q=Velmoraq', 'https://shop.example/s?q={query}'],
  ['https://shop.example/s?page=1&k=velmoraq+bag', 'https://shop.example/s?k={query}&page=1'],
  ['https://shop.example/s?q=%E8%96%87%E5%A8%85', 'https://shop.example/s?q={query}'],
  ['https://shop.example/s?q=other', undefined],
  ['https://shop.example/s?q={query}', undefined],
  ['velmoraq', undefined],
])('after a search, %s leads to %s', (site, expected) => {
  expect(searchAddress(site, ['Velmoraq', 'velmoraq bag', '薇娅'])).toBe(expected)
})

test.each([
  ['https://shop.example', 'shop', [], undefined],
  ['https://shop.example/s?q={query}', 'shop', ['a'], undefined],
  ['shop', 'shop', [], 'address'],
  ['ftp://shop.example', 'shop', [], 'address'],
  ['https://ana:secret@shop.example', 'shop', [], 'address'],
  ['https://{query}.example', 'shop', ['a'], 'place'],
  ['https://shop.example/s?q={query}', 'feed', ['a'], 'no-search'],
  ['https://shop.example/s?q={query}', 'shop', [], 'no-queries'],
  ['https://shop.example', 'shop', ['a'], 'no-place'],
] as const)('the site %s of the kind %s with the queries %j has the fault %s', (...given) => {
  const [site, connector, queries, fault] = given
  expect(siteFault(site, connector, queries)?.fault).toBe(fault)
})

test('a search is opened with the first query, and any other address as it is', () => {
  const search = 'https://shop.example/s?q={query}&page=1'
  expect(searchedAddress(search, ['Velmoraq & 薇娅', 'bag'])).toBe(
    'https://shop.example/s?q=Velmoraq%20%26%20%E8%96%87%E5%A8%85&page=1',
  )
  expect(searchedAddress('https://shop.example/new', [])).toBe('https://shop.example/new')
})
