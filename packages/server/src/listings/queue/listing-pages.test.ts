import {
  shippedThresholds,
  signalCodes,
  type Assessment,
  type ListingOrder,
  type Verdict,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { fillListings } from '../../../test/listings.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import { findViewer, limitViewer } from '../../brands/visibility/index.ts'
import { signalBitsOf } from './filter-columns.ts'
import type { ListingRow } from './types.ts'
import { applyThresholdView, type ThresholdView } from '../../brands/thresholds/index.ts'
import { countListings, pageOfListings, type Filters, type ListingCursor } from './listing-pages.ts'

const brands = ['gucci', 'prada', 'apple', 'mars']
const read = /Seq Scan on (listings|listing_versions|listing_mentions|assessments)\b/

type Row = {
  id: string
  own: boolean
  at: Date
  brand: string | null
  verdict: string
  marketplace: string
  language: string
  decided: boolean
  probability: number
  signals: string
  /** What of a mention is shown to who holds its brand. */
  shownVerdict: Verdict | null
  shownProbability: number | null
  shownSignals: string | null
}

onOneEngine((engine) => {
  let store: Store
  let all: Row[]
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    ids['market'] = (await newOrganisation(store, 'market')).id
    ids['other'] = (await newOrganisation(store, 'other')).id
    ids['house'] = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    await newStandingClaim(store, 'house', 'gucci')
    await newStandingClaim(store, 'house', 'prada')
    await fillListings(store, ids['other'], 2000, brands)
    await fillListings(store, ids['market'], 3000, brands)
    all = await asOperator(store, async (handle) => {
      const { rows } = await sql<Row>`
        select l.id, l.organisation_id = ${ids['market']}::uuid as own, l.first_seen_at as at,
          m.brand_id as brand, l.verdict, l.marketplace, l.language, not l.undecided as decided,
          l.probability, l.signals::text as signals, m.verdict as "shownVerdict",
          m.shown_probability as "shownProbability", m.shown_signals::text as "shownSignals"
        from listings l left join listing_mentions m on m.listing_id = l.id`.execute(handle)
      return rows
    })
  })
  afterAll(() => store?.close())

  const asTenant = <T>(slug: string, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(tenantContext(ids[slug]!), work)
  type Wish = {
    filters?: Filters
    order?: ListingOrder
    limit?: number
    after?: ListingCursor
    reach?: number
    view?: ThresholdView
  }
  const page = async (handle: Transaction, slug: string, asked: Wish = {}) => {
    const viewer = await findViewer(handle, ids[slug]!)
    const plain = { view: undefined, filters: {}, order: 'newest', limit: 50 } as const
    return pageOfListings(handle, { viewer, engine: 'test', ...plain, ...asked })
  }

  test.each<[string, Filters]>([
    ['market', {}],
    ['market', { verdict: 'block' }],
    ['market', { brand: 'gucci' }],
    ['house', {}],
    ['house', { verdict: 'block' }],
    ['house', { brand: 'prada' }],
  ])('the page of %s for %o is read from indexes', async (slug, filters) => {
    for (const place of [{}, { after: { key: new Date(), id: ids['market']! } }]) {
      const plan = await asTenant(slug, (handle) =>
        planOf(handle, (noting) => page(noting, slug, { filters, limit: 20, ...place })),
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
      const wanted = { filters: { brand }, view: undefined, order: 'newest', limit: 50 } as const
      const asked = { ...wanted, engine: 'test' }
      const limited = async (handle: Transaction) => {
        const viewer = limitViewer(await findViewer(handle, ids['market']!), ['gucci', 'apple'])
        return (await pageOfListings(handle, { viewer, ...asked })).items
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

  /** The assessment of a listing, as far as what goes into a verdict is shown. */
  function shownTo(slug: string, { id, assessment }: ListingRow): Assessment {
    const row = all.find((one) => one.id === id)!
    if (slug !== 'house' || row.shownSignals === row.signals) return assessment!
    const [verdict, probability] = [row.shownVerdict!, row.shownProbability!]
    return { ...assessment!, verdict, probability, ceiling: undefined }
  }

  /** The list by brute force over all listings. */
  function expected(slug: string, filters: Filters, order: ListingOrder): string[] {
    const holder = slug === 'house'
    const rows = all.flatMap((row) => {
      const isSeen = holder ? row.brand === 'gucci' || row.brand === 'prada' : row.own
      if (!isSeen) return []
      const verdict = holder ? row.shownVerdict! : row.verdict
      const probability = holder ? row.shownProbability! : row.probability
      const signals = BigInt(holder ? row.shownSignals! : row.signals)
      return [{ ...row, verdict, probability, signals, decided: !holder && row.decided }]
    })
    const { probabilityFrom: from = 0, probabilityTo: to = 1, signal, decided } = filters
    const kept = rows.filter(
      (row) =>
        (['brand', 'verdict', 'marketplace', 'language'] as const).every(
          (name) => filters[name] === undefined || filters[name] === row[name],
        ) &&
        row.probability >= from &&
        row.probability <= to &&
        (signal === undefined || (row.signals & signalBitsOf(signal)) !== 0n) &&
        (decided === undefined || decided === row.decided),
    )
    const keyOf = ({ at, probability }: (typeof kept)[number]): number =>
      order === 'newest' ? at.getTime() : probability
    return kept.sort((a, b) => keyOf(b) - keyOf(a) || (a.id < b.id ? 1 : -1)).map(({ id }) => id)
  }

  const views: [string, Filters, ListingOrder][] = [
    ['market', {}, 'newest'],
    ['market', { brand: 'gucci' }, 'newest'],
    ['house', {}, 'newest'],
    ['house', { verdict: 'review' }, 'newest'],
    ['market', {}, 'most-probable'],
    ['market', { brand: 'gucci', verdict: 'block' }, 'most-probable'],
    ['house', {}, 'most-probable'],
    ['house', { brand: 'prada', probabilityFrom: 0.2 }, 'most-probable'],
    ['market', { probabilityFrom: 0.61, probabilityTo: 0.7 }, 'newest'],
    ['market', { probabilityFrom: 0.61, probabilityTo: 0.7 }, 'most-probable'],
    ['house', { probabilityFrom: 0.61, probabilityTo: 0.7 }, 'newest'],
    ['market', { language: 'TH' }, 'newest'],
    ['house', { language: 'id', verdict: 'clear' }, 'newest'],
    ['market', { signal: 'external.marketplace' }, 'newest'],
    ['house', { signal: 'external.marketplace' }, 'newest'],
    ['house', { signal: 'text' }, 'most-probable'],
    ['market', { signal: 'review' }, 'newest'],
    ['market', { decided: false, verdict: 'block' }, 'newest'],
    ['market', { decided: false, verdict: 'clear' }, 'newest'],
    ['market', { decided: true }, 'most-probable'],
    ['market', { decided: true, brand: 'mars' }, 'newest'],
    ['house', { decided: false, verdict: 'block' }, 'newest'],
    ['house', { decided: true }, 'newest'],
    ['market', { marketplace: 'rare.example' }, 'newest'],
    ['market', { language: 'id', signal: 'text', probabilityFrom: 0.9 }, 'most-probable'],
  ]

  test.each(views)(
    'pages of %s for %o, %s first, contain every visible listing once',
    async (slug, given, order) => {
      const filters = { ...given, ...(given.language && { language: given.language }) }
      const { paged, count } = await asTenant(slug, async (handle) => {
        const paged: string[] = []
        for (let after: ListingCursor | undefined; ;) {
          const wish = { filters, order, limit: 177, ...(after && { after }) }
          const { items, next } = await page(handle, slug, wish)
          paged.push(...items.map(({ id }) => id))
          if (next === undefined) break
          after = next
        }
        const viewer = await findViewer(handle, ids[slug]!)
        const limit = 100_000
        return {
          paged,
          count: await countListings(handle, { viewer, view: undefined, filters, limit }),
        }
      })
      const lower = filters.language?.toLowerCase()
      const oracle = expected(slug, { ...filters, ...(lower && { language: lower }) }, order)
      expect(paged).toEqual(oracle)
      expect(count).toEqual({ count: oracle.length, more: false })
    },
  )

  test.each([
    ['market', { language: 'th' }, 'newest'],
    ['market', { language: 'th' }, 'most-probable'],
    ['house', { language: 'th' }, 'newest'],
    ['house', { signal: 'seller', marketplace: 'rare.example' }, 'most-probable'],
    ['market', { brand: 'apple', language: 'th' }, 'newest'],
  ] satisfies [string, Filters, ListingOrder][])(
    'what matches rarely for %s under %o, %s first, is looked for in steps, and all of it found',
    async (slug, filters, order) => {
      const found: string[] = []
      let steps = 0
      await asTenant(slug, async (handle) => {
        for (let after: ListingCursor | undefined; ; steps++) {
          const wish = { filters, order, limit: 20, reach: 40, ...(after && { after }) }
          const { items, next } = await page(handle, slug, wish)
          found.push(...items.map(({ id }) => id))
          if (next === undefined) break
          after = next
        }
        const viewer = await findViewer(handle, ids[slug]!)
        const counted = { viewer, view: undefined, filters, limit: 1000, reach: 40 }
        expect((await countListings(handle, counted)).more).toBe(true)
      })
      expect(found).toEqual(expected(slug, filters, order))
      expect(steps).toBeGreaterThan(2)
    },
  )

  test.each<[string, Filters, ListingOrder]>([
    ['market', { verdict: 'review' }, 'newest'],
    ['market', { verdict: 'block', brand: 'gucci' }, 'newest'],
    ['market', { verdict: 'ask-proof', language: 'id' }, 'newest'],
    ['market', { verdict: 'block', decided: false }, 'most-probable'],
    ['house', { verdict: 'review' }, 'newest'],
    ['house', { verdict: 'block', signal: 'text' }, 'most-probable'],
  ])(
    'under thresholds of its own %s sees for %o, %s first, what it judges so',
    async (slug, filters, order) => {
      const own = { askProof: 7, review: 30, block: 90 }
      const all = { open: own, closed: slug === 'house' ? shippedThresholds : own }
      const special = { ...all, open: { ...own, block: 70 } }
      const rest = slug === 'house' ? { open: shippedThresholds, closed: shippedThresholds } : all
      const view = { rest, special: new Map([['gucci', special]]) }
      const { paged, whole } = await asTenant(slug, async (handle) => {
        const read = async (wish: Wish): Promise<ListingRow[]> => {
          const rows: ListingRow[] = []
          for (let after: ListingCursor | undefined; ;) {
            const more = { order, limit: 177, ...(after && { after }) }
            const { items, next } = await page(handle, slug, { ...wish, ...more })
            rows.push(...items)
            if (next === undefined) return rows
            after = next
          }
        }
        const others = { ...filters, verdict: undefined }
        return { paged: await read({ filters, view }), whole: await read({ filters: others }) }
      })
      const judged = whole.filter(
        (row) => applyThresholdView(view, shownTo(slug, row)).verdict === filters.verdict,
      )
      expect(judged.length).toBeGreaterThan(5)
      expect(paged.map(({ id }) => id)).toEqual(judged.map(({ id }) => id))
    },
  )

  test('all of it is some of it: the views above are neither empty nor everything', () => {
    const sizes = views.map(([slug, filters, order]) => expected(slug, filters, order).length)
    expect(sizes.filter((size) => size > 0 && size < 3000).length).toBeGreaterThan(15)
    expect(signalCodes.length).toBeLessThan(63)
  })
})
