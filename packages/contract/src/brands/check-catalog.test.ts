import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gtinCheckDigit, parseCatalog } from './check-catalog.ts'

function brand(id: string, over: Record<string, unknown> = {}) {
  return { id, name: id.toUpperCase(), ...over }
}

function faultsOf(catalog: unknown) {
  const parsed = parseCatalog(catalog)
  return parsed.ok ? [] : parsed.faults
}

test('a sound catalog is accepted without warnings', () => {
  const catalog = {
    brands: [brand('velmoraq', { productTypes: ['bag'] }), brand('torvenne')],
    products: [
      { id: 'p', brand: 'velmoraq', name: 'P', gtin: '4006381333931', productType: 'bag' },
    ],
  }
  expect(parseCatalog(catalog)).toEqual({ ok: true, catalog, warnings: [] })
})

test('two brands with one ID are reported with both positions', () => {
  expect(faultsOf({ brands: [brand('a'), brand('b'), brand('a')] })).toEqual([
    {
      pointer: '/brands/2/id',
      problem: 'is the id of two brands: entry 1 and entry 3 of brands',
      found: '"a"',
      remedy: 'give one of them another ID, or merge them into one brand',
      other: '/brands/0/id',
    },
  ])
})

test('a wrong GTIN is reported with the right check digit', () => {
  const product = { id: 'p', brand: 'a', name: 'P', gtin: '4006381333932' }
  expect(faultsOf({ brands: [brand('a')], products: [product] })).toMatchObject([
    {
      pointer: '/products/0/gtin',
      found: '"4006381333932"',
      remedy: expect.stringContaining('"4006381333931"') as string,
    },
  ])
  const short = { ...product, gtin: '400638133' }
  expect(faultsOf({ brands: [brand('a')], products: [short] })).toMatchObject([
    { problem: 'has 9 digits' },
  ])
})

test('check digits follow the worked examples of the standard', () => {
  // EAN-13, GTIN-12, GTIN-14 and EAN-8.
  for (const gtin of ['6291041500213', '614141000036', '10614141000415', '73513537']) {
    expect(gtinCheckDigit(gtin.slice(0, -1))).toBe(Number(gtin.at(-1)))
  }
})

test('one wrong digit never passes', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9]{12}$/),
      fc.nat(12),
      fc.integer({ min: 1, max: 9 }),
      (body, place, shift) => {
        const digits = [...`${body}${gtinCheckDigit(body)}`].map(Number)
        digits[place] = ((digits[place] ?? 0) + shift) % 10
        const gtin = digits.join('')
        expect(
          faultsOf({ brands: [brand('a')], products: [{ id: 'p', brand: 'a', name: 'P', gtin }] }),
        ).toHaveLength(1)
      },
    ),
  )
})

test('a product of no known brand and two products of one id are faults', () => {
  const product = { id: 'p', brand: 'b', name: 'P' }
  expect(
    faultsOf({ brands: [brand('a')], products: [product, { ...product, brand: 'a' }] }).map(
      ({ pointer, found }) => [pointer, found],
    ),
  ).toEqual([
    ['/products/1/id', '"p"'],
    ['/products/0/brand', '"b"'],
  ])
})

test('likely slips are warnings and the catalog is still accepted', () => {
  const parsed = parseCatalog({
    brands: [
      brand('a', {
        name: 'Élan Vif',
        productTypes: ['bag'],
        priceBands: [
          { productType: 'watch', low: '5', currency: 'USD', asOf: '2026-01-01', source: 's' },
        ],
        channels: [
          { marketplace: '*', policy: 'none', validFrom: '2026-02-01', validTo: '2026-01-01' },
        ],
      }),
      brand('b', { aliases: [{ text: 'elan-vif' }, { text: 'B' }, { text: '…' }] }),
    ],
    products: [{ id: 'p', brand: 'a', name: 'P', productType: 'phone' }],
  })
  expect(parsed.ok).toBe(true)
  expect(parsed.warnings.map(({ pointer, other }) => [pointer, other])).toEqual([
    ['/brands/0/priceBands/0/productType', undefined],
    ['/brands/0/channels/0/validTo', '/brands/0/channels/0/validFrom'],
    ['/products/0/productType', undefined],
    ['/brands/1/aliases/0/text', '/brands/0/name'],
    ['/brands/1/aliases/2/text', undefined],
  ])
})

test('prices in a currency that the caller cannot compare are likely slips', () => {
  const catalog = {
    brands: [
      brand('a', {
        priceBands: ['USD', 'RMB'].map((currency) => {
          return { productType: 'bag', low: '5', currency, asOf: '2026-01-01', source: 's' }
        }),
      }),
    ],
    products: [{ id: 'p', brand: 'a', name: 'P', msrp: [{ amount: '5', currency: 'XXQ' }] }],
  }
  const { warnings } = parseCatalog(catalog, { hasRate: (currency) => currency === 'USD' })
  expect(warnings.map(({ pointer, found }) => [pointer, found])).toEqual([
    ['/brands/0/priceBands/1/currency', '"RMB"'],
    ['/products/0/msrp/0/currency', '"XXQ"'],
  ])
  expect(parseCatalog(catalog).warnings).toEqual([])
})

test('an entry that is not a brand is reported as such, not as a list of brands', () => {
  expect(faultsOf({ brands: [5] })).toMatchObject([
    { pointer: '/brands/0', remedy: 'write an object { … }' },
  ])
})

test('a caller may say that a type counts among wider ones', () => {
  const catalog = {
    brands: [brand('a', { productTypes: ['bag'] })],
    products: [{ id: 'p', brand: 'a', name: 'P', productType: 'handbag' }],
  }
  const fits = (type: string, types: readonly string[]) => types.some((wide) => type.endsWith(wide))
  expect(parseCatalog(catalog).warnings).toHaveLength(1)
  expect(parseCatalog(catalog, { fits }).warnings).toEqual([])
})

test('a brand ID that is not a slug is reported with a valid one', () => {
  expect(faultsOf({ brands: [brand('Élan Vif')] })).toMatchObject([
    { pointer: '/brands/0/id', remedy: 'write "elan-vif"' },
  ])
})
