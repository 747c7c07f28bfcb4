import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operatorContext } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { planOf } from '../../test/explain.ts'
import { fillOffers } from '../../test/offers.ts'
import { newApi, newMember, type Browser } from '../../test/people.ts'
import {
  ask,
  keptOffers,
  marker,
  plain,
  planted,
  purgeAfter,
  tablesWith,
  type Said,
} from '../../test/retention.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { purgeAll } from './purge.ts'
import { deleteListings, pageToPurge, pageToRedact } from './purge-store.ts'

type Stored = {
  id: string
  redactedAt: string | null
  listing: Record<string, unknown>
  assessment: { verdict: string }
}

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: string
  let key: string
  let admin: Browser
  let count = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  // An organisation of its own for each test.
  beforeEach(async () => {
    const slug = `market-${++count}`
    market = (await newOrganisation(store, slug)).id
    key = (await newKey(store, slug, ['listings:read', 'listings:write', 'decisions:write'])).text
    admin = await newMember(app, store, slug, `admin-${count}@market.example`)
  })

  const take = async (...offers: object[]): Promise<void> => {
    const { body } = await ask(app, key, 'listings/batch', offers)
    expect(body).toMatchObject({ failed: 0, taken: offers.length })
  }
  const decide = (listing: string): Promise<Said> =>
    ask(app, key, 'decisions', { listing, verdict: 'genuine', note: `seen with ${marker}` })
  const stored = async (externalId: string): Promise<Stored> => {
    const { body } = await admin.get('/api/v1/listings?limit=200')
    const items = body['items'] as Stored[]
    return items.find(({ listing }) => listing['id'] === externalId)!
  }
  const hold = async (scope: object): Promise<string> => {
    const { status, body } = await admin.post('/api/v1/holds', { scope, reason: 'file 12' })
    expect(status).toBe(201)
    return body['id'] as string
  }
  const actions = async (): Promise<unknown[]> => {
    const { body } = await admin.get('/api/v1/audit')
    return (body['items'] as { action: string; detail: unknown }[])
      .filter(({ action }) => action === 'retention-run')
      .map(({ detail }) => detail)
  }

  test('what is clear to the engine alone stays: the organisation’s thresholds ask for proof', async () => {
    await take(plain('low'), plain('clear'))
    const thresholds = { askProof: 5, review: 25, block: 80 }
    await admin.ask('PUT', '/api/v1/thresholds', { brand: null, thresholds, version: 0 })
    await asOperator(store, (handle) =>
      sql`
        update listings set rung = 207
        where external_id = 'low' and organisation_id = ${market}::uuid`.execute(handle),
    )
    expect(await purgeAfter(store, market, 31)).toMatchObject({ deleted: 1 })
    expect(await keptOffers(store, market)).toEqual(['low'])
    await admin.post('/api/v1/thresholds/undo', { brand: null, version: 1 })
    expect(await purgeAfter(store, market, 32)).toMatchObject({ deleted: 1 })
  })

  test('clear offers go after thirty days; what is flagged or decided on stays', async () => {
    await take(plain('clear'), plain('decided'), planted('flagged'))
    expect((await decide('decided')).status).toBe(200)
    expect((await stored('flagged')).assessment.verdict).not.toBe('clear')
    expect(await purgeAfter(store, market, 29)).toMatchObject({ deleted: 0, redacted: 0 })
    expect(await purgeAfter(store, market, 31)).toMatchObject({ deleted: 1, redacted: 2, held: 0 })
    expect(await keptOffers(store, market)).toEqual(['decided', 'flagged'])
    expect(await purgeAfter(store, market, 32)).toMatchObject({ deleted: 0, redacted: 0, held: 0 })
    expect(await actions()).toEqual([expect.objectContaining({ deleted: 1, redacted: 2 })])
  })

  test('days are those that the organisation set, counted from when an offer was last seen', async () => {
    const set = await admin.ask('PUT', '/api/v1/retention', { clearDays: 5, personalDays: 90 })
    expect(set.status).toBe(200)
    expect((await admin.get('/api/v1/retention')).body).toEqual({ clearDays: 5, personalDays: 90 })
    await take(plain('old'), plain('seen'), planted('flagged'))
    await asOperator(store, (handle) =>
      sql`update listings set counted_from = counted_from - interval '10 days'
        where organisation_id = ${market}::uuid`.execute(handle),
    )
    // The purge looks at what it counted and finds that all were seen since.
    expect(await purgeAfter(store, market, 0)).toMatchObject({ deleted: 0, redacted: 0 })
    expect(await purgeAfter(store, market, 6)).toMatchObject({ deleted: 2, redacted: 0 })
    expect(await purgeAfter(store, market, 91)).toMatchObject({ deleted: 0, redacted: 1 })
    const refused = await admin.ask('PUT', '/api/v1/retention', { clearDays: 0, personalDays: 90 })
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      422,
      expect.stringContaining('/clearDays'),
    ])
  })

  test('a hold keeps one offer, a seller’s offers or everything, until it is released', async () => {
    const seller = { id: 'shop-1' }
    await take(plain('one'), plain('sold', { seller }), plain('other'))
    const { id } = await stored('one')
    const onListing = await hold({ kind: 'listing', listing: id })
    const onSeller = await hold({ kind: 'seller', seller: { id: 'shop-1' } })
    const onAll = await hold({ kind: 'organisation' })
    const release = async (held: string): Promise<void> => {
      expect((await admin.post(`/api/v1/holds/${held}/release`)).status).toBe(200)
    }
    expect(await purgeAfter(store, market, 31)).toMatchObject({ deleted: 0, redacted: 0 })
    await release(onAll)
    expect(await purgeAfter(store, market, 31)).toMatchObject({ deleted: 1, redacted: 0, held: 2 })
    // What is held is looked at again a day later.
    expect(await purgeAfter(store, market, 31)).toMatchObject({ deleted: 0, held: 0 })
    await release(onSeller)
    expect(await purgeAfter(store, market, 33)).toMatchObject({ deleted: 1, held: 1 })
    expect(await keptOffers(store, market)).toEqual(['one'])
    await release(onListing)
    expect(await purgeAfter(store, market, 35)).toMatchObject({ deleted: 1 })
    expect(await keptOffers(store, market)).toEqual([])
    expect((await admin.post(`/api/v1/holds/${onAll}/release`)).status).toBe(404)
    // Of the seller only the hash is left.
    expect(await tablesWith(store, 'shop-1')).toEqual([])
  })

  test('what is redacted holds nothing personal in any table, in no version', async () => {
    const row = { id: 'bad', title: marker, price: { amount: marker, currency: 'USD' } }
    await take(planted('a', { title: `Gucci replica of ${marker} Bags` }))
    const batch = [planted('a'), row]
    const sent = await ask(app, key, 'listings/batch', batch, { 'idempotency-key': 'night' })
    expect(sent.body).toMatchObject({ taken: 1, failed: 1 })
    // An engine may quote any of it.
    await asOperator(store, (handle) =>
      sql`update assessments set body = replace(body::text, '"reason":"', ${`"reason":"${marker}_88: `})::json
        where organisation_id = ${market}::uuid`.execute(handle),
    )
    expect(await tablesWith(store, marker)).toEqual(
      expect.arrayContaining(['answered_requests', 'assessments', 'listing_versions']),
    )
    await purgeAfter(store, market, 31)
    const marked = await asOperator(store, async (handle) => {
      const { rows } = await sql<{ name: string; text: string }>`
        select 'versions' as name, v::text as text from listing_versions v
        where organisation_id = ${market}::uuid
        union all select 'assessments', a::text from assessments a
        where organisation_id = ${market}::uuid
        union all select 'answers', r::text from answered_requests r
        where organisation_id = ${market}::uuid`.execute(handle)
      return rows
    })
    expect(marked.map(({ name }) => name).sort()).toEqual([
      ...['assessments', 'assessments', 'versions', 'versions'],
    ])
    expect(marked.filter(({ text }) => text.includes(marker))).toEqual([])
    const left = await stored('a')
    expect(left.redactedAt).toEqual(expect.any(String))
    expect(left.listing).toMatchObject({ id: 'a', price: { amount: '40', currency: 'USD' } })
    expect(left.listing).not.toHaveProperty('seller')
    expect(left.assessment.verdict).not.toBe('clear')
  })

  test('an offer that comes in again, as it was, is a new version with all that it brings', async () => {
    await take(planted('a'))
    await purgeAfter(store, market, 31)
    const { body } = await ask(app, key, 'listings', planted('a'))
    expect(body).toMatchObject({ state: 'changed', version: 2 })
    expect(JSON.stringify(body['assessment'])).not.toContain('█')
    expect(await stored('a')).toMatchObject({
      redactedAt: null,
      listing: { seller: planted('a').seller },
    })
    // Its days begin anew, and then it is redacted like any other.
    expect(await purgeAfter(store, market, 29)).toMatchObject({ redacted: 0 })
    expect(await purgeAfter(store, market, 31)).toMatchObject({ redacted: 1 })
    expect((await stored('a')).listing).not.toHaveProperty('seller')
  })

  test('offers that come in while they are purged are all kept and all told', async () => {
    const offers = Array.from({ length: 60 }, (_, at) => plain(`offer-${at}`))
    await take(...offers)
    const [, ...answers] = await Promise.all([
      purgeAfter(store, market, 31),
      ...offers.map((offer) => ask(app, key, 'listings', offer)),
      purgeAfter(store, market, 31),
      ...offers.map((offer) => ask(app, key, 'listings', offer)),
    ])
    const told = answers.filter((answer) => 'status' in answer)
    expect(told).toHaveLength(120)
    expect(told.filter(({ status }) => status !== 200 && status !== 201)).toEqual([])
    const kept = await keptOffers(store, market)
    const broken = await asOperator(store, async (handle) => {
      const { rows } = await sql`
        select from listings l where organisation_id = ${market}::uuid and not exists (
          select from listing_versions v join assessments a using (listing_id, version)
          where v.listing_id = l.id and v.version = l.version
        )`.execute(handle)
      return rows.length
    })
    expect(broken).toBe(0)
    expect(new Set(kept).size).toBe(kept.length)
  })

  test('an offer that goes between being found and being taken is taken anew', async () => {
    await take(plain('a'))
    const locked = Promise.withResolvers<void>()
    const taking = locked.promise.then(() => ask(app, key, 'listings', plain('a')))
    await asOperator(store, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select id from listings where organisation_id = ${market}::uuid for update`.execute(handle)
      locked.resolve()
      await sleep(300)
      const ids = rows.map(({ id }) => id)
      await deleteListings(handle, ids)
    })
    const { status, body } = await taking
    expect([status, body]).toMatchObject([201, { state: 'new', version: 1 }])
    expect(await keptOffers(store, market)).toEqual(['a'])
  })

  test('a run goes through all organisations and stops when it is told to', async () => {
    await take(plain('a'))
    const context = operatorContext
    const now = Date.now() + 31 * 86_400_000
    const stopped = await purgeAll({ store, context, now, signal: AbortSignal.abort() })
    expect(stopped.deleted).toBe(0)
    expect((await purgeAll({ store, context, now })).deleted).toBeGreaterThan(0)
    expect(await keptOffers(store, market)).toEqual([])
  })

  describe('cost', () => {
    const before = new Date(Date.now() + 86_400_000)

    test('candidates are read from indexes that hold no others', async () => {
      await fillOffers(store, market, 3000, ['gucci'])
      for (const [read, index] of [
        [pageToPurge, 'listings_to_purge'],
        [pageToRedact, 'listings_to_redact'],
      ] as const) {
        for (const after of [undefined, { countedFrom: new Date(0), id: market }]) {
          const asked = { organisationId: market, before, after, limit: 50 }
          const plan = await asOperator(store, (handle) =>
            planOf(handle, (noting) => read(noting, asked)),
          )
          expect(plan).toContain(index)
          expect(plan).not.toMatch(/Seq Scan|Sort/)
        }
      }
    })

    test('more offers than fit in one batch all go', async () => {
      await fillOffers(store, market, 1400, ['gucci'])
      const counts = await purgeAfter(store, market, 40)
      expect(counts).toMatchObject({ deleted: 800, redacted: 600 })
    })
  })
})
