import { randomUUID } from 'node:crypto'
import type { Listing, WatchSummaryView } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { recordObservations } from '../listing-history/index.ts'
import { publishSummaries } from './publish-summaries.ts'
import { summaryOf } from './read-summary.ts'

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
const hour = 3_600_000
const now = new Date()
/** Noon of the day before yesterday and of yesterday. */
const noon = (daysAgo: number): Date =>
  new Date(Date.parse(`${dayOf(now)}T12:00:00Z`) - daysAgo * 24 * hour)
const price = (amount: string) => ({ amount, currency: 'EUR' })

onOneEngine((engine) => {
  let store: Store
  let intake: ListingIngest
  let watch: { id: string; organisationId: string }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
    const { id } = await newOrganisation(store, 'house')
    watch = await newWatchRow(store, id)
  })
  afterAll(async () => {
    await intake?.close()
    await store?.close()
  })

  const fake = (id: string, more: Partial<Listing> = {}): Listing => ({
    id,
    marketplace: 'shop.example',
    title: `Gucci bag ${id}, 1:1 replica`,
    price: price('40.00'),
    ...more,
  })
  /** What a visit at that moment showed; the listing is stored first, as in a run. */
  const visit = async (
    at: Date,
    listing: Listing,
    status: 'seen' | 'gone' = 'seen',
  ): Promise<string> => {
    const sender = {
      kind: 'key' as const,
      id: watch.id,
      organisationId: watch.organisationId,
      scopes: ['listings:write' as const],
    }
    const [stored] = await intake.ingest(sender, [listing], {})
    await asOperator(store, async (handle) => {
      await recordObservations({
        handle,
        watch,
        run: randomUUID(),
        at,
        observations: [
          {
            url: `https://shop.example/${listing.id}`,
            status,
            ...(status === 'seen' && { listing }),
          },
        ],
      })
      await sql`
        insert into watch_sightings (watch_id, listing_id, organisation_id, query, day)
        values (${watch.id}::uuid, ${stored!.id}::uuid, ${watch.organisationId}::uuid, '',
          ${dayOf(at)}::date) on conflict do nothing`.execute(handle)
    })
    return stored!.id
  }
  const summary = (daysAgo: number): Promise<WatchSummaryView> =>
    store.transact(tenantContext(watch.organisationId), (handle) =>
      summaryOf(handle, { organisationId: watch.organisationId, day: dayOf(noon(daysAgo)) }),
    )

  test('a day shows which finds are new, dearer, gone and back, and nothing else', async () => {
    expect(await summary(5)).toMatchObject({ isEmpty: true, newFinds: { count: 0, items: [] } })
    await visit(noon(5), fake('a'))
    await visit(noon(5), fake('b'))
    await visit(noon(5), { id: 'c', marketplace: 'shop.example', title: 'Wooden spoon' })
    const first = await summary(5)
    expect(first).toMatchObject({ isEmpty: false, newFinds: { count: 2 } })
    expect(first.newFinds.items.map(({ title }) => title)).toEqual([
      'Gucci bag a, 1:1 replica',
      'Gucci bag b, 1:1 replica',
    ])
    await visit(noon(4), fake('a', { price: price('45.00') }))
    await visit(noon(4), fake('b'), 'gone')
    expect(await summary(4)).toMatchObject({
      newFinds: { count: 0 },
      priceChanges: { count: 1, items: [{ before: '40.00', after: '45.00', currency: 'EUR' }] },
      gone: { count: 1, items: [{ title: 'Gucci bag b, 1:1 replica' }] },
      back: { count: 0 },
    })
    await visit(noon(3), fake('b'))
    expect(await summary(3)).toMatchObject({ gone: { count: 0 }, back: { count: 1 } })
    expect((await summary(5)).notSeen).toContain('live-streams')
  })

  test('a run that did not reach the end of its site is shown with its reason', async () => {
    await asOperator(store, (handle) =>
      sql`
        insert into watch_runs (organisation_id, watch_id, id, trigger, day, started_at, ended_at,
          ended_by, lease_until, reserved_requests, reserved_bytes, reserved_seconds,
          charged_requests, charged_bytes, charged_seconds, charged_cost, last_error_message)
        values (${watch.organisationId}::uuid, ${watch.id}::uuid, ${randomUUID()}::uuid, 'schedule',
          ${dayOf(noon(2))}::date, ${noon(2)}::timestamptz, ${noon(2)}::timestamptz, 'blocked',
          now(), 1, 1, 1, 1, 1, 1, 0, 'The site asks to prove that a human visits.')`.execute(
        handle,
      ),
    )
    expect((await summary(2)).stopped).toEqual([
      {
        watch: watch.id,
        name: 'Watch',
        endedBy: 'blocked',
        message: 'The site asks to prove that a human visits.',
      },
    ])
  })

  test('a confirmed find counts for its first source', async () => {
    const tipped = await visit(noon(1), fake('d'))
    const watched = await visit(noon(1), fake('e'))
    const person = randomUUID()
    const tip = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into people (id, email, name, locale) values (${person}::uuid, 'ada@house.example',
          'Ada', 'en')`.execute(handle)
      await sql`
        insert into tips (id, organisation_id, url, source, received_at, person_id)
        values (${tip}::uuid, ${watch.organisationId}::uuid, 'https://shop.example/d', 'customs',
          ${noon(2)}::timestamptz, ${person}::uuid)`.execute(handle)
      await sql`
        insert into tip_listings (tip_id, listing_id, organisation_id)
        values (${tip}::uuid, ${tipped}::uuid, ${watch.organisationId}::uuid)`.execute(handle)
      for (const listing of [tipped, watched]) {
        await sql`
          insert into decisions (id, organisation_id, listing_id, version, verdict, source, decided_at)
          values (${randomUUID()}::uuid, ${watch.organisationId}::uuid, ${listing}::uuid, 1,
            'counterfeit', 'marketplace', ${noon(1)}::timestamptz)`.execute(handle)
      }
    })
    expect((await summary(1)).confirmed).toEqual({
      count: 2,
      origins: [
        { origin: 'customs', count: 1 },
        { origin: 'watch', count: 1 },
      ],
    })
  })

  test('webhooks receive a day once, and none without news', async () => {
    expect(await publishSummaries(store, now)).toBe(1)
    expect(await publishSummaries(store, now)).toBe(0)
    const nextMonth = new Date(now.getTime() + 30 * 24 * hour)
    expect(await publishSummaries(store, nextMonth)).toBe(0)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: object }>`
        select data from outbox_events where type = 'watch.summarised'`.execute(handle),
    )
    expect(rows).toMatchObject([{ data: { day: dayOf(noon(1)), newFinds: 2, confirmed: 2 } }])
  })
})
