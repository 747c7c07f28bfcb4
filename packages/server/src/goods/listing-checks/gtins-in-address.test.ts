import { expect, test } from 'vitest'
import { gtinsInAddress } from './gtins-in-address.ts'

test.each([
  ['https://id.brand.example/01/09521234000013/21/A7', ['09521234000013']],
  ['https://shop.example/p?ean=9521234000013', ['09521234000013']],
  ['https://shop.example/serum-9521234000013.html', ['09521234000013']],
  ['https://shop.example/item/9521234000014', []],
  ['https://shop.example/item/195212340000131', []],
  ['https://shop.example/item/18', []],
])('%s names %j', (address, gtins) => {
  expect(gtinsInAddress(address)).toEqual(gtins)
})
