import { scryptSync } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  Browser,
  inviteByOperator,
  newApi,
  newClock,
  newMember,
  password,
  publicUrl,
  type Answer,
  type Clock,
} from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { owaspCost } from './password.ts'

const hour = 3_600_000
const classOf = ({ body }: Answer): unknown => body['class']

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  /** Hashes at the production cost. */
  let strong: FastifyInstance
  let clock: Clock
  let count = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock)
    strong = newApi(store, clock, { cost: owaspCost })
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
    await newOrganisation(store, 'house-b', { kind: 'rights-holder' })
  })
  afterAll(async () => {
    await app?.close()
    await strong?.close()
    await store?.close()
  })
  // Each test has its own users, so that throttles do not interfere.
  const someone = (): string => `person-${++count}@example.com`
  beforeEach(() => clock.pass(25 * hour))

  describe('signing in', () => {
    test('sets a cookie that no script reads and no other site sends', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const { status, body, headers } = await browser.signIn(email.toUpperCase())
      expect(status).toBe(200)
      expect(body).toMatchObject({
        lacks: null,
        person: { email, installationAdmin: false, twoFactor: false },
        organisation: { slug: 'house-a', roles: ['admin'], brands: [], territories: [] },
        organisations: [{ slug: 'house-a' }],
      })
      const cookie = String(headers['set-cookie'])
      expect(cookie).toMatch(/^__Host-touchstone_session=[A-Za-z0-9_-]{43}; /)
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) {
        expect(cookie).toContain(part)
      }
      expect((await browser.get('/api/v1/session')).body).toMatchObject({ person: { email } })
    })

    test('leaves neither password nor token in any row', async () => {
      const browser = await newMember(app, store, 'house-a', someone())
      const { rows } = await asOperator(store, (handle) =>
        sql<{ text: string }>`select c::text as text from credentials c
          union all select s::text from sessions s
          union all select convert_from(decode(encode(token_hash, 'hex'), 'escape'), 'LATIN1') from sessions
          union all select e::text from audit_events e`.execute(handle),
      )
      const all = rows.map(({ text }) => text).join('\n')
      expect(all).not.toContain(password)
      expect(all).not.toContain(browser.token)
      expect(all).toContain('$scrypt$ln=9,r=8,p=1$')
    })

    test('answers alike to a wrong password, an unknown address and one without membership', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const left = someone()
      await newMember(app, store, 'house-a', left)
      const { items } = (await browser.get('/api/v1/members?limit=200')).body as {
        items: { id: string; email: string }[]
      }
      const id = items.find((member) => member.email === left)!.id
      expect((await browser.ask('DELETE', `/api/v1/members/${id}`)).status).toBe(200)
      const stranger = new Browser(app, '192.0.2.77')
      const answers = [
        await stranger.signIn(email, 'seven quiet candles'),
        await stranger.signIn(someone()),
        await stranger.signIn(left),
      ]
      for (const { status, body } of answers) {
        expect(status).toBe(401)
        expect(body).toMatchObject({
          requestId: expect.any(String),
          class: 'unauthenticated',
          detail: 'the address, the password or the code is wrong; check them and try again',
          retryable: false,
        })
        expect(stranger.token).toBeUndefined()
      }
    })

    test('takes as long for an unknown address as for a known one', async () => {
      const email = someone()
      await newMember(strong, store, 'house-a', email)
      const nobody = someone()
      // Processor time, which other work on the machine does not lengthen.
      const timeOf = async (address: string): Promise<number> => {
        clock.pass(25 * hour)
        const start = process.cpuUsage()
        await new Browser(strong).signIn(address, 'seven quiet candles')
        const { user, system } = process.cpuUsage(start)
        return user + system
      }
      let [known, unknown] = [Infinity, Infinity]
      for (let attempt = 0; attempt < 4; attempt++) {
        known = Math.min(known, await timeOf(email))
        unknown = Math.min(unknown, await timeOf(nobody))
      }
      expect(unknown).toBeGreaterThan(known * 0.6)
      expect(unknown).toBeLessThan(known * 1.7)
    })

    test('makes the hash anew where its parameters are not those of today', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      // scrypt with N=2^10, r=8, p=1 of the same password, as an older version would have stored it.
      const salt = Buffer.alloc(16, 7)
      const hash = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 })
      const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
      const old = `$scrypt$ln=10,r=8,p=1$${plain(salt)}$${plain(hash)}`
      await asOperator(store, (handle) =>
        sql`update credentials set password_hash = ${old} where person_id =
          (select id from people where email = ${email})`.execute(handle),
      )
      const storedHash = async (): Promise<string> => {
        const { rows } = await asOperator(store, (handle) =>
          sql<{ text: string }>`select password_hash as text from credentials where person_id =
            (select id from people where email = ${email})`.execute(handle),
        )
        return rows[0]!.text
      }
      const browser = new Browser(strong)
      expect((await browser.signIn(email, 'seven quiet candles')).status).toBe(401)
      expect(await storedHash()).toBe(old)
      expect((await browser.signIn(email)).status).toBe(200)
      expect(await storedHash()).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
      expect((await browser.signIn(email)).status).toBe(200)
    })
  })

  describe('the throttle', () => {
    test('lets an account wait longer with each failure, then admits it; no one is locked out', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      const guess = (): Promise<Answer> =>
        new Browser(app, `192.0.2.${++count % 250}`).signIn(email, 'a wrong guess')
      for (let at = 0; at < 4; at++) expect((await guess()).status).toBe(401)
      for (const seconds of [1, 2, 4, 8]) {
        const refused = await new Browser(app, '198.51.100.9').signIn(email)
        expect([refused.status, classOf(refused), refused.headers['retry-after']]).toEqual([
          429,
          'rate-limited',
          String(seconds),
        ])
        clock.pass(seconds * 1000)
        expect((await guess()).status).toBe(401)
      }
      clock.pass(60_000)
      expect((await new Browser(app).signIn(email)).status).toBe(200)
      // A success resets earlier failures.
      expect((await guess()).status).toBe(401)
      expect((await new Browser(app).signIn(email)).status).toBe(200)
    })

    test('treats an unknown address the same', async () => {
      const nobody = someone()
      const statuses: number[] = []
      for (let at = 0; at < 6; at++) statuses.push((await new Browser(app).signIn(nobody)).status)
      expect(statuses).toEqual([401, 401, 401, 401, 429, 429])
    })

    test('counts simultaneous guesses', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          new Browser(app, `203.0.113.${at}`).signIn(email, `guess number ${at}`),
        ),
      )
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(4)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(16)
    })

    test('admits everyone who signs in from one network at the same time', async () => {
      const emails = Array.from({ length: 6 }, someone)
      for (const email of emails) await newMember(app, store, 'house-a', email)
      for (let round = 0; round < 5; round++) {
        const answers = await Promise.all(emails.map((email) => new Browser(app).signIn(email)))
        expect(answers.map(({ status }) => status)).toEqual(emails.map(() => 200))
      }
    })

    test('lets a network that guesses at many accounts wait, also one with many addresses', async () => {
      const statuses: number[] = []
      for (let at = 0; at < 22; at++) {
        const browser = new Browser(app, `2001:db8:7:7::${(at + 1).toString(16)}`)
        statuses.push((await browser.signIn(someone())).status)
      }
      expect(statuses.slice(0, 20).every((status) => status === 401)).toBe(true)
      expect(statuses.slice(20)).toEqual([429, 429])
      expect((await new Browser(app, '2001:db8:7:8::1').signIn(someone())).status).toBe(401)
    })
  })

  describe('a clock that was ahead and was set back', () => {
    test('lets a right password in after the longest wait at the latest', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      clock.pass(9 * hour)
      for (let at = 0; at < 12; at++) {
        await new Browser(app, `192.0.2.${++count % 250}`).signIn(email, 'a wrong guess')
        clock.pass(60_000)
      }
      clock.pass(-10 * hour)
      const refused = await new Browser(app, '198.51.100.31').signIn(email)
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
      clock.pass(60_000)
      expect((await new Browser(app, '198.51.100.31').signIn(email)).status).toBe(200)
    })
  })

  test('failed links keep no one with the same address from signing in', async () => {
    const email = someone()
    await newMember(app, store, 'house-a', email)
    const address = '203.0.113.77'
    const statuses: number[] = []
    for (let at = 0; at < 25; at++) {
      const token = `${at}`.padStart(43, 'x')
      statuses.push(
        (await new Browser(app, address).post('/api/v1/seller/session', { token })).status,
      )
    }
    expect([statuses[0], statuses[19], statuses.at(-1)]).toEqual([404, 404, 429])
    expect((await new Browser(app, address).signIn(email)).status).toBe(200)
  })

  describe('a session', () => {
    test('gets a new token at each sign-in: one that was planted before is worth nothing', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      const browser = new Browser(app)
      const planted = 'A'.repeat(43)
      browser.cookies.set('__Host-touchstone_session', planted)
      expect((await browser.signIn(email)).status).toBe(200)
      expect(browser.token).not.toBe(planted)
      const first = browser.token!
      expect((await browser.signIn(email)).status).toBe(200)
      for (const old of [planted, first]) {
        const thief = new Browser(app)
        thief.cookies.set('__Host-touchstone_session', old)
        expect((await thief.get('/api/v1/session')).status).toBe(401)
      }
    })

    test('ends after 8 hours without a request, and after 7 days in any case', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      clock.pass(7.9 * hour)
      expect((await browser.get('/api/v1/session')).status).toBe(200)
      clock.pass(8 * hour)
      expect((await browser.get('/api/v1/session')).status).toBe(401)
      await browser.signIn(email)
      for (let passed = 0; passed + 7 < 7 * 24; passed += 7) {
        expect((await browser.get('/api/v1/session')).status).toBe(200)
        clock.pass(7 * hour)
      }
      clock.pass(7 * hour)
      const over = await browser.get('/api/v1/session')
      expect([over.status, classOf(over)]).toEqual([401, 'unauthenticated'])
    })

    test('ends at sign-out, and by its owner from another one, not by anyone else', async () => {
      const email = someone()
      const first = await newMember(app, store, 'house-a', email)
      const second = new Browser(app)
      await second.signIn(email)
      const stranger = await newMember(app, store, 'house-a', someone())
      const { items } = (await first.get('/api/v1/sessions')).body as {
        items: { id: string; current: boolean }[]
      }
      expect(items.map(({ current }) => current).sort()).toEqual([false, true])
      const other = items.find(({ current }) => !current)!
      const none = '00000000-0000-4000-8000-000000000000'
      for (const id of [other.id, none]) {
        expect((await stranger.ask('DELETE', `/api/v1/sessions/${id}`)).status).toBe(404)
      }
      expect((await first.ask('DELETE', `/api/v1/sessions/${other.id}`)).status).toBe(200)
      expect((await second.get('/api/v1/session')).status).toBe(401)
      const token = first.token!
      expect((await first.ask('DELETE', '/api/v1/session')).status).toBe(200)
      expect(first.token).toBeUndefined()
      first.cookies.set('__Host-touchstone_session', token)
      expect((await first.get('/api/v1/session')).status).toBe(401)
    })

    test('acts for another organisation of the person under a new token, and for no foreign one', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const token = await inviteByOperator(store, 'house-b', email, { roles: ['auditor'] })
      const accepted = await browser.post('/api/v1/invitation-acceptances', { token })
      expect(accepted.status).toBe(200)
      const old = browser.token!
      const switched = await browser.post('/api/v1/session/organisation', {
        organisation: 'house-b',
      })
      expect(switched.body).toMatchObject({
        organisation: { slug: 'house-b', roles: ['auditor'] },
        organisations: [{ slug: 'house-a' }, { slug: 'house-b' }],
      })
      const thief = new Browser(app)
      thief.cookies.set('__Host-touchstone_session', old)
      expect((await thief.get('/api/v1/session')).status).toBe(401)
      expect((await browser.get('/api/v1/organisation')).body).toMatchObject({ slug: 'house-b' })
      await newOrganisation(store, `other-${++count}`)
      for (const slug of [`other-${count}`, 'nowhere']) {
        const refused = await browser.post('/api/v1/session/organisation', { organisation: slug })
        expect([refused.status, classOf(refused)]).toEqual([404, 'not-found'])
      }
    })
  })

  describe('a page of another site', () => {
    test.each<[string, Record<string, string>]>([
      ['names its own origin', { origin: 'https://evil.example' }],
      ['hides it', { origin: 'null' }],
      ['is a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
      ['says that it is another', { 'sec-fetch-site': 'cross-site' }],
      ['says nothing', {}],
    ])('that %s changes nothing with a session', async (_what, headers) => {
      const browser = await newMember(app, store, 'house-a', someone())
      for (const [method, url] of [
        ['DELETE', '/api/v1/session'],
        ['POST', '/api/v1/invitations'],
        ['PATCH', '/api/v1/organisation'],
      ] as const) {
        const payload = method === 'DELETE' ? undefined : {}
        const refused = await browser.ask(method, url, payload, headers)
        expect([refused.status, classOf(refused)]).toEqual([403, 'forbidden'])
      }
      expect((await browser.get('/api/v1/session')).status).toBe(200)
    })

    test('signs no one in', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      const browser = new Browser(app)
      const headers = { origin: 'https://evil.example' }
      const refused = await browser.ask('POST', '/api/v1/session', { email, password }, headers)
      expect([refused.status, browser.token]).toEqual([403, undefined])
    })

    test('a page of this server needs one of the two headers alone', async () => {
      const browser = await newMember(app, store, 'house-a', someone())
      const either: Record<string, string>[] = [
        { origin: publicUrl },
        { 'sec-fetch-site': 'same-origin' },
      ]
      for (const headers of either) {
        const { status } = await browser.ask('PATCH', '/api/v1/user', { name: 'Ada' }, headers)
        expect(status).toBe(200)
      }
    })

    test('a key needs none, and no cookie replaces a wrong key', async () => {
      const browser = await newMember(app, store, 'house-a', someone())
      const { text } = await newKey(store, 'house-a', ['listings:read', 'listings:write'])
      const payload = { id: `k${++count}`, title: 'Tea' }
      const sent = await new Browser(app).ask('POST', '/api/v1/listings', payload, {
        authorization: `Bearer ${text}`,
      })
      expect(sent.status).toBe(201)
      const wrong = { authorization: 'Bearer tsk_000000000000_x', origin: publicUrl }
      expect((await browser.ask('GET', '/api/v1/session', undefined, wrong)).status).toBe(401)
    })
  })
})
