import { randomUUID } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { listWatchedListings, readHistory, recordObservations, visitMemory } from './index.ts'
import {
  findRuleCaptures,
  findWatchedListing,
  type HistoryEntry,
  type WatchedListingEntry,
} from './read-history.ts'
import type { Observation } from './types.ts'

const hour = 3_600_000
const start = Date.parse('2026-01-01T00:00:00Z')
const shop = 'https://shop.example'
const urlOf = (id: string): string => `${shop}/item/${id}`

const seen = (id: string, more: Partial<Listing> = {}): Observation => ({
  url: urlOf(id),
  status: 'seen',
  etag: `"${id}"`,
  listing: { id, marketplace: 'shop.example', title: `Bag ${id}`, ...more },
})
const status = (id: string, of: Observation['status']): Observation => ({
  url: urlOf(id),
  status: of,
})

onOneEngine((engine) => {
  let store: Store
  let organisationId: string
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    organisationId = (await newOrganisation(store, 'house')).id
  })
  afterAll(() => store?.close())

  type Watch = { id: string; organisationId: string }
  const record = (
    watch: Watch,
    observations: Observation[],
    { hours = 0, run = randomUUID() }: { hours?: number; run?: string } = {},
  ): Promise<Listing[]> =>
    asOperator(store, (handle) =>
      recordObservations({
        handle,
        watch,
        run,
        observations,
        at: new Date(start + hours * hour),
      }),
    )
  const listingsOf = ({ id, organisationId: owner }: Watch): Promise<WatchedListingEntry[]> =>
    store.transact(tenantContext(owner), (handle) =>
      listWatchedListings(handle, { watch: id, limit: 100 }),
    )
  const historyOf = (watch: Watch, listing: string): Promise<HistoryEntry[] | undefined> =>
    store.transact(tenantContext(watch.organisationId), (handle) =>
      readHistory(handle, { watch: watch.id, listing, limit: 100 }),
    )
  const find = (watch: Watch, listing: string): Promise<WatchedListingEntry | undefined> =>
    store.transact(tenantContext(watch.organisationId), (handle) =>
      findWatchedListing(handle, { watch: watch.id, listing }),
    )
  const newWatch = (): Promise<Watch> => newWatchRow(store, organisationId)

  test('what is new or changed is to be ingested, and the history shows how it differs', async () => {
    const watch = await newWatch()
    expect(await record(watch, [seen('a'), seen('b')])).toMatchObject([{ id: 'a' }, { id: 'b' }])
    expect(await record(watch, [seen('a'), status('b', 'unchanged')], { hours: 1 })).toEqual([])
    const changed = await record(watch, [seen('a', { title: 'Belt' })], { hours: 2 })
    expect(changed).toMatchObject([{ id: 'a', title: 'Belt' }])
    expect(await record(watch, [status('a', 'not-found')], { hours: 3 })).toEqual([])
    await record(watch, [status('a', 'not-found')], { hours: 27 })
    expect(await record(watch, [seen('a', { title: 'Belt' })], { hours: 28 })).toHaveLength(1)
    const [a, b] = await listingsOf(watch)
    expect(a).toMatchObject({ title: 'Belt', state: 'back', changed: ['title'], url: urlOf('a') })
    expect(b).toMatchObject({ state: 'same', changed: [] })
    const history = await historyOf(watch, a!.id)
    expect(history!.map(({ state }) => state)).toEqual([
      'back',
      'gone',
      'unknown',
      'changed',
      'new',
    ])
    expect(history![3]!.differences).toEqual([{ field: 'title', before: 'Bag a', after: 'Belt' }])
    expect(await historyOf(watch, b!.id)).toHaveLength(1)
  })

  test('only what changed is stored: a thousand visits without a change add no row', async () => {
    const watch = await newWatch()
    await record(watch, [seen('a')])
    for (let visit = 1; visit <= 20; visit++) await record(watch, [seen('a')], { hours: visit })
    const [a] = await listingsOf(watch)
    expect(await historyOf(watch, a!.id)).toHaveLength(1)
  })

  test('a run that is repeated changes nothing and gives the same listings', async () => {
    const kinds = fc.constantFrom<Observation['status']>(
      'unchanged',
      'not-found',
      'gone',
      'blocked',
      'unknown',
    )
    const observation = fc.oneof(
      fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('Bag', 'Belt'))
        .map(([id, title]) => seen(id, { title })),
      fc.tuple(fc.constantFrom('a', 'b', 'c'), kinds).map(([id, kind]) => status(id, kind)),
    )
    const runs = fc.array(
      fc.uniqueArray(observation, { selector: ({ url }) => url, maxLength: 3 }),
      { maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(runs, async (each) => {
        const watch = await newWatch()
        for (const [at, observations] of each.entries()) {
          const run = randomUUID()
          const hours = at * 9
          const first = await record(watch, observations, { run, hours })
          const before = await rowsOf(watch)
          expect(await record(watch, observations, { run, hours })).toEqual(first)
          expect(await rowsOf(watch)).toEqual(before)
        }
      }),
      { numRuns: 15 },
    )
  })

  const rowsOf = (watch: Watch): Promise<unknown[]> =>
    asOperator(store, async (handle) => {
      const { rows } = await sql`
        select l.*, v.version as entry, v.differences, p.etag, p.evidence_shape, p.evidence_days,
          p.due_at
        from watch_listings l join watch_listing_versions v on v.listing_id = l.id
        join watch_pages p on p.id = l.page_id
        where l.watch_id = ${watch.id}::uuid order by l.id, v.version`.execute(handle)
      return rows
    })

  test('a listing that its page no longer holds is unknown, and one that moved is the same', async () => {
    const watch = await newWatch()
    const feed = (ids: string[]): Observation[] =>
      ids.map((id) => ({ ...seen(id), url: `${shop}/feed`, kind: 'start' }))
    await record(watch, feed(['a', 'b', 'c']))
    await record(watch, [...feed(['a', 'b']), seen('c')], { hours: 1 })
    await record(watch, feed(['a']), { hours: 2 })
    const states = (await listingsOf(watch)).map(({ title, state, url }) => [title, state, url])
    expect(states.sort()).toEqual([
      ['Bag a', 'same', `${shop}/feed`],
      ['Bag b', 'unknown', `${shop}/feed`],
      ['Bag c', 'same', urlOf('c')],
    ])
  })

  test('another organisation sees nothing of it, and members see the watches of their brands', async () => {
    const watch = await newWatch()
    await record(watch, [seen('a')])
    const [a] = await listingsOf(watch)
    const { id: rival } = await newOrganisation(store, 'rival')
    const asRival = { ...watch, organisationId: rival }
    expect(await listingsOf(asRival)).toEqual([])
    expect(await find(watch, a!.id)).toEqual(a)
    const other = await newWatch()
    for (const stranger of [asRival, other]) {
      expect(await historyOf(stranger, a!.id)).toBeUndefined()
      expect(await find(stranger, a!.id)).toBeUndefined()
    }
    const limited = { ...tenantContext(organisationId), brands: ['another'] }
    const shown = await store.transact(limited, (handle) =>
      listWatchedListings(handle, { watch: watch.id, limit: 10 }),
    )
    expect(shown).toEqual([])
  })

  test('pages of listings and of a history go on where they ended', async () => {
    const watch = await newWatch()
    for (let at = 0; at < 7; at++) {
      await record(watch, [seen('a', { title: `Bag ${at}` }), seen(`b${at}`)], { hours: at })
    }
    const listed: string[] = []
    let after: { at: Date; id: string } | undefined
    do {
      const from = after
      const page = await asOperator(store, (handle) =>
        listWatchedListings(handle, { watch: watch.id, limit: 3, ...(from && { after: from }) }),
      )
      listed.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      after =
        page.length < 3 || last === undefined ? undefined : { at: last.visitedAt, id: last.id }
    } while (after !== undefined)
    expect(listed).toHaveLength(8)
    expect(new Set(listed).size).toBe(8)
    const changed = await asOperator(store, (handle) =>
      listWatchedListings(handle, { watch: watch.id, state: 'changed', limit: 10 }),
    )
    const below = await asOperator(store, (handle) =>
      readHistory(handle, { watch: watch.id, listing: changed[0]!.id, limit: 2, before: 4 }),
    )
    expect(below!.map(({ version }) => version)).toEqual([3, 2])
  })

  async function addressesOf(watch: Watch, hours: number): Promise<string[]> {
    const memory = visitMemory({
      store,
      watch,
      requestsPerDay: 10,
      random: () => 0,
      now: () => new Date(start + hours * hour),
    })
    const urls: string[] = []
    for await (const url of memory.addresses()) urls.push(url.slice(shop.length))
    return urls
  }

  test('addresses that a sitemap names are visited once, and again when they are due', async () => {
    const watch = await newWatch()
    const sitemap: Observation = {
      url: `${shop}/sitemap.xml`,
      status: 'seen',
      kind: 'sitemap',
      etag: '"s"',
      leadsTo: ['a', 'b'].map((id) => ({ url: urlOf(id) })),
    }
    await record(watch, [sitemap])
    expect((await addressesOf(watch, 0)).sort()).toEqual(['/item/a', '/item/b'])
    await record(watch, [seen('a'), status('b', 'unknown')])
    expect(await addressesOf(watch, 0)).toEqual([])
    // What failed is due after a day, what was read when a change has become likely.
    expect(await addressesOf(watch, 25)).toContain('/item/b')
    expect((await addressesOf(watch, 24 * 70)).sort()).toEqual(['/item/a', '/item/b'])
    const memory = visitMemory({ store, watch, requestsPerDay: 10 })
    expect(await memory.sitemaps()).toEqual([`${shop}/sitemap.xml`])
    expect(await memory.recall(urlOf('a'))).toEqual({ etag: '"a"' })
    await record(watch, [status('a', 'not-found')], { hours: 1 })
    expect(await memory.recall(urlOf('a'))).toEqual({})
    await record(watch, [{ ...sitemap, status: 'gone', leadsTo: [] }], { hours: 2 })
    expect(await memory.sitemaps()).toEqual([])
  })

  test('a sitemap’s dates stand for visits once they have proved true, and no longer when they lie', async () => {
    const watch = await newWatch()
    const ids = Array.from({ length: 40 }, (_, at) => `p${at}`)
    const dated = (lastmod: string): Observation => ({
      url: `${shop}/sitemap.xml`,
      status: 'seen',
      kind: 'sitemap',
      leadsTo: ids.map((id) => ({ url: urlOf(id), lastmod })),
    })
    await record(watch, [dated('2026-01-01')])
    await record(
      watch,
      ids.map((id) => seen(id)),
    )
    // Not proved yet.
    expect(await addressesOf(watch, 24 * 70)).toHaveLength(40)
    await record(
      watch,
      ids.map((id) => status(id, 'unchanged')),
      { hours: 24 * 70 },
    )
    expect(await addressesOf(watch, 24 * 140)).toEqual([])
    await record(watch, [dated('2026-05-01')], { hours: 24 * 140 })
    expect(await addressesOf(watch, 24 * 140)).toHaveLength(40)
    await record(
      watch,
      ids.map((id) => seen(id)),
      { hours: 24 * 140 },
    )
    // The dates are as they were, and the pages are not.
    await record(
      watch,
      ids.map((id) => seen(id, { title: 'Belt' })),
      { hours: 24 * 150 },
    )
    expect(await addressesOf(watch, 24 * 220)).toHaveLength(40)
  })
  test('captures that the watch requested are shown to its organisation alone', async () => {
    const watch = await newWatch()
    await record(watch, [seen('a')])
    const [listing] = await listingsOf(watch)
    const id = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into captures (id, organisation_id, url, operator, reason)
        values (${id}::uuid, ${organisationId}::uuid, ${urlOf('a')}, 'Touchstone', 'Changed')`.execute(
        handle,
      )
      await sql`
        insert into watch_captures (capture_id, organisation_id, watch_id, listing_id, run_id, rule)
        values (${id}::uuid, ${organisationId}::uuid, ${watch.id}::uuid, ${listing!.id}::uuid,
          ${randomUUID()}::uuid, 'changed')`.execute(handle)
    })
    const capturesFor = (owner: string) =>
      store.transact(tenantContext(owner), (handle) => findRuleCaptures(handle, listing!.id))
    expect(await capturesFor(organisationId)).toMatchObject([
      { id, rule: 'changed', state: 'waiting' },
    ])
    const rival = await newOrganisation(store, 'rival-of-captures')
    expect(await capturesFor(rival.id)).toEqual([])
  })
})
