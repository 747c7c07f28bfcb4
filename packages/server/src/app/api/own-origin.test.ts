import { randomUUID } from 'node:crypto'
import { endpoint, endpoints, type Endpoint } from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newClock, newMember, password, type Browser } from '../../../test/users.ts'
import { recordEvent } from '../../access/audit/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { addRoute } from '../../platform/http/index.ts'

const readings = Object.values(endpoints).flatMap((of) =>
  Object.values<Endpoint>(of).filter(({ method, records }) => method === 'GET' && records === true),
)

/** An endpoint that writes to an organisation's log, with or without declaring it. */
const reading = (path: `/${string}`) =>
  ({ method: 'GET', path, summary: 'x', access: 'open', response: z.object({}) }) as const
const quiet = endpoint(reading('/api/v1/quiet'))
const declared = endpoint({ ...reading('/api/v1/declared'), records: true })

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let unnamed: FastifyInstance
  let organisation: string
  let ana: Browser
  let key: string
  const email = 'ana@market.example'
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    organisation = (await newOrganisation(store, 'market')).id
    app = newApi(store)
    for (const one of [quiet, declared]) {
      addRoute(app, one, async () => {
        await store.transact(tenantContext(organisation), (handle) =>
          recordEvent({
            handle,
            organisationId: organisation,
            action: 'appeals-read',
            subject: { kind: 'organisation', id: organisation },
          }),
        )
        return {}
      })
    }
    ana = await newMember(app, store, 'market', email)
    unnamed = newApi(store, newClock(), { publicUrl: undefined, secureCookie: false })
    key = (await newKey(store, 'market', ['listings:read'])).text
  })
  afterAll(async () => {
    await app?.close()
    await unnamed?.close()
    await store?.close()
  })

  const entries = async (): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ n: number }>`
        select count(*)::int as n from audit_events
        where organisation_id = ${organisation}::uuid`.execute(handle),
    )
    return rows[0]!.n
  }

  test('a page of another site has no browser read what leaves an entry in the log', async () => {
    const cookie = [...ana.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const before = await entries()
    expect(readings.length).toBeGreaterThan(30)
    for (const { path } of readings) {
      const url = path.replace(/:\w+/g, () => randomUUID())
      const headers = { host: 'touchstone.example.com', cookie, 'sec-fetch-site': 'cross-site' }
      expect([path, (await app.inject({ url, headers })).statusCode]).toEqual([path, 403])
    }
    expect(await entries()).toBe(before)
  })

  test('a seller’s browser that names no page leaves no entry either', async () => {
    const before = await entries()
    for (const name of ['touchstone_seller', '__Host-touchstone_seller']) {
      const headers = { host: 'touchstone.example.com', cookie: `${name}=x` }
      expect((await app.inject({ url: declared.path, headers })).statusCode).toBe(403)
    }
    expect(await entries()).toBe(before)
  })

  test('a reading that writes into the log fails where its contract does not say so', async () => {
    const before = await entries()
    expect((await app.inject({ url: quiet.path })).statusCode).toBe(500)
    expect(await entries()).toBe(before)
    expect((await app.inject({ url: declared.path })).statusCode).toBe(200)
    expect(await entries()).toBe(before + 1)
  })

  const signIn = async (host: string, headers: Record<string, string>): Promise<number> => {
    const { statusCode } = await unnamed.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email, password },
      headers: { host, ...headers },
    })
    return statusCode
  }

  test.each([
    'evil.example',
    'evil.example:7070',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ])(
    'without PUBLIC_URL a page under the name %s is of another origin, whatever it says',
    async (host) => {
      const said: Record<string, string>[] = [
        { 'sec-fetch-site': 'same-origin' },
        { origin: `http://${host}` },
      ]
      for (const headers of said) expect(await signIn(host, headers)).toBe(403)
    },
  )

  test.each(['localhost:7070', '127.0.0.1:7070', '192.168.1.20:7070', '[::1]:7070', '[fd00::7]'])(
    'without PUBLIC_URL a page under %s signs in',
    async (host) => {
      const said: Record<string, string>[] = [
        { 'sec-fetch-site': 'same-origin' },
        { origin: `http://${host}` },
      ]
      for (const headers of said) expect(await signIn(host, headers)).toBe(200)
    },
  )

  test('without PUBLIC_URL a program reaches the server under any name, by its key', async () => {
    const { statusCode } = await unnamed.inject({
      url: '/api/v1/listings',
      headers: { host: 'touchstone:7070', authorization: `Bearer ${key}` },
    })
    expect(statusCode).toBe(200)
  })
})
