import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  tenantContext,
  webhookSettings,
} from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { startReceiver, verify, type Received, type Receiver } from '../../test/receiver.ts'
import { startWriting, deliverer } from '../../test/writing.ts'
import { createApi } from '../api/index.ts'
import { recordOutbox } from '../events/index.ts'
import type { StoreConfig } from '../platform/config/index.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { compileEngine, inProcess } from '../screening/index.ts'
import { trimEvents } from './delivery-store.ts'
import { startDelivering, type DeliveringOptions } from './index.ts'
import type { Pace } from './model.ts'

const pace: Pace = {
  retryMilliseconds: [20, 20, 20, 20],
  holdMilliseconds: 10,
  mostHoldMilliseconds: 40,
  disableMilliseconds: 3_600_000,
}

type Body = Record<string, unknown>
type Added = { id: string; secret: string }

onBothEngines((engine) => {
  let config: StoreConfig
  let store: Store
  let app: FastifyInstance
  let receiver: Receiver
  let organisationId: string
  const keys = { a: '', rival: '', other: '' }
  const settings = { ...webhookSettings, allow: [] as { host: string; port: number }[] }
  const faults: unknown[] = []
  let stops: (() => Promise<void>)[] = []

  const openApp = async (): Promise<void> => {
    store = await openStore(config)
    app = createApi({
      store,
      screening: inProcess(compileEngine()),
      people: { sealer: settings.sealer },
      outboundAllow: settings.allow,
      checkAnswers: true,
    })
  }
  beforeAll(async () => {
    config = await engine.newStore()
    await openApp()
    organisationId = (await newOrganisation(store, 'market-a')).id
    await newOrganisation(store, 'market-b')
    const scopes = ['webhooks:write', 'listings:read', 'listings:write']
    keys.a = (await newKey(store, 'market-a', scopes)).text
    keys.rival = (await newKey(store, 'market-b', scopes)).text
    keys.other = (await newKey(store, 'market-a', ['listings:write'])).text
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  beforeEach(async () => {
    receiver = await startReceiver()
    settings.allow.splice(0, 10, receiver.host)
  })
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()))
    stops = []
    const { items } = (await ask('GET', '')).body as { items: Added[] }
    for (const { id } of items) await ask('DELETE', `/${id}`)
    await receiver.stop()
    expect(faults.splice(0)).toEqual([])
  })

  const deliver = (more: Partial<DeliveringOptions> = {}): (() => Promise<void>) => {
    const { stop } = startDelivering({
      ...{ store, sealer: settings.sealer, allow: settings.allow, pace },
      ...{ onFault: (error) => faults.push(error), pollMilliseconds: 30, ...more },
    })
    stops.push(stop)
    return stop
  }
  async function ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: Body,
    key = keys.a,
  ): Promise<{ status: number; body: Body }> {
    const response = await app.inject({
      ...{ method, url: `/api/v1/webhooks${path}` },
      headers: { authorization: `Bearer ${key}` },
      ...(payload && { payload }),
    })
    return { status: response.statusCode, body: response.json() }
  }
  const add = async (more: Body = {}): Promise<Added> => {
    const { status, body } = await ask('POST', '', { url: receiver.url, ...more })
    expect(status).toBe(201)
    return body as Added
  }
  const tell = async (...marks: number[]): Promise<void> =>
    store.transact(tenantContext(organisationId), (handle) =>
      recordOutbox(
        handle,
        organisationId,
        marks.map((mark) => ({ type: 'listing.assessed', data: { mark } })),
      ),
    )
  const marksOf = (secret: string, list: Received[]): unknown[] =>
    list.map((one) => verify(secret, one).data['mark']).sort()
  const arrived = (count: number): Promise<void> =>
    vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(count), 8000)
  const deliveriesOf = async (id: string): Promise<Body[]> =>
    (await ask('GET', `/${id}/deliveries?limit=200`)).body['items'] as Body[]
  /** All of so many deliveries, once none waits any more. */
  const settled = async (id: string, count = 1): Promise<Body[]> => {
    await vi.waitFor(async () => {
      const all = await deliveriesOf(id)
      expect(all.filter(({ state }) => state !== 'pending')).toHaveLength(count)
      expect(all).toHaveLength(count)
    }, 8000)
    return deliveriesOf(id)
  }

  describe('an event', () => {
    test('reaches a real receiver, which verifies it with the library', async () => {
      const { id, secret } = await add()
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
      deliver()
      await app.inject({
        method: 'POST',
        url: '/api/v1/listings',
        headers: { authorization: `Bearer ${keys.a}` },
        payload: { id: 'r1', title: 'Gucci bag, 1:1 replica, mirror quality' },
      })
      await arrived(1)
      const [one] = receiver.received
      expect(verify(secret, one!)).toEqual({
        type: 'listing.assessed',
        timestamp: expect.stringMatching(/^20\d\d-.*Z$/),
        data: {
          listing: { id: expect.any(String), marketplace: '', externalId: 'r1' },
          version: 1,
          verdict: 'review',
          previousVerdict: null,
        },
      })
      expect(one!.text).not.toContain('replica')
      const [delivery] = await settled(id)
      expect(delivery).toMatchObject({
        event: one!.headers['webhook-id'],
        state: 'delivered',
        dueAt: null,
        attempts: [{ status: 200, problem: null, answer: 'ok' }],
      })
    })

    test('that is clear is told only where it was not before', async () => {
      const { id, secret } = await add()
      deliver()
      const send = (title: string): Promise<unknown> =>
        app.inject({
          method: 'POST',
          url: '/api/v1/listings',
          headers: { authorization: `Bearer ${keys.a}` },
          payload: { id: 'turns', title },
        })
      await send('Plain wooden spoon')
      await send('Gucci bag, 1:1 replica, mirror quality')
      await send('Gucci bag, 1:1 replica, mirror quality')
      await send('Plain wooden spoon')
      await send('Plain wooden spoon, long')
      await arrived(2)
      await settled(id, 2)
      const told = receiver.received.map((one) => verify(secret, one).data)
      expect(told.map(({ verdict, previousVerdict }) => [verdict, previousVerdict]).sort()).toEqual(
        [
          ['clear', 'review'],
          ['review', 'clear'],
        ],
      )
    })

    test('goes to those who asked for its type, and to no other organisation', async () => {
      const wants = await add()
      await add({ url: `${receiver.url}/other`, types: ['webhook.disabled'] })
      const rival = await ask('POST', '', { url: `${receiver.url}/rival` }, keys.rival)
      deliver()
      await tell(1)
      await settled(wants.id)
      expect(receiver.received.map(({ path }) => path)).toEqual(['/hook'])
      await ask('DELETE', `/${String(rival.body['id'])}`, undefined, keys.rival)
    })

    test('of a transaction that was taken back is told to nobody', async () => {
      const { id } = await add()
      deliver()
      await expect(
        store.transact(tenantContext(organisationId), async (handle) => {
          await recordOutbox(handle, organisationId, [{ type: 'listing.assessed', data: {} }])
          throw new Error('taken back')
        }),
      ).rejects.toThrow('taken back')
      await tell(2)
      await arrived(1)
      expect(await settled(id)).toHaveLength(1)
    })

    test('comes to a receiver that fails and heals, each at least once', async () => {
      const { id, secret } = await add()
      let times = 0
      receiver.answer = (response) => {
        if (++times <= 30) response.writeHead(times % 2 ? 500 : 302, { location: '/away' })
        response.end()
      }
      deliver()
      const marks = Array.from({ length: 25 }, (_, mark) => mark)
      await tell(...marks)
      const deliveries = await settled(id, 25)
      expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']))
      expect(new Set(marksOf(secret, receiver.received))).toEqual(new Set(marks))
      expect(receiver.received.map(({ path }) => path)).not.toContain('/away')
      const statuses = deliveries.flatMap(({ attempts }) =>
        (attempts as { status: number }[]).map(({ status }) => status),
      )
      expect(statuses.filter((status) => status >= 300)).toHaveLength(30)
    }, 20_000)

    test('is given up after the last attempt, and sent again when asked', async () => {
      const { id, secret } = await add()
      receiver.answer = (response) => response.writeHead(500).end('no'.repeat(2000))
      deliver()
      await tell(5)
      const [failed] = await settled(id)
      expect(failed).toMatchObject({ state: 'failed' })
      const attempts = failed!['attempts'] as { answer: string }[]
      expect(attempts).toHaveLength(5)
      expect(attempts[0]!.answer).toHaveLength(1024)
      receiver.received.splice(0)
      receiver.answer = (response) => response.end()
      const event = String(failed!['event'])
      expect((await ask('POST', `/${id}/deliveries/${event}/resend`)).status).toBe(200)
      await arrived(1)
      expect(marksOf(secret, receiver.received)).toEqual([5])
      expect(receiver.received[0]!.headers['webhook-id']).toBe(event)
      expect((await settled(id))[0]).toMatchObject({ state: 'delivered' })
    })

    test('of a span is sent again, to a new web hook too', async () => {
      const since = new Date()
      await tell(6, 7)
      const { id, secret } = await add()
      deliver()
      await tell(8)
      await arrived(1)
      expect(await settled(id)).toHaveLength(1)
      const { body } = await ask('POST', `/${id}/replay`, { since: since.toISOString() })
      expect(body).toEqual({ resent: 3, next: null })
      await arrived(4)
      expect(marksOf(secret, receiver.received.slice(-3))).toEqual([6, 7, 8])
    })
  })

  describe('a receiver', () => {
    test('that hangs holds up nobody else', async () => {
      const slow = await add({ url: `${receiver.url}/slow` })
      const quick = await add({ url: `${receiver.url}/quick` })
      receiver.answer = (response, { path }) => void (path.endsWith('/quick') && response.end())
      deliver({ answerMilliseconds: 3000 })
      const began = Date.now()
      await tell(1, 2, 3)
      await vi.waitFor(async () => {
        const states = (await deliveriesOf(quick.id)).map(({ state }) => state)
        expect(states).toEqual(['delivered', 'delivered', 'delivered'])
      }, 5000)
      expect(Date.now() - began).toBeLessThan(2500)
      expect(await deliveriesOf(slow.id)).toMatchObject([
        { state: 'pending' },
        { state: 'pending' },
        { state: 'pending' },
      ])
    })

    test('that says 410 is disabled at once, with an event for the others', async () => {
      const gone = await add({ url: `${receiver.url}/gone` })
      const watcher = await add({ url: `${receiver.url}/watch`, types: ['webhook.disabled'] })
      receiver.answer = (response, { path }) =>
        response.writeHead(path.endsWith('/gone') ? 410 : 200).end()
      deliver()
      await tell(1)
      await arrived(2)
      const told = receiver.received.find(({ path }) => path.endsWith('/watch'))!
      expect(verify(watcher.secret, told)).toMatchObject({
        type: 'webhook.disabled',
        data: { webhook: gone.id, because: 'gone' },
      })
      const { body } = await ask('GET', '')
      expect(body['items']).toMatchObject([
        { id: gone.id, enabled: false, disabledBecause: 'gone' },
        {},
      ])
    })

    test('that fails for days is disabled, and goes on where it stopped when enabled', async () => {
      const { id, secret } = await add()
      receiver.answer = (response) => response.writeHead(503).end()
      const stop = deliver({ pace: { ...pace, disableMilliseconds: 30 } })
      await tell(1)
      await vi.waitFor(async () => {
        const { body } = await ask('GET', '')
        expect(body['items']).toMatchObject([{ enabled: false, disabledBecause: 'failing' }])
      }, 5000)
      await stop()
      receiver.answer = (response) => response.end()
      receiver.received.splice(0)
      const { body } = await ask('PATCH', `/${id}`, { enabled: true })
      expect(body).toMatchObject({ enabled: true, disabledBecause: null, failingSince: null })
      deliver()
      // News of the disabling comes too, where it was still to be sent.
      await vi.waitFor(() => expect(marksOf(secret, receiver.received)).toContain(1), 8000)
      const types = receiver.received.map((one) => verify(secret, one).type)
      expect(types.filter((type) => type === 'listing.assessed')).toHaveLength(1)
    })
  })

  describe('nothing that was committed is lost', () => {
    // The embedded store has one process at a time.
    const killed = async (mode: string, until: () => Promise<unknown>): Promise<void> => {
      await app.close()
      await store.close()
      const writing = startWriting(
        {
          ...(config.engine === 'embedded'
            ? { DATA_DIR: config.dataDir }
            : { DATABASE_URL: config.ownerUrl.reveal() }),
          OUTBOUND_ALLOW: `127.0.0.1:${receiver.host.port}`,
        },
        [organisationId, mode],
        deliverer,
      )
      await writing.until(1)
      await until()
      writing.kill()
      await writing.ended
      await openApp()
    }

    test('by a kill between the commit and the delivery', async () => {
      const { id, secret } = await add()
      await killed('commit', async () => undefined)
      expect(receiver.received).toEqual([])
      deliver()
      await arrived(1)
      expect(verify(secret, receiver.received[0]!).data).toEqual({ mode: 'commit' })
      await settled(id)
    }, 30_000)

    test('by a kill between the sending and its record', async () => {
      const { id, secret } = await add()
      receiver.answer = () => undefined
      await killed('deliver', () => arrived(1))
      receiver.answer = (response) => response.end()
      deliver()
      await arrived(2)
      const [first, second] = receiver.received
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
      expect(verify(secret, second!).data).toEqual({ mode: 'deliver' })
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: [{}] }])
    }, 30_000)

    test('by a stop amid the sending, which gives it back at once', async () => {
      const { id } = await add()
      receiver.answer = () => undefined
      const stop = deliver()
      await tell(1)
      await arrived(1)
      const began = Date.now()
      await stop()
      expect(Date.now() - began).toBeLessThan(1000)
      receiver.answer = (response) => response.end()
      deliver()
      expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: [{}] }])
    })

    test.runIf(engine.name === 'postgresql')('by two processes, which share the work', async () => {
      const { id, secret } = await add()
      const other = await openStore(config)
      deliver()
      deliver({ store: other })
      const marks = Array.from({ length: 200 }, (_, mark) => mark + 1000)
      await tell(...marks)
      await settled(id, 200)
      expect(marksOf(secret, receiver.received)).toEqual(marks)
      await Promise.all(stops.map((stop) => stop()))
      await other.close()
    })
  })

  describe('a secret', () => {
    test('is rotated with an overlap in which both sign', async () => {
      const { id, secret } = await add()
      const { body } = await ask('POST', `/${id}/rotate`)
      expect(Date.parse(String(body['earlierExpiresAt'])) - Date.now()).toBeGreaterThan(86_000_000)
      deliver()
      await tell(1)
      await arrived(1)
      const [one] = receiver.received
      expect(marksOf(secret, [one!])).toEqual([1])
      expect(marksOf(String(body['secret']), [one!])).toEqual([1])
      await asOperator(store, (handle) =>
        sql`update webhook_secrets set expires_at = now() - interval '1 second'
            where expires_at is not null`.execute(handle),
      )
      await tell(2)
      await arrived(2)
      const later = receiver.received[1]!
      expect(() => verify(secret, later)).toThrow('No matching signature')
      expect(marksOf(String(body['secret']), [later])).toEqual([2])
      await settled(id, 2)
    })

    test('is in no row, no list and no log, and no request can read it even sealed', async () => {
      const { id, secret } = await add()
      const everything = await asOperator(store, async (handle) => {
        const tables = ['webhooks', 'webhook_secrets', 'audit_events', 'outbox_events']
        const parts = await Promise.all(
          tables.map((name) =>
            sql<{ text: string }>`select t::text from ${sql.table(name)} t`.execute(handle),
          ),
        )
        return JSON.stringify(parts)
      })
      const bytes = Buffer.from(secret.slice(6), 'base64')
      for (const form of [secret, secret.slice(6), bytes.toString('hex')]) {
        expect(everything).not.toContain(form)
      }
      expect(JSON.stringify((await ask('GET', '')).body)).not.toContain('whsec')
      await expect(
        store.transact(tenantContext(organisationId), (handle) =>
          sql`select sealed from webhook_secrets where webhook_id = ${id}::uuid`.execute(handle),
        ),
      ).rejects.toThrow(/permission denied/)
    })

    test('that cannot be opened is told, nothing goes out unsigned, and rotating mends it', async () => {
      const { id } = await add()
      await asOperator(store, async (handle) => {
        const { rows } = await sql<{ sealed: Buffer }>`
          delete from webhook_secrets where webhook_id = ${id}::uuid returning sealed`.execute(
          handle,
        )
        await sql`insert into webhook_secrets (id, organisation_id, webhook_id, sealed)
          values (${randomUUID()}, ${organisationId}, ${id}, ${rows[0]!.sealed.fill(0, 20)})`.execute(
          handle,
        )
      })
      deliver()
      await tell(1)
      const [failed] = await settled(id)
      expect(failed).toMatchObject({
        state: 'failed',
        attempts: expect.arrayContaining([
          expect.objectContaining({ status: null, problem: expect.stringContaining('rotate it') }),
        ]),
      })
      expect(receiver.received).toEqual([])
      expect(faults.splice(0)[0]).toMatchObject({ code: 'bad-configuration' })
      const { body } = await ask('POST', `/${id}/rotate`)
      await tell(2)
      await arrived(1)
      expect(marksOf(String(body['secret']), receiver.received)).toEqual([2])
      await settled(id, 2)
      faults.splice(0)
    })
  })

  describe('what may not be', () => {
    test.each([
      ['http://hooks.example.com/', 'only https is posted to'],
      ['https://10.0.0.1/hook', 'not on the public internet'],
      ['https://169.254.169.254/latest', 'not on the public internet'],
      ['https://me:pw@hooks.example.com/', 'user name or password'],
      ['not an address', 'it is no address'],
    ])('the address %s is refused with the mend', async (url, words) => {
      const { status, body } = await ask('POST', '', { url })
      expect([status, body['error']]).toEqual([
        422,
        expect.objectContaining({ pointer: '/url', message: expect.stringContaining(words) }),
      ])
    })

    test('a name that leads inside when it is sent to is not reached', async () => {
      const { id } = await add({ url: 'https://localhost/hook' })
      deliver({ pace: { ...pace, retryMilliseconds: [] } })
      await tell(1)
      expect(await settled(id)).toMatchObject([
        {
          state: 'failed',
          attempts: [{ status: null, problem: expect.stringContaining('not on') }],
        },
      ])
    })

    test('another organisation’s web hook looks like none at all', async () => {
      const { id } = await add()
      const event = randomUUID()
      const since = new Date().toISOString()
      const unknown = randomUUID()
      const calls: ['GET' | 'POST' | 'PATCH' | 'DELETE', string, Body?][] = [
        ['GET', '/deliveries'],
        ['POST', '/rotate'],
        ['POST', `/deliveries/${event}/resend`],
        ['POST', '/replay', { since }],
        ['PATCH', '', { enabled: false }],
        ['DELETE', ''],
      ]
      for (const [method, path, payload] of calls) {
        const told = async (webhook: string): Promise<unknown> => {
          const { status, body } = await ask(method, `/${webhook}${path}`, payload, keys.rival)
          const text = JSON.stringify(body['error']).replaceAll(webhook, 'ID')
          return [status, text.replace(/"requestId":"[^"]*"/, '')]
        }
        const other = await told(id)
        expect(other).toEqual(await told(unknown))
        expect(other).toEqual(expect.arrayContaining([404]))
      }
      expect((await ask('GET', '', undefined, keys.rival)).body).toEqual({ items: [] })
      expect((await ask('GET', '', undefined, keys.other)).status).toBe(403)
    })

    test('an event of another organisation is not sent, though a row asks for it', async () => {
      const { id } = await add()
      const rival = await asOperator(store, async (handle) => {
        const { rows } = await sql<{ id: string }>`
          select id from organisations where slug = 'market-b'`.execute(handle)
        const [{ id: other } = { id: '' }] = rows
        await recordOutbox(handle, other, [{ type: 'listing.assessed', data: { mark: 'theirs' } }])
        await sql`
          insert into webhook_deliveries (webhook_id, event_id, organisation_id)
          select ${id}::uuid, id, ${organisationId}::uuid from outbox_events
          where organisation_id = ${other}::uuid`.execute(handle)
        return other
      })
      deliver()
      await tell(1)
      await arrived(1)
      expect(receiver.received.map(({ text }) => text.includes('theirs'))).toEqual([false])
      await asOperator(store, async (handle) => {
        await sql`delete from webhook_deliveries where webhook_id = ${id}::uuid
          and event_id in (select id from outbox_events where organisation_id = ${rival}::uuid)`.execute(
          handle,
        )
      })
    })

    test('more than twenty web hooks', async () => {
      for (let count = 0; count < 20; count++) await add()
      const { status, body } = await ask('POST', '', { url: receiver.url })
      expect([status, body['error']]).toEqual([
        409,
        expect.objectContaining({ message: expect.stringContaining('20 web hooks') }),
      ])
    })
  })

  test('old events go, with what was sent of them', async () => {
    const { id } = await add()
    deliver()
    await tell(1, 2)
    await arrived(2)
    await settled(id, 2)
    const trim = (before: Date): Promise<number> =>
      asOperator(store, (handle) => trimEvents(handle, before))
    expect(await trim(new Date(Date.now() - 86_400_000))).toBe(0)
    expect(await trim(new Date(Date.now() + 1000))).toBeGreaterThanOrEqual(2)
    expect(await deliveriesOf(id)).toEqual([])
  })
})
