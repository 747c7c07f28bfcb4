import { expect, test } from 'vitest'
import { siteHost } from './site-host.ts'

test.each([
  ['https://shop.example/goods?page=2', 'shop.example'],
  ['http://WWW.Shop.example:8080', 'shop.example'],
  ['https://shop.example./', 'shop.example'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
  ['https://www2.shop.example/', 'www2.shop.example'],
  ['ftp://shop.example/', undefined],
  ['shop.example', undefined],
])('%s is of %s', (address, host) => {
  expect(siteHost(address)).toBe(host)
})
