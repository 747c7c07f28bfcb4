import { shippedThresholds, type Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { planOf } from '../../test/explain.ts'
import { fillOffers } from '../../test/offers.ts'
import { openStore, type Handle, type Store } from '../platform/db/index.ts'
import { findViewer, limitedTo } from '../sharing/index.ts'
import type { ThresholdView } from '../thresholds/index.ts'
import { countListings, pageOfListings, type Filters, type Place } from './pages.ts'

const brands = ['gucci', 'prada', 'apple', 'mars']
const read = /Seq Scan on (listings|listing_versions|listing_mentions|assessments)\b/

onBothEngines((engine) => {
  let store: Store
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    ids['market'] = (await newOrganisation(store, 'market')).id
    ids['other'] = (await newOrganisation(store, 'other')).id
    ids['house'] = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    await newStandingClaim(store, 'house', 'gucci')
    await newStandingClaim(store, 'house', 'prada')
    await fillOffers(store, ids['other'], 2000, brands)
    await fillOffers(store, ids['market'], 3000, brands)
  }, 60_000)
  afterAll(() => store?.close())

  const asTenant = <T>(slug: string, work: (handle: Handle) => Promise<T>): Promise<T> =>
    store.transact(tenantContext(ids[slug]!), work)
  const page = async (
    handle: Handle,
    slug: string,
    asked: { filters?: Filters; view?: ThresholdView; limit?: number; after?: Place } = {},
  ) => {
    const viewer = await findViewer(handle, ids[slug]!)
    const usual = { viewer, view: undefined, engine: 'test', filters: {}, limit: 50 }
    return pageOfListings(handle, { ...usual, ...asked })
  }

  test.each<[string, Filters]>([
    ['market', {}],
    ['market', { verdict: 'block' }],
    ['market', { brand: 'gucci' }],
    ['house', {}],
    ['house', { verdict: 'block' }],
    ['house', { brand: 'prada' }],
  ])('the page of %s for %o is read from indexes', async (slug, filters) => {
    const after = { firstSeenAt: new Date(), id: ids['market']! }
    for (const place of [{}, { after }]) {
      const plan = await asTenant(slug, (handle) =>
        planOf(handle, (noting) => page(noting, slug, { filters, ...place })),
      )
      expect(plan).not.toMatch(read)
    }
  })

  test.each<[string, Filters]>([
    ['market', { verdict: 'block' }],
    ['market', { verdict: 'ask-proof', brand: 'gucci' }],
    ['house', { verdict: 'review' }],
    ['house', { verdict: 'clear', brand: 'prada' }],
  ])('under thresholds of its own the page of %s for %o is too', async (slug, filters) => {
    const own = { askProof: 7, review: 30, block: 90 }
    const special = { open: { ...own, block: 70 }, closed: shippedThresholds }
    const view = { rest: { open: own, closed: own }, special: new Map([['gucci', special]]) }
    const plan = await asTenant(slug, (handle) =>
      planOf(handle, (noting) => page(noting, slug, { filters, view })),
    )
    expect(plan).not.toMatch(read)
  })

  test.each([undefined, 'gucci', 'prada'])(
    'the page of a member limited to brands is read from indexes, by brand %s too',
    async (brand) => {
      const filters = brand === undefined ? {} : { brand }
      const limited = async (handle: Handle) => {
        const viewer = limitedTo(await findViewer(handle, ids['market']!), ['gucci', 'apple'])
        return pageOfListings(handle, {
          ...{ viewer, view: undefined, engine: 'test', filters, limit: 50 },
        })
      }
      const plan = await asTenant('market', (handle) => planOf(handle, limited))
      expect(plan).not.toMatch(read)
      const rows = await asTenant('market', limited)
      const brandsSeen = rows.flatMap(({ assessment }) => assessment!.brands.map(({ id }) => id))
      expect(new Set(brandsSeen)).toEqual(
        new Set(brand === undefined ? ['gucci', 'apple'] : brand === 'gucci' ? ['gucci'] : []),
      )
      expect(rows).toHaveLength(brand === 'prada' ? 0 : 50)
    },
  )

  test.each<[string, Filters]>([
    ['market', {}],
    ['market', { brand: 'gucci' }],
    ['house', {}],
    ['house', { verdict: 'review' }],
  ])('pages of %s for %o hold every offer in sight once, newest first', async (slug, filters) => {
    const { paged, count } = await asTenant(slug, async (handle) => {
      const paged: { id: string; firstSeenAt: Date; organisationId: string }[] = []
      for (let after: Place | undefined; ;) {
        const rows = await page(handle, slug, { filters, limit: 177, ...(after && { after }) })
        paged.push(...rows)
        after = rows.at(-1)
        if (rows.length < 177) break
      }
      const viewer = await findViewer(handle, ids[slug]!)
      const limit = 100_000
      return {
        paged,
        count: await countListings(handle, { viewer, view: undefined, filters, limit }),
      }
    })
    const expected = await asOperator(store, async (handle) => {
      const verdict: Verdict | null = filters.verdict ?? null
      const whose =
        slug === 'market'
          ? sql`l.organisation_id = ${ids['market']}::uuid
              and (${filters.brand ?? null}::text is null or m.brand_id = ${filters.brand ?? null})`
          : sql`m.brand_id in ('gucci', 'prada')`
      const { rows } = await sql<{ id: string }>`
        select l.id from listings l left join listing_mentions m on m.listing_id = l.id
        where ${whose} and (${verdict}::text is null or l.verdict = ${verdict})
        order by l.first_seen_at desc, l.id desc`.execute(handle)
      return rows.map(({ id }) => id)
    })
    expect(paged.map(({ id }) => id)).toEqual(expected)
    expect(count).toBe(expected.length)
  })
})
