import type { OpenWorkView, TrendsView } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newOrganisation,
  newStandingClaim,
  personOf,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { plansOf } from '../../../test/explain.ts'
import { fillListings } from '../../../test/listings.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { listMarketplaces, readTrends, readOpenWork } from './read-overview.ts'

const names = starterPackNames()
const listings = 2100

type Expected = { day: string; verdict: string; count: number; sure: number }

onOneEngine((engine) => {
  let store: Store
  let expected: Expected[]
  const ids: Record<string, string> = {}
  let now: Date

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    ids['market'] = (await newOrganisation(store, 'market')).id
    ids['house'] = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    ids['other'] = (await newOrganisation(store, 'other')).id
    await newStandingClaim(store, 'house', 'gucci')
    // Over three days, the first of which is incomplete.
    await fillListings(store, ids['market'], listings, ['gucci', 'apple'], (3 * 86_400) / listings)
    const { rows } = await asOperator(store, (handle) =>
      sql<Expected>`
        select to_char(l.first_seen_at at time zone 'utc', 'YYYY-MM-DD') as day, l.verdict,
          count(*)::int as count, count(m.listing_id)::int as sure
        from listings l
        left join listing_mentions m on m.listing_id = l.id and m.brand_id = 'gucci'
        group by 1, 2`.execute(handle),
    )
    expected = rows
    now = new Date()
  })
  afterAll(() => store?.close())

  type Person = Extract<Actor, { kind: 'person' }>
  const as = (slug: string, brands?: string[]): Person => ({
    ...personOf(ids[slug]!),
    ...(brands && { brands }),
  })
  const trends = (actor: Person, at = now): Promise<TrendsView> =>
    store.transact(tenantContext(actor.organisationId), (handle) =>
      readTrends({ handle, actor, now: at }),
    )
  const work = (actor: Person): Promise<OpenWorkView> =>
    store.transact(tenantContext(actor.organisationId), (handle) =>
      readOpenWork({ handle, actor, engine: 'test', names }),
    )
  const told = ({ days }: TrendsView): Omit<Expected, 'sure'>[] =>
    days.flatMap((one) =>
      Object.entries(one!.verdicts).map(([verdict, count]) => ({ day: one!.day, verdict, count })),
    )
  const sorted = (rows: readonly Omit<Expected, 'sure'>[]): string[] =>
    rows
      .filter(({ count }) => count > 0)
      .map(({ day, verdict, count }) => `${day} ${verdict} ${count}`)
      .sort()
  const counting = async (): Promise<unknown> => {
    const { rows } = await asOperator(store, (handle) =>
      sql`select count(*)::int as days, max(counted_at) as at from counted_days
        where organisation_id = ${ids['market']}::uuid`.execute(handle),
    )
    return rows[0]
  }

  test('the listings of a month are counted by day and verdict, completed days once', async () => {
    const counted = await trends(as('market'))
    expect(counted).toMatchObject({ complete: true, days: { length: 30 } })
    expect(sorted(told(counted))).toEqual(sorted(expected))
    const once = await counting()
    expect(once).toMatchObject({ days: 29 })
    expect(await trends(as('market'))).toEqual(counted)
    expect(await counting()).toEqual(once)
    const tomorrow = await trends(as('market'), new Date(now.getTime() + 86_400_000))
    expect(sorted(told(tomorrow))).toEqual(sorted(expected))
    expect(await counting()).toMatchObject({ days: 30 })
  })

  test('a rights holder counts its visible listings, a member those of its brands', async () => {
    const sure = sorted(expected.map(({ sure: count, ...rest }) => ({ ...rest, count })))
    expect(sorted(told(await trends(as('house'))))).toEqual(sure)
    expect(sorted(told(await trends(as('market', ['gucci']))))).toEqual(sure)
    expect(sorted(told(await trends(as('other'))))).toEqual([])
  })

  test('open decisions are counted by verdict, brand and marketplace', async () => {
    const { verdicts, brands, marketplaces, coverage } = await work(as('market'))
    // Nine in ten of the blocked ones are decided.
    expect(verdicts).toEqual({
      block: { count: 30, more: false },
      review: { count: 300, more: false },
      'ask-proof': { count: 300, more: false },
    })
    const sum = (parts: { count: number }[]): number =>
      parts.reduce((one, { count }) => one + count, 0)
    expect(sum(marketplaces)).toBe(630)
    expect(new Set(brands.map(({ brand }) => brand))).toEqual(new Set(['gucci', 'apple']))
    expect(sum(brands)).toBeGreaterThan(100)
    expect(coverage.listings).toBe(300)
    const spoke = Object.fromEntries(coverage.families.map(({ family, spoke: on }) => [family, on]))
    expect([spoke['image'], spoke['text']]).toEqual([0, 300])
  })

  test('open work costs a fixed number of statements, which read each listing a few times', async () => {
    const actor = as('market')
    const plans = await store.transact(tenantContext(actor.organisationId), (handle) =>
      plansOf(
        handle,
        (noting) => readOpenWork({ handle: noting, actor, engine: 'test', names }),
        '(analyze, timing off)',
      ),
    )
    const read = plans.map((plan) =>
      [...plan.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)].reduce(
        (sum, [, rows, loops]) => sum + Number(rows) * Number(loops),
        0,
      ),
    )
    expect(plans.length).toBeLessThanOrEqual(12)
    expect(Math.max(...read) / listings).toBeLessThan(10)
  })

  test('marketplaces are listed by their share of the newest visible listings', async () => {
    const named = async (actor: Person): Promise<string[]> => {
      const read = store.transact(tenantContext(actor.organisationId), (handle) =>
        listMarketplaces({ handle, actor }),
      )
      return (await read).marketplaces
    }
    const ofNewest = (brand: string | null) =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<{ name: string }>`
          select marketplace as name from (
            select marketplace from listings l
            where ${brand}::text is null or exists (
              select from listing_mentions m
              where m.listing_id = l.id and m.brand_id = ${brand} and m.confidence >= 0.9)
            order by first_seen_at desc, id desc limit 2000
          ) newest
          where marketplace <> '' group by 1 order by count(*) desc, 1`.execute(handle)
        return rows.map(({ name }) => name)
      })
    const all = await ofNewest(null)
    expect(all.length).toBeGreaterThan(0)
    expect(await named(as('market'))).toEqual(all)
    expect(await named(as('house'))).toEqual(await ofNewest('gucci'))
    expect(await named(as('other'))).toEqual([])
  })

  test('and no foreign brand to a rights holder, nor more of any organisation than it sees', async () => {
    const { verdicts, brands } = await work(as('house'))
    expect(new Set(brands.map(({ brand }) => brand))).toEqual(new Set(['gucci']))
    // The marketplace's decisions are its own.
    expect(verdicts.block.count).toBe(30)
    const limited = await work(as('market', ['apple']))
    expect(new Set(limited.brands.map(({ brand }) => brand))).toEqual(new Set(['apple']))
    const none = await work(as('other'))
    expect(none.coverage.listings).toBe(0)
    expect(none.brands).toEqual([])
  })
})
