import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { asOperator, operatorContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { fillListings } from '../../../test/listings.ts'
import { marker, plain, planted, tablesWith, type TestResponse } from '../../../test/retention.ts'
import { purgeAll } from './purge-organisation.ts'
import { deleteListings, pageToPurge, pageToRedact } from '../../listings/ingest/index.ts'
import { RetentionFixture } from './test/retention-fixture.ts'

type StoredListing = {
  id: string
  redactedAt: string | null
  listing: Record<string, unknown>
  assessment: { verdict: string }
}

onBothEngines((engine, onOne) => {
  const market = RetentionFixture.on(engine)

  const ingest = async (...listings: object[]): Promise<void> => {
    const { body } = await market.ask('listings/batch', listings)
    expect(body).toMatchObject({ failed: 0, taken: listings.length })
  }
  const decide = (listing: string): Promise<TestResponse> =>
    market.ask('decisions', { listing, verdict: 'genuine', note: `seen with ${marker}` })
  const stored = async (externalId: string): Promise<StoredListing> => {
    const { body } = await market.admin.get('/api/v1/listings?limit=200')
    const items = body['items'] as StoredListing[]
    return items.find(({ listing }) => listing['id'] === externalId)!
  }
  const setHold = async (scope: object): Promise<string> => {
    const { status, body } = await market.admin.post('/api/v1/legal-holds', {
      scope,
      reason: 'file 12',
    })
    expect(status).toBe(201)
    return body['id'] as string
  }
  const actions = async (): Promise<unknown[]> => {
    const { body } = await market.admin.get('/api/v1/audit')
    return (body['items'] as { action: string; detail: unknown }[])
      .filter(({ action }) => action === 'retention-run')
      .map(({ detail }) => detail)
  }

  onOne(
    'a listing that only the engine clears stays: the organisation’s thresholds require proof',
    async () => {
      await ingest(plain('low'), plain('clear'))
      const thresholds = { askProof: 5, review: 25, block: 80 }
      await market.admin.ask('PUT', '/api/v1/thresholds', {
        brand: null,
        thresholds,
        expectedVersion: 0,
      })
      await asOperator(market.store, (handle) =>
        sql`
        update listings set rung = 207
        where external_id = 'low' and organisation_id = ${market.id}::uuid`.execute(handle),
      )
      expect(await market.purgeAfter(31)).toMatchObject({ deleted: 1 })
      expect(await market.storedListings()).toEqual(['low'])
      await market.admin.post('/api/v1/thresholds/actions', {
        action: { type: 'undo', brand: null },
        expectedVersion: 1,
      })
      expect(await market.purgeAfter(32)).toMatchObject({ deleted: 1 })
    },
  )

  onOne('clear listings are deleted after thirty days; flagged and decided ones stay', async () => {
    await ingest(plain('clear'), plain('decided'), planted('flagged'))
    expect((await decide('decided')).status).toBe(200)
    expect((await stored('flagged')).assessment.verdict).not.toBe('clear')
    expect(await market.purgeAfter(29)).toMatchObject({ deleted: 0, redacted: 0 })
    expect(await market.purgeAfter(31)).toMatchObject({ deleted: 1, redacted: 2, held: 0 })
    expect(await market.storedListings()).toEqual(['decided', 'flagged'])
    expect(await market.purgeAfter(32)).toMatchObject({ deleted: 0, redacted: 0, held: 0 })
    expect(await actions()).toEqual([expect.objectContaining({ deleted: 1, redacted: 2 })])
  })

  onOne(
    'periods are those of the organisation, counted from when a listing was last seen',
    async () => {
      const set = await market.admin.ask('PUT', '/api/v1/retention', {
        clearDays: 5,
        personalDays: 90,
      })
      expect(set.status).toBe(200)
      const days = async () => (await market.admin.get('/api/v1/retention')).body
      const both = { clearDays: 5, personalDays: 90 }
      const otherPeriods = {
        noticeDays: 365,
        appealDays: 30,
        messageDays: 365,
        scanDays: 400,
        sellerLinkDays: 548,
        reportDays: 400,
      }
      expect(await days()).toEqual({ ...both, ...otherPeriods, evidenceDays: 1825 })
      await market.admin.ask('PUT', '/api/v1/retention', { ...both, evidenceDays: 400 })
      // A client that knows only two of the numbers leaves the third unchanged.
      await market.admin.ask('PUT', '/api/v1/retention', both)
      expect(await days()).toEqual({ ...both, ...otherPeriods, evidenceDays: 400 })
      await ingest(plain('old'), plain('seen'), planted('flagged'))
      await asOperator(market.store, (handle) =>
        sql`update listings set counted_from = counted_from - interval '10 days'
        where organisation_id = ${market.id}::uuid`.execute(handle),
      )
      // The purge looks at what it counted and finds that all were seen since.
      expect(await market.purgeAfter(0)).toMatchObject({ deleted: 0, redacted: 0 })
      expect(await market.purgeAfter(6)).toMatchObject({ deleted: 2, redacted: 0 })
      expect(await market.purgeAfter(91)).toMatchObject({ deleted: 0, redacted: 1 })
      const refused = await market.admin.ask('PUT', '/api/v1/retention', {
        clearDays: 0,
        personalDays: 90,
      })
      expect([refused.status, JSON.stringify(refused.body)]).toEqual([
        422,
        expect.stringContaining('/clearDays'),
      ])
    },
  )

  onOne(
    'a hold protects one listing, a seller’s listings or everything, until it is released',
    async () => {
      const seller = { id: 'shop-1' }
      await ingest(plain('one'), plain('sold', { seller }), plain('other'))
      const { id } = await stored('one')
      const onListing = await setHold({ kind: 'listing', listing: id })
      const onSeller = await setHold({ kind: 'seller', seller: { id: 'shop-1' } })
      const onAll = await setHold({ kind: 'organisation' })
      const release = async (holdId: string): Promise<void> => {
        expect(
          (
            await market.admin.post(`/api/v1/legal-holds/${holdId}/actions`, {
              action: { type: 'release' },
            })
          ).status,
        ).toBe(200)
      }
      expect(await market.purgeAfter(31)).toMatchObject({ deleted: 0, redacted: 0 })
      await release(onAll)
      expect(await market.purgeAfter(31)).toMatchObject({ deleted: 1, redacted: 0, held: 2 })
      // Items under a hold are checked again a day later.
      expect(await market.purgeAfter(31)).toMatchObject({ deleted: 0, held: 0 })
      await release(onSeller)
      expect(await market.purgeAfter(33)).toMatchObject({ deleted: 1, held: 1 })
      expect(await market.storedListings()).toEqual(['one'])
      await release(onListing)
      expect(await market.purgeAfter(35)).toMatchObject({ deleted: 1 })
      expect(await market.storedListings()).toEqual([])
      expect(
        (
          await market.admin.post(`/api/v1/legal-holds/${onAll}/actions`, {
            action: { type: 'release' },
          })
        ).status,
      ).toBe(404)
      // Of the seller only the hash is left.
      expect(await tablesWith(market.store, 'shop-1')).toEqual([])
    },
  )

  onOne('a redacted listing leaves nothing personal in any table, in any version', async () => {
    const row = { id: 'bad', title: marker, price: { amount: marker, currency: 'USD' } }
    await ingest(planted('a', { title: `Gucci replica of ${marker} Bags` }))
    const batch = [planted('a'), row]
    const sent = await market.ask('listings/batch', batch, { 'idempotency-key': 'night' })
    expect(sent.body).toMatchObject({ taken: 1, failed: 1 })
    // An engine may quote any of it.
    await asOperator(market.store, (handle) =>
      sql`update assessments set body = replace(body::text, '"meaning":"', ${`"meaning":"${marker}_88: `})::json
        where organisation_id = ${market.id}::uuid`.execute(handle),
    )
    expect(await tablesWith(market.store, marker)).toEqual(
      expect.arrayContaining(['answered_requests', 'assessments', 'listing_versions']),
    )
    await market.purgeAfter(31)
    const marked = await asOperator(market.store, async (handle) => {
      const { rows } = await sql<{ name: string; text: string }>`
        select 'versions' as name, v::text as text from listing_versions v
        where organisation_id = ${market.id}::uuid
        union all select 'assessments', a::text from assessments a
        where organisation_id = ${market.id}::uuid
        union all select 'answers', r::text from answered_requests r
        where organisation_id = ${market.id}::uuid`.execute(handle)
      return rows
    })
    expect(marked.map(({ name }) => name).sort()).toEqual([
      'assessments',
      'assessments',
      'versions',
      'versions',
    ])
    expect(marked.filter(({ text }) => text.includes(marker))).toEqual([])
    const left = await stored('a')
    expect(left.redactedAt).toEqual(expect.any(String))
    expect(left.listing).toMatchObject({ id: 'a', price: { amount: '40', currency: 'USD' } })
    expect(left.listing).not.toHaveProperty('seller')
    expect(left.assessment.verdict).not.toBe('clear')
  })

  onOne(
    'an unchanged listing that arrives again is a new version with all its fields',
    async () => {
      await ingest(planted('a'))
      await market.purgeAfter(31)
      const { body } = await market.ask('listings', planted('a'))
      expect(body).toMatchObject({ state: 'changed', version: 2 })
      expect(JSON.stringify(body['assessment'])).not.toContain('█')
      expect(await stored('a')).toMatchObject({
        redactedAt: null,
        listing: { seller: planted('a').seller },
      })
      // Its days begin anew, and then it is redacted like any other.
      expect(await market.purgeAfter(29)).toMatchObject({ redacted: 0 })
      expect(await market.purgeAfter(31)).toMatchObject({ redacted: 1 })
      expect((await stored('a')).listing).not.toHaveProperty('seller')
    },
  )

  test('listings that arrive during a purge are all stored and all reported', async () => {
    const listings = Array.from({ length: 60 }, (_, at) => plain(`offer-${at}`))
    await ingest(...listings)
    const [, ...answers] = await Promise.all([
      market.purgeAfter(31),
      ...listings.map((listing) => market.ask('listings', listing)),
      market.purgeAfter(31),
      ...listings.map((listing) => market.ask('listings', listing)),
    ])
    const responses = answers.filter((answer) => 'status' in answer)
    expect(responses).toHaveLength(120)
    expect(responses.filter(({ status }) => status !== 200 && status !== 201)).toEqual([])
    const storedIds = await market.storedListings()
    const broken = await asOperator(market.store, async (handle) => {
      const { rows } = await sql`
        select from listings l where organisation_id = ${market.id}::uuid and not exists (
          select from listing_versions v join assessments a using (listing_id, version)
          where v.listing_id = l.id and v.version = l.version
        )`.execute(handle)
      return rows.length
    })
    expect(broken).toBe(0)
    expect(new Set(storedIds).size).toBe(storedIds.length)
  })

  test('a listing deleted between being found and being stored is stored again', async () => {
    await ingest(plain('a'))
    const locked = Promise.withResolvers<void>()
    const ingesting = locked.promise.then(() => market.ask('listings', plain('a')))
    await asOperator(market.store, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select id from listings where organisation_id = ${market.id}::uuid for update`.execute(
        handle,
      )
      locked.resolve()
      await sleep(300)
      const ids = rows.map(({ id }) => id)
      await deleteListings(handle, ids)
    })
    const { status, body } = await ingesting
    expect([status, body]).toMatchObject([201, { state: 'new', version: 1 }])
    expect(await market.storedListings()).toEqual(['a'])
  })

  onOne('a run covers all organisations and stops when asked', async () => {
    await ingest(plain('a'))
    const context = operatorContext
    const now = Date.now() + 31 * 86_400_000
    const stopped = await purgeAll({
      store: market.store,
      blobs: market.blobs,
      context,
      now,
      signal: AbortSignal.abort(),
    })
    expect(stopped.deleted).toBe(0)
    expect(
      (await purgeAll({ store: market.store, blobs: market.blobs, context, now })).deleted,
    ).toBeGreaterThan(0)
    expect(await market.storedListings()).toEqual([])
  })

  describe('cost', () => {
    const before = new Date(Date.now() + 86_400_000)

    test('candidates are read from indexes that contain no others', async () => {
      await fillListings(market.store, market.id, 3000, ['gucci'])
      for (const [read, index] of [
        [pageToPurge, 'listings_to_purge'],
        [pageToRedact, 'listings_to_redact'],
      ] as const) {
        for (const after of [undefined, { countedFrom: new Date(0), id: market.id }]) {
          const query = { organisationId: market.id, before, after, limit: 50 }
          const plan = await asOperator(market.store, (handle) =>
            planOf(handle, (noting) => read(noting, query), '', 'from listings'),
          )
          expect(plan).toContain(index)
          expect(plan).not.toMatch(/Seq Scan|Sort/)
        }
      }
    })

    test('more listings than fit in one batch are all deleted', async () => {
      await fillListings(market.store, market.id, 1400, ['gucci'])
      const counts = await market.purgeAfter(40)
      expect(counts).toMatchObject({ deleted: 800, redacted: 600 })
    })
  })
})
