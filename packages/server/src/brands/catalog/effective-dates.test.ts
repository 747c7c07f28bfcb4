import type { Assessment, Brand, Catalog, Product } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { approvalVersion, approvedPairs } from '../claims/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import type { Poller } from '../../platform/poller/index.ts'
import { screenInProcess, type Screening } from '../../listings/screening/index.ts'
import { watchCatalog } from './index.ts'

const stores = embeddedStores()

let store: Store
let screening: Screening
let app: FastifyInstance
let watch: Poller
let now = Date.parse('2026-11-26T12:00:00Z')
const keys: Record<string, string> = {}
const changes: Catalog[] = []

beforeAll(async () => {
  store = await openStore(stores.next())
  for (const [slug, kind] of [
    ['market', 'marketplace'],
    ['house', 'rights-holder'],
  ] as const) {
    await newOrganisation(store, slug, { kind })
    const scopes =
      kind === 'marketplace'
        ? ['listings:write', 'listings:read']
        : ['catalog:read', 'catalog:write']
    keys[slug] = (await newKey(store, slug, scopes)).text
  }
  await newStandingClaim(store, 'house', 'velmoraq')
  screening = screenInProcess(starterEngine)
  app = createApi({ store, screening })
  watch = watchCatalog({
    store,
    approved: approvedPairs,
    approvedMark: approvalVersion,
    everyMs: 20,
    clock: () => now,
    onChange: async (catalog) => {
      await screening.use(catalog)
      changes.push(catalog)
    },
  })
})
afterAll(async () => {
  await watch?.stop()
  await app?.close()
  await store?.close()
})

async function send<T>(
  who: string,
  method: 'POST' | 'PUT',
  url: string,
  payload: object,
): Promise<T> {
  const response = await app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${keys[who]}`, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
  expect(response.statusCode).toBeLessThan(300)
  return response.json<T>()
}

let listings = 0
async function assess(more: object): Promise<Assessment> {
  const listing = {
    id: `offer-${++listings}`,
    title: `Velmoraq bag VM2281-09 no ${listings}`,
    condition: 'new',
    marketplace: 'bazaar',
    seller: { id: 'x', name: 'Some Shop' },
    ...more,
  }
  const { assessment } = await send<{ assessment: Assessment }>(
    'market',
    'POST',
    '/listings',
    listing,
  )
  return assessment
}
const codes = ({ signals }: Assessment): string[] => signals.map(({ code }) => code)

/** Lets the watcher notice the day and apply its changes. */
async function onDay(day: string, isOther: boolean): Promise<void> {
  const before = changes.length
  now = Date.parse(`${day}T00:00:01Z`)
  if (isOther) await expect.poll(() => changes.length).toBe(before + 1)
  else {
    const looked = async (): Promise<void> => {
      // A change applied after the day's own shows that the day was handled.
      await send('house', 'PUT', '/catalog/brands/velmoraq', { ...brand, owner: `of ${day}` })
    }
    await looked()
    await expect.poll(() => changes.length).toBe(before + 1)
  }
}

const brand: Brand = {
  id: 'velmoraq',
  name: 'Velmoraq',
  productTypes: ['handbag'],
  channels: [{ marketplace: '*', policy: 'none', validFrom: '2026-11-28', validTo: '2026-11-29' }],
}
const product: Product = {
  id: 'bag',
  brand: 'velmoraq',
  name: 'Velmoraq bag',
  styleCodes: ['VM2281-09'],
  msrp: [{ amount: '1000', currency: 'EUR', validFrom: '2026-11-28' }],
}
const cheap = { price: { amount: '90', currency: 'EUR' } }

test('entries that begin on a future day have no effect until then, and take effect without a restart', async () => {
  await send('house', 'PUT', '/catalog/brands/velmoraq', brand)
  await send('house', 'PUT', '/catalog/products/bag', product)
  await expect.poll(() => changes.at(-1)?.products?.length).toBe(1)
  const early = await assess(cheap)
  expect(early.brands).toMatchObject([{ id: 'velmoraq' }])
  expect(codes(early)).not.toContain('channel.no-marketplace')
  expect(early.price).toBeUndefined()

  await onDay('2026-11-27', false)
  expect(codes(await assess(cheap))).not.toContain('channel.no-marketplace')

  await onDay('2026-11-28', true)
  const then = await assess(cheap)
  expect(codes(then)).toEqual(
    expect.arrayContaining(['channel.no-marketplace', 'price.far-below-msrp']),
  )
  expect(then.price?.against).toBe('list-price')
  // A listing with a time of observation is compared with what was in force on that day.
  const dated = await assess({ ...cheap, observedAt: '2026-11-27T10:00:00Z' })
  expect(codes(dated)).not.toContain('channel.no-marketplace')

  await onDay('2026-11-30', true)
  const after = await assess(cheap)
  expect(codes(after)).not.toContain('channel.no-marketplace')
  expect(codes(after)).toContain('price.far-below-msrp')
})

test('a power of attorney begins on its day too', async () => {
  const mark = (): Promise<string> => asOperator(store, approvalVersion)
  const pairs = () => approvedPairs((work) => asOperator(store, work))
  const before = await mark()
  const [today, later] = [0, 3].map((days) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
  ) as [string, string]
  await newOrganisation(store, 'counsel', { kind: 'counsel' })
  const agent = (brandId: string, validFrom: string) =>
    newStandingClaim(store, 'counsel', brandId, {
      basis: 'agent',
      powerOfAttorney: { document: { reference: 'file 7' }, validFrom, validTo: later },
    })
  await agent('quorvane', later)
  expect((await pairs()).map(({ brandId }) => brandId)).toEqual(['velmoraq'])
  expect(await mark()).not.toBe(before)
  await agent('bazarune', today)
  expect((await pairs()).map(({ brandId }) => brandId).sort()).toEqual(['bazarune', 'velmoraq'])
})
