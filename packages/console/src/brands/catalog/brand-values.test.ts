import type { Brand } from '@touchstone/contract'
import { expect, test } from 'vitest'
import {
  brandOf,
  emptyBrand,
  faultsIn,
  idOf,
  newGoods,
  newRight,
  valuesOf,
} from './brand-values.ts'

const stated = { today: '2026-11-30', source: 'Atelier' }

const stored: Brand = {
  id: 'velmoraq',
  name: 'Velmoraq',
  owner: 'atelier',
  commonWord: false,
  aliases: [{ text: '维尔', language: 'zh', kind: 'official', commonWord: true }, { text: 'VQ' }],
  productTypes: ['handbag', 'wallet'],
  priceBands: [
    {
      productType: 'handbag',
      model: 'VQ',
      low: '900.00',
      currency: 'EUR',
      asOf: '2025-01-01',
      source: 'Price list',
      verified: true,
    },
  ],
  channels: [{ marketplace: '*', policy: 'none', source: 'Price list', validFrom: '2025-01-01' }],
  rights: [{ kind: 'trademark', office: 'EM', number: '018', territory: ['EM', 'ID'] }],
}

test('an unchanged form stores the brand as it was, with what it does not show', () => {
  expect(brandOf(valuesOf(stored), stated, stored)).toEqual(stored)
})

test('other prices are of today, by whoever states them, and no longer verified', () => {
  const values = valuesOf(stored)
  values.goods[0] = { ...values.goods[0]!, typical: '1500,50' }
  expect(brandOf(values, stated, stored).priceBands).toEqual([
    {
      productType: 'handbag',
      model: 'VQ',
      low: '900.00',
      typical: '1500.50',
      currency: 'EUR',
      asOf: '2026-11-30',
      source: 'Atelier',
    },
  ])
})

test('rows left empty are dropped, and a removed list with them', () => {
  const values = { ...emptyBrand(), id: 'neu', name: ' Neu ' }
  expect(brandOf(values, stated)).toEqual({ id: 'neu', name: 'Neu' })
  expect(brandOf({ ...valuesOf(stored), channels: [] }, stated, stored)).not.toHaveProperty(
    'channels',
  )
})

test('a right holds where its office does, unless other territories are named', () => {
  const row = { ...newRight(), office: 'EM', number: '1' }
  const values = { ...emptyBrand(), rights: [row, { ...row, territory: ['ID', 'TH'] }] }
  expect(brandOf(values, stated).rights?.map(({ territory }) => territory)).toEqual([
    ['EM'],
    ['ID', 'TH'],
  ])
})

test.each([
  ['Maison Ébène & Fils', 'maison-ebene-fils'],
  ['—', ''],
  ['维尔', ''],
])('the name %s suggests the id %s', (name, id) => {
  expect(idOf(name)).toBe(id)
})

test('what is missing is named: a price needs a type and a currency, a right a place', () => {
  const good = { ...emptyBrand(), id: 'a', name: 'A' }
  expect(faultsIn(emptyBrand())).toEqual(['name', 'id'])
  expect(faultsIn(good)).toEqual([])
  const faultsOf = (row: Partial<ReturnType<typeof newGoods>>) =>
    faultsIn({ ...good, goods: [{ ...newGoods('EUR'), ...row }] })
  expect(faultsOf({ type: 'watch', low: '12' })).toEqual([])
  expect(faultsOf({ low: '12' })).toEqual(['goods'])
  expect(faultsOf({ type: 'watch', low: '12', currency: '' })).toEqual(['currency'])
  expect(faultsOf({ type: 'watch', low: '1.299,00' })).toEqual(['amounts'])
  expect(faultsIn({ ...good, rights: [{ ...newRight(), number: '018' }] })).toEqual(['right'])
})
