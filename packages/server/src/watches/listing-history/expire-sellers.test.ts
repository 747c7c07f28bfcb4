import { randomUUID } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { recordObservations } from './index.ts'
import { expireSellers } from './expire-sellers.ts'

const day = 24 * 3_600_000
const start = Date.parse('2026-01-01T00:00:00Z')

onOneEngine((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  type Watch = { id: string; organisationId: string }

  const record = (watch: Watch, days: number, listings: Listing[]): Promise<Listing[]> =>
    asOperator(store, (handle) =>
      recordObservations({
        handle,
        watch,
        run: randomUUID(),
        at: new Date(start + days * day),
        observations: listings.map((listing) => ({
          url: `https://shop.example/${listing.id}`,
          status: 'seen',
          listing,
        })),
      }),
    )
  const bag = (id: string, seller: string, title = 'Bag'): Listing => ({
    id,
    marketplace: 'shop.example',
    title,
    seller: { id: seller, name: `${seller} name` },
  })
  /** What the watch stores of its listings, as text. */
  const stored = async ({ id }: Watch): Promise<string> =>
    asOperator(store, async (handle) => {
      const { rows } = await sql<{ text: string }>`
        select l::text || coalesce(string_agg(v::text, ' '), '') as text
        from watch_listings l join watch_listing_versions v on v.listing_id = l.id
        where l.watch_id = ${id}::uuid group by l.id`.execute(handle)
      return rows.map(({ text }) => text).join('\n')
    })

  test('sellers of what is no find go after thirty days, out of the history too, and do not come back', async () => {
    const { id: organisationId } = await newOrganisation(store, 'house')
    const watch = await newWatchRow(store, organisationId)
    await record(
      watch,
      0,
      ['clear', 'find'].map((id) => bag(id, `${id}-one`)),
    )
    await record(
      watch,
      1,
      ['clear', 'find'].map((id) => bag(id, `${id}-two`, 'Belt')),
    )
    await asOperator(store, (handle) =>
      sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          verdict, probability, language, rung)
        select gen_random_uuid(), ${organisationId}::uuid, 'shop.example', id, 1, '', verdict, 0.5,
          'en', 0
        from (values ('clear', 'ask-proof'), ('find', 'review')) as v (id, verdict)`.execute(
        handle,
      ),
    )
    expect(await expireSellers(store, new Date(start + 29 * day))).toBe(0)
    expect(await stored(watch)).toMatch(/clear-one[\s\S]*clear-two|clear-two[\s\S]*clear-one/)
    expect(await expireSellers(store, new Date(start + 31 * day))).toBe(1)
    const after = await stored(watch)
    expect(after).not.toMatch(/clear-(one|two)/)
    expect(after).toMatch(/find-one/)
    // The rest of its history is as it was, and the same seller is no change.
    expect(after).toContain('Belt')
    expect(await record(watch, 32, [bag('clear', 'clear-two', 'Belt')])).toEqual([])
    expect(await record(watch, 33, [bag('clear', 'clear-three', 'Shoe')])).toHaveLength(1)
    expect(await stored(watch)).not.toMatch(/clear-(one|two|three)/)
    expect(await expireSellers(store, new Date(start + 40 * day))).toBe(0)
  })

  test('what the stored listing no longer says of an erased seller, the watch does not say either', async () => {
    const { id: organisationId } = await newOrganisation(store, 'erasing')
    const watch = await newWatchRow(store, organisationId)
    await record(watch, 0, [bag('a', 'erased-one', 'Bag of erased-one'), bag('b', 'other')])
    await record(watch, 1, [bag('a', 'erased-two', 'Bag of erased-two')])
    const current = bag('b', 'other')
    const { seller: _seller, ...redacted } = bag('a', '', 'Bag of …')
    await asOperator(store, async (handle) => {
      for (const listing of [redacted, current]) {
        await sql`
          with stored as (
            insert into listings (id, organisation_id, marketplace, external_id, version,
              content_hash, verdict, probability, language, rung)
            values (gen_random_uuid(), ${organisationId}::uuid, 'shop.example', ${listing.id}, 1, '',
              'block', 0.9, 'en', 0)
            returning id
          )
          insert into listing_versions (listing_id, version, organisation_id, changed, content)
          select id, 1, ${organisationId}::uuid, '[]', ${JSON.stringify(listing)}::json
          from stored`.execute(handle)
      }
    })
    expect(await expireSellers(store, new Date(start + 2 * day))).toBe(1)
    const after = await stored(watch)
    expect(after).not.toMatch(/erased-(one|two)/)
    expect(after).toContain('Bag of …')
    expect(after).toContain('other name')
  })

  test('what a legal hold may concern stays until the hold is released', async () => {
    const { id: organisationId } = await newOrganisation(store, 'held')
    const watch = await newWatchRow(store, organisationId)
    await record(watch, 0, [bag('a', 'kept')])
    await asOperator(store, (handle) =>
      sql`insert into legal_holds (id, organisation_id, scope, reason)
        values (gen_random_uuid(), ${organisationId}::uuid, 'organisation', 'court')`.execute(
        handle,
      ),
    )
    await expireSellers(store, new Date(start + 31 * day))
    expect(await stored(watch)).toContain('kept')
    await asOperator(store, (handle) =>
      sql`
        update legal_holds set released_at = now(), released_by_kind = 'operator',
          released_by_id = 'test'
        where organisation_id = ${organisationId}::uuid`.execute(handle),
    )
    await expireSellers(store, new Date(start + 31 * day))
    expect(await stored(watch)).not.toContain('kept')
  })
})
