import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { ListingIngest, startReassessment } from '../../listings/ingest/index.ts'
import { openStore, type Context, type Store } from '../../platform/db/index.ts'
import { claimDueImages } from '../../images/pipeline/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { dispatchEvents } from '../../messaging/webhooks/index.ts'
import { createApi } from './app.ts'

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let many: { id: string; key: string }
  let one: { id: string; key: string }
  /** Organisations whose transactions started, in order. */
  const began: string[] = []

  beforeAll(async () => {
    const opened = await openStore(await engine.newStore())
    store = {
      ...opened,
      transact: (context: Context, work) =>
        opened.transact(context, (handle) => {
          if (context.as === 'tenant') began.push(context.organisationId)
          return work(handle)
        }),
    }
    app = createApi({ store, screening: screenInProcess(starterEngine) })
    const organisation = async (slug: string): Promise<{ id: string; key: string }> => {
      const { id } = await newOrganisation(opened, slug)
      const { text } = await newKey(opened, slug, ['listings:read', 'listings:write'])
      return { id, key: text }
    }
    many = await organisation('many')
    one = await organisation('one')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const post = (key: string, url: string, payload: unknown) =>
    app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${key}` },
      payload: payload as object,
    })
  const listings = (mark: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `${mark}-${at}`,
      title: `Leather bag ${mark} ${at}`,
    }))

  test('a single listing waits for few pieces of another organisation’s bulk', async () => {
    const sending = Array.from({ length: 6 }, (_, batch) =>
      post(many.key, '/api/v1/listings/batch', listings(`batch ${batch}`, 500)),
    )
    await expect.poll(() => began.filter((id) => id === many.id).length).toBeGreaterThan(4)
    const waited: number[] = []
    for (let at = 0; at < 5; at++) {
      const before = began.length
      const answer = await post(one.key, '/api/v1/listings', listings(`single ${at}`, 1)[0])
      expect(answer.statusCode).toBe(201)
      waited.push(began.slice(before).filter((id) => id === many.id).length)
    }
    expect(Math.max(...waited)).toBeLessThanOrEqual(8)
    for (const { statusCode } of await Promise.all(sending)) expect(statusCode).toBe(200)
  })

  test('organisations take turns when listings are assessed again', async () => {
    const older = listings('older', 5)
    expect((await post(one.key, '/api/v1/listings/batch', older)).statusCode).toBe(200)
    await post(many.key, '/api/v1/listings/batch', listings('newer', 400))
    const judged: string[] = []
    const screening = screenInProcess({
      name: 'another@1',
      screen: (listing) => {
        judged.push(listing.id)
        return { ...starterEngine.screen(listing), engine: 'another@1' }
      },
    })
    const intake = new ListingIngest({ store, screening })
    const rejudging = startReassessment({ intake, limit: 20 })
    await rejudging.idle()
    await rejudging.stop()
    const places = older.map(({ id }) => judged.indexOf(id))
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...places)).toBeLessThan(100)
    expect(judged.filter((id) => id.startsWith('newer'))).toHaveLength(400)
  })

  test('an event reaches its webhooks before another organisation’s many have', async () => {
    const record = (id: string, count: number): Promise<void> =>
      store.transact(tenantContext(id), (handle) =>
        recordOutbox(
          handle,
          id,
          Array.from({ length: count }, () => ({
            type: 'webhook.disabled' as const,
            data: { webhook: randomUUID(), reason: 'gone' },
          })),
        ),
      )
    await record(many.id, 2000)
    await record(one.id, 1)
    await asOperator(store, dispatchEvents)
    const { rows } = await asOperator(store, (handle) =>
      sql`select from outbox_events
        where organisation_id = ${one.id}::uuid and dispatched_at is null`.execute(handle),
    )
    expect(rows).toEqual([])
  })

  test('a picture is fetched before another organisation’s many', async () => {
    const image = (at: number) => [{ url: `https://img.example/${at}.jpg` }]
    const ids: string[] = []
    for (const [key, count] of [
      [many.key, 30],
      [one.key, 1],
    ] as const) {
      for (const listing of listings(`pictured ${count}`, count)) {
        const answer = await post(key, '/api/v1/listings', listing)
        ids.push(answer.json<{ id: string }>().id)
      }
    }
    await asOperator(store, (handle) =>
      sql`insert into listing_pictures (listing_id, organisation_id, place, url, host, due_at)
        select l.id, l.organisation_id, 0, ${image(1)[0]?.url}, 'img.example',
          now() - make_interval(mins => case when organisation_id = ${many.id}::uuid then 5 else 1 end)
        from listings l where l.id = any (${ids}::uuid[])`.execute(handle),
    )
    const claimed = await asOperator(store, (handle) =>
      claimDueImages(handle, {
        limit: 8,
        seconds: 60,
        without: { hosts: [], organisations: [] },
      }),
    )
    expect(claimed).toHaveLength(8)
    expect(claimed.map(({ organisationId }) => organisationId)).toContain(one.id)
  })
})
