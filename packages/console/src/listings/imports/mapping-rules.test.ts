import { expect, test } from 'vitest'
import {
  examplesOf,
  fieldOf,
  missingIn,
  withConstant,
  withField,
  type Mapping,
} from './mapping-rules.ts'

const mapping: Mapping = {
  columns: [
    { column: 'Nr', field: 'id', by: 'name' },
    { column: 'Bild 1', field: 'images', by: 'values' },
  ],
  currency: 'EUR',
}

test('a field moves from one column to another', () => {
  const changed = withField(mapping, 'Code', 'id')
  expect([fieldOf(changed, 'Nr'), fieldOf(changed, 'Code')]).toEqual([undefined, 'id'])
})

test('several columns may contain pictures, and a column contains one field', () => {
  const changed = withField(mapping, 'Bild 2', 'images')
  expect(changed.columns.filter(({ field }) => field === 'images')).toHaveLength(2)
  expect(withField(changed, 'Bild 2', 'title').columns).toHaveLength(3)
  expect(withField(changed, 'Bild 2', undefined).columns).toEqual(mapping.columns)
})

test('a constant is set and removed', () => {
  expect(withConstant(mapping, 'currency', '')).toEqual({ columns: mapping.columns })
  expect(withConstant(mapping, 'marketplace', 'bazaar')).toEqual({
    ...mapping,
    marketplace: 'bazaar',
  })
})

test('listings need an id and a title', () => {
  expect(missingIn(mapping)).toEqual(['title'])
  expect(missingIn(withField(mapping, 'Was', 'title'))).toEqual([])
})

test('a column shows its first values, each once', () => {
  const rows = ['a', 'a', undefined, 'b', 'c', 'd'].map((value, row) => ({
    row,
    line: row,
    listing: null,
    faults: [],
    cells: value === undefined ? null : { Was: value },
  }))
  expect(examplesOf(rows, 'Was')).toEqual(['a', 'b', 'c'])
})
