import type { Brand, Catalog, Listing, Product } from '@touchstone/contract'

/** An invented bag house that sells through named sellers alone. */
export const brand = (over: Partial<Brand> = {}): Brand => ({
  id: 'velmoraq',
  name: 'Velmoraq',
  owner: 'sample-holdings',
  aliases: [
    { text: 'Вельморак', language: 'ru', kind: 'official' },
    { text: '维莫拉', language: 'zh-Hans', kind: 'official' },
    { text: 'VMQ', language: 'und', kind: 'abbreviation' },
    { text: 'Lunetta 25', language: 'und', kind: 'model' },
  ],
  productTypes: ['handbag', 'wallet'],
  priceBands: [
    {
      productType: 'handbag',
      low: '900',
      typical: '2000',
      currency: 'USD',
      asOf: '2026-11-01',
      source: 'sample',
      verified: false,
    },
  ],
  ...over,
})

const product = (over: Partial<Product> = {}): Product => ({
  id: 'velmoraq-lunetta',
  brand: 'velmoraq',
  name: 'Velmoraq Lunetta',
  styleCodes: ['VM2281-09'],
  productType: 'handbag',
  msrp: [{ amount: '2000.00', currency: 'USD' }],
  ...over,
})

export const catalog = (over: Partial<Catalog> = {}): Catalog => ({
  brands: [brand()],
  products: [
    product(),
    product({
      id: 'velmoraq-chrono',
      name: 'Velmoraq Chronograph Titan',
      status: 'never-made',
      styleCodes: [],
      msrp: [],
    }),
  ],
  ...over,
})

export const listing = (over: Partial<Listing> = {}): Listing => ({
  id: 'offer-1',
  marketplace: 'sample-market',
  title: 'Velmoraq handbag black',
  condition: 'new',
  observedAt: '2026-11-20T12:00:00Z',
  ...over,
})

export const usd = (amount: string): Listing['price'] => ({ amount, currency: 'USD' })
