import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { detailOf } from './entry-details.ts'

await withMessages(['audit-log', 'claims', 'images', 'operator', 'users'], Promise.resolve())
const english = createText('en', await loadCatalogue('en'))
const chinese = createText('zh', await loadCatalogue('zh'))

test('counts and changes are described in words', () => {
  expect(detailOf(english, { count: 21 })).toEqual(['21 entries'])
  expect(detailOf(english, { count: 0 })).toEqual(['no entries'])
  expect(detailOf(english, { fields: ['locale', 'name'] })).toEqual(['Changed: language, name'])
  expect(detailOf(chinese, { fields: ['locale', 'name'] })).toEqual(['更改：语言、姓名'])
  expect(detailOf(english, { method: 'password', lacks: null })).toEqual(['Method: password'])
})

test('the result of listings received together is stated in words', () => {
  expect(detailOf(english, { new: 2, changed: 1, refused: 1 })).toEqual([
    '2 new listings',
    'one changed',
    'one row rejected',
  ])
  const listings = ['3f5c9a52-7d11-4e0b-9c57-1b0f6f1d2a10']
  expect(detailOf(english, { unchanged: 3, listings })).toEqual([
    '3 unchanged',
    'Listings: 3f5c9a52…',
  ])
})

test('a fact within another fact is shown with it', () => {
  const before = { roles: ['admin'], brands: [], territories: ['EM'] }
  expect(detailOf(english, { before })).toEqual(['Before: Roles Admin, Brands none, Rights in EM'])
  expect(detailOf(english, { by: 'import', brands: { added: 2 } })).toEqual([
    'By: import',
    'Brands: added 2',
  ])
})

test('kinds of banks and catalog contents are named in the language of the pages', () => {
  expect(detailOf(english, { bank: 'official' })).toEqual(['Bank: Official photographs'])
  expect(detailOf(chinese, { bank: 'official' })).toEqual(['图库：官方照片'])
  const entries = ['brand pacevorn', 'product pacevorn-loftrun', 'shelf unheard-of', 'of']
  expect(detailOf(english, { entries })).toEqual([
    'Entries: brand pacevorn, product pacevorn-loftrun, shelf unheard-of, of',
  ])
  expect(detailOf(chinese, { entries })).toEqual([
    '条目：品牌 pacevorn、产品 pacevorn-loftrun、shelf unheard-of、of',
  ])
})

test('names that are also words of the pages stay names', () => {
  expect(detailOf(english, { brand: 'gone', slug: 'label' })).toEqual([
    'Brand: gone',
    'Slug: label',
  ])
})

test('values written by a newer server are shown unchanged', () => {
  expect(detailOf(english, { unheard: 'of', deep: { er: true } })).toEqual([
    'unheard: of',
    'deep: er yes',
  ])
})
