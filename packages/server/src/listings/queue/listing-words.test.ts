import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { fillListings } from '../../../test/listings.ts'
import { newApi } from '../../../test/users.ts'
import { findViewer } from '../../brands/visibility/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { countListings, pageOfListings, type Filters, type ListingCursor } from './listing-pages.ts'

const titles = [
  'Velmoraq Tote, mirror quality',
  'ВЕЛЬМОРА сумка',
  'wooden spoon 100%_\\u0000 off',
  'null\0 tote',
  'half \ud83d a pair, tote',
  '仿品 手袋 Tote',
]
const sellers = [
  undefined,
  { id: 'Shop-77', name: 'Lumira Bags' },
  { id: 'shop-8', name: 'ТОТЕ Ltd' },
  { id: 'tote-9' },
]

type Row = { id: string; own: boolean; at: Date; brand: string | null; text: string }

onBothEngines((engine) => {
  let store: Store
  let all: Row[]
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    ids['market'] = (await newOrganisation(store, 'market')).id
    ids['house'] = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    await newStandingClaim(store, 'house', 'gucci')
    await fillListings(store, ids['market'], 1500, ['gucci', 'prada'])
    all = await asOperator(store, async (handle) => {
      const { rows } = await sql<Row & { externalId: string }>`
        select l.id, l.external_id as "externalId", l.first_seen_at as at, m.brand_id as brand
        from listings l left join listing_mentions m on m.listing_id = l.id
        order by l.external_id`.execute(handle)
      const filled = rows.map((row, n) => {
        const [title, seller] = [titles[n % titles.length]!, sellers[(n >> 3) % sellers.length]]
        const content = { id: row.externalId, title, seller, description: 'A plain tote.' }
        const text = [row.externalId, title, seller?.name, seller?.id].join(' ')
        return { ...row, content: JSON.stringify(content), text: text.toWellFormed() }
      })
      await sql`
        update listing_versions v set content = given.content::json
        from unnest(${filled.map(({ id }) => id)}::uuid[],
          ${filled.map(({ content }) => content)}::text[]) as given (id, content)
        where v.listing_id = given.id`.execute(handle)
      return filled
    })
  })
  afterAll(() => store?.close())

  /** The list by brute force over all listings. */
  function expected(slug: string, { search = '', brand }: Filters): string[] {
    const words = search.toLowerCase().split(/\s+/)
    return all
      .filter((row) => slug === 'market' || row.brand === 'gucci')
      .filter((row) => brand === undefined || row.brand === brand)
      .filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
      .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id)
  }

  const searches: [string, Filters][] = [
    ['market', { search: 'tote' }],
    ['market', { search: 'QUALITY velmoraq' }],
    ['market', { search: 'вельмора' }],
    ['market', { search: 'СУМКА lumira' }],
    ['market', { search: 'shop-77 offer-12' }],
    ['market', { search: '%_\\u0000' }],
    ['market', { search: 'null' }],
    ['market', { search: 'pair, tote' }],
    ['market', { search: '手袋', brand: 'prada' }],
    ['market', { search: 'plain' }],
    ['house', { search: 'tote bags' }],
    ['house', { search: 'offer-7', brand: 'gucci' }],
  ]

  test.each(searches)(
    'the list of %s for %o holds what has the words, once, on pages of any size',
    async (slug, filters) => {
      const oracle = expected(slug, filters)
      await store.transact(tenantContext(ids[slug]!), async (handle) => {
        const viewer = await findViewer(handle, ids[slug]!)
        const asked = { viewer, view: undefined, filters, engine: 'test' }
        for (const { limit, reach } of [{ limit: 200 }, { limit: 7, reach: 60 }]) {
          const paged: string[] = []
          for (let after: ListingCursor | undefined, steps = 0; steps < 2000; steps++) {
            const { items, next } = await pageOfListings(handle, {
              ...asked,
              order: 'newest',
              limit,
              ...(reach !== undefined && { reach }),
              ...(after !== undefined && { after }),
            })
            paged.push(...items.map(({ id }) => id))
            if (next === undefined) break
            after = next
          }
          expect(paged).toEqual(oracle)
        }
        const counted = await countListings(handle, { ...asked, limit: 10_000 })
        expect(counted).toEqual({ count: oracle.length, more: false })
      })
    },
  )

  test('the searches above find some and not all, but for the words of descriptions', () => {
    const sizes = searches.map(([slug, filters]) => [
      filters.search,
      expected(slug, filters).length,
    ])
    const without = sizes.filter(([, size]) => size === 0 || size === all.length)
    expect(without).toEqual([['plain', 0]])
  })

  test('words are one to 200 characters', async () => {
    const app = newApi(store)
    const { text } = await newKey(store, 'market', ['listings:read'])
    const ask = async (search: string) => {
      const url = `/api/v1/listings?limit=3&search=${encodeURIComponent(search)}`
      const response = await app.inject({ url, headers: { authorization: `Bearer ${text}` } })
      return { status: response.statusCode, ...response.json<Record<string, unknown>>() }
    }
    expect(await ask('velmoraq  mirror')).toMatchObject({ status: 200, next: expect.any(String) })
    for (const search of [' ', 'x'.repeat(201), 'null\0']) {
      expect(await ask(search)).toMatchObject({ status: 422, pointer: '/search' })
    }
    await app.close()
  })
})
