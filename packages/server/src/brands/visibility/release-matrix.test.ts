import { readFileSync } from 'node:fs'
import {
  endpoints,
  signalCodes,
  type Assessment,
  type Catalog,
  type Endpoint,
  type Listing,
  type Signal,
} from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import {
  compileBrandNames,
  isCatalogSignal,
  releaseMatrix,
  relations,
  releaseListing,
  releaseVersions,
  type Viewer,
} from './index.ts'
import { catalogFieldOf, signalSubjects } from './signal-codes.ts'

test('docs/trust.md shows the current release matrix', () => {
  const page = readFileSync(new URL('../../../../../docs/trust.md', import.meta.url), 'utf8')
  const cells = page
    .split('\n')
    .filter((line) => /^\| (what|`)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const from = cells.findIndex(([first, second]) => first === 'what' && second === relations[0])
  expect(cells.slice(from)).toEqual([
    ['what', ...relations],
    ...Object.entries(releaseMatrix).map(([what, allowed]: [string, readonly string[]]) => [
      `\`${what}\``,
      ...relations.map((relation) => (allowed.includes(relation) ? 'yes' : '–')),
    ]),
  ])
})

describe('every row', () => {
  const catalog: Catalog = {
    brands: [
      { id: 'velmoraq', name: 'Velmoraq' },
      { id: 'ostrellin', name: 'Ostrellin' },
    ],
    products: [{ id: 'bag-1', brand: 'velmoraq', name: 'Velmoraq bag' }],
  }
  const names = compileBrandNames(catalog)
  const listing: Listing = {
    id: '1',
    marketplace: 'bazaar',
    url: 'https://bazaar.example/1',
    title: 'Bag',
    description: 'Leather',
    category: 'bags',
    brand: 'Velmoraq',
    condition: 'new',
    language: 'en',
    quantity: 3,
    unitsSold: 2,
    shipsFrom: 'FR',
    price: { amount: '9', currency: 'EUR' },
    shippingPrice: { amount: '1', currency: 'EUR' },
    attributes: { colour: 'red' },
    variants: [{ name: 'red' }],
    reviews: [{ text: 'good' }],
    images: [{ url: 'https://bazaar.example/1.jpg' }],
    observedAt: '2026-11-20T12:00:00Z',
    sources: [{ kind: 'feed' }],
    externalSignals: [{ name: 'refund-rate', weight: 1 }],
    seller: {
      id: 's',
      name: 'Shop',
      country: 'FR',
      joinedAt: '2026-01-01',
      type: 'trader',
      identifiers: [{ type: 'phone', value: '+000 555 0100' }],
    },
    supplier: 'x',
  } as unknown as Listing
  const signals = signalCodes.map((code): Signal => {
    const subject = signalSubjects[code]
    const reference = subject === 'product' ? 'bag-1' : 'velmoraq'
    return {
      code,
      family: 'text',
      weight: 0.1,
      ...(subject !== 'listing' && subject !== 'marketplace' && { evidence: { reference } }),
    }
  })
  const other: Signal = {
    code: 'brand.named',
    family: 'brand',
    weight: 0.1,
    evidence: { reference: 'ostrellin' },
  }
  const assessment = {
    listing: '1',
    verdict: 'review',
    probability: 0.5,
    baseRate: 0.02,
    engine: 'test',
    brands: [
      { id: 'velmoraq', confidence: 0.95, role: 'offered' },
      { id: 'ostrellin', confidence: 0.95, role: 'offered' },
    ],
    signals: [...signals, other],
    catalogs: { brands: { velmoraq: ['key-of-its-house'] }, products: { 'bag-1': 'velmoraq' } },
  } as unknown as Assessment
  const stored = {
    organisationId: 'market',
    listing,
    changed: Object.keys(listing),
    assessment,
    ingestedBy: { kind: 'key', id: 'k' },
  }
  const viewer = (more: Partial<Viewer>): Viewer => ({
    organisationId: 'viewer',
    kind: 'rights-holder',
    brands: new Set(['velmoraq']),
    ofHouses: new Set<string>(),
    hears: new Set(['key-of-its-house']),
    besideRivals: new Set<string>(),
    ...more,
  })
  const viewers = [
    viewer({ organisationId: 'market', kind: 'marketplace' }),
    viewer({ organisationId: 'market' }),
    viewer({}),
    viewer({ hears: new Set() }),
    viewer({ ofHouses: new Set(['velmoraq']) }),
    viewer({ brands: new Set(['gucci']) }),
    viewer({ kind: 'authority' }),
    viewer({ kind: 'payment-provider' }),
  ]
  const everything = (): string =>
    JSON.stringify(
      viewers.map((asks) => [
        releaseListing(asks, stored, names),
        releaseVersions(asks, stored, [stored], names),
      ]),
    )

  test.each(Object.keys(releaseMatrix) as (keyof typeof releaseMatrix)[])(
    '%s is asked: what is shown changes with it',
    (row) => {
      const rows = releaseMatrix as Record<string, readonly (typeof relations)[number][]>
      const before = everything()
      const allowed = rows[row]!
      try {
        const changed = [[], relations].map((to) => {
          rows[row] = to
          return everything() !== before
        })
        expect(changed).toContain(true)
      } finally {
        rows[row] = allowed
      }
      expect(everything()).toBe(before)
    },
  )

  test('every signal that reveals something of a catalog has a row, and no other has one', () => {
    // Findings of a bank of images do not come from a catalog.
    const from = signalCodes.filter(
      (code) => isCatalogSignal(code) && signalSubjects[code] !== 'bank',
    )
    expect(from.filter((code) => catalogFieldOf(code) === undefined)).toEqual([])
    expect(signalCodes.filter((code) => catalogFieldOf(code) !== undefined)).toEqual(from)
  })

  test('no endpoint completes names', () => {
    const endpointsOfMatrix = Object.values(endpoints).flatMap((group) =>
      Object.values(group as Record<string, Endpoint>).flatMap(({ path, query }) => [
        ...path.split('/'),
        ...Object.keys(query?.shape ?? {}),
      ]),
    )
    expect(endpointsOfMatrix.length).toBeGreaterThan(200)
    expect(
      endpointsOfMatrix.filter(
        (word) =>
          // GS1 prefixes are numbers that the operator confirms.
          word !== 'gtin-prefixes' && /complet|suggest|prefix|^q$|^startsWith$/i.test(word),
      ),
    ).toEqual([])
  })
})
