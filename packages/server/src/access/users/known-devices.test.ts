import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
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
import { sealerOf } from '../../platform/encryption/index.ts'
import { newRecoveryCode } from './one-time-codes.ts'
import { hashPassword } from './password.ts'
import { resetUserPassword } from './service/installation-users.ts'

const minute = 60_000
const day = 1440 * minute
const proxy = '10.0.0.1'
const cookieName = '__Host-touchstone_session_device'
const classOf = ({ body }: Answer): unknown => body['class']

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let clock: Clock
  let count = 0
  const sealer = sealerOf(randomBytes(32))

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock, { sealer }, { trustedProxies: [proxy] })
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  const someone = (): string => `owner-${++count}@example.com`
  beforeEach(() => clock.pass(day + minute))

  /** A guess through the proxy, from a new address. */
  const guess = (email: string, attempted = 'a wrong guess'): Promise<Answer> => {
    const at = ++count
    return new Browser(app, proxy).ask(
      'POST',
      '/api/v1/session',
      { email, password: attempted },
      { origin: publicUrl, 'x-forwarded-for': `198.${at >> 16}.${(at >> 8) & 255}.${at & 255}` },
    )
  }
  const waitIn = ({ headers }: Answer): number => Number(headers['retry-after'] ?? 0) * 1000
  /** Guesses as fast as they are accepted for this long; returns how many were. */
  const attack = async (email: string, milliseconds: number): Promise<number> => {
    const end = clock.now + milliseconds
    let judged = 0
    for (;;) {
      const answer = await guess(email)
      if (answer.status === 401) judged++
      else {
        expect([answer.status, classOf(answer)]).toEqual([429, 'rate-limited'])
        if (clock.now + waitIn(answer) > end) return judged
        clock.pass(waitIn(answer))
      }
    }
  }
  /** Guesses until the account is throttled, while the clock is stopped. */
  const saturate = (email: string): Promise<number> => attack(email, 0)
  /** A browser on the same machine after signing out: without a session, with the device's cookie. */
  const deviceOf = (browser: Browser, address = '192.0.2.1'): Browser => {
    const device = new Browser(app, address)
    const cookie = browser.cookies.get(cookieName)
    if (cookie !== undefined) device.cookies.set(cookieName, cookie)
    return device
  }
  const statusOf = async (browser: Browser, email: string, attempted = password): Promise<number> =>
    (await browser.signIn(email, attempted)).status
  const reset = async (email: string): Promise<string> => {
    const issued = newRecoveryCode()
    const input = { email, passwordHash: await hashPassword(issued, { ln: 9, r: 8, p: 1 }) }
    await asOperator(store, (handle) => resetUserPassword({ handle, actor: operator, input }))
    return issued
  }

  describe('guesses from ever new addresses', () => {
    test('keep the owner out of no device that signed in before, and stay bounded', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const judged = await attack(email, 60 * minute)
      let more = 0
      for (let at = 0; at < 37; at++) {
        clock.pass(5000)
        if ((await guess(email)).status === 401) more++
        const device = deviceOf(owner, `192.0.2.${at + 1}`)
        expect([at, await statusOf(device, email)]).toEqual([at, 200])
        expect((await guess(email)).status).toBe(429)
      }
      // Ten in the first 63 s, then one a minute: 1,449 on the first day and 1,440 on each later one.
      expect(judged).toBeGreaterThan(60)
      expect(judged).toBeLessThanOrEqual(10 + 59)
      // The owner's sign-ins did not reset the count for others.
      expect(more).toBeLessThanOrEqual(4)
    })

    test('do not keep the owner out with a second factor either', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const { body } = await owner.post('/api/v1/two-factor')
      const totp = new TOTP({ secret: Secret.fromBase32(body['secret'] as string) })
      const code = () => totp.generate({ timestamp: clock.now })
      expect((await owner.post('/api/v1/two-factor/confirmation', { code: code() })).status).toBe(
        200,
      )
      clock.pass(minute)
      await saturate(email)
      const atOnce = await deviceOf(owner).signIn(email, password, code())
      expect([atOnce.status, atOnce.body['lacks']]).toEqual([200, null])
      clock.pass(minute)
      await saturate(email)
      const later = deviceOf(owner)
      expect((await later.signIn(email)).body).toMatchObject({ lacks: 'code' })
      expect((await later.post('/api/v1/session/code', { code: code() })).status).toBe(200)
      // A code on a known device does not reset the count for strangers.
      expect((await guess(email)).status).toBe(429)
      expect(await statusOf(deviceOf(later), email)).toBe(200)
    })

    test('let a new member in who has just accepted an invitation', async () => {
      const email = someone()
      await saturate(email)
      const browser = new Browser(app)
      const token = await inviteByOperator(store, 'house-a', email)
      const acceptance = { token, name: 'New', password }
      expect((await browser.post('/api/v1/invitation-acceptances', acceptance)).status).toBe(200)
      expect((await guess(email)).status).toBe(429)
      expect(await statusOf(browser, email)).toBe(200)
    })

    test('let the owner accept another invitation by the password', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const slug = `house-${++count}`
      await newOrganisation(store, slug)
      const token = await inviteByOperator(store, slug, email)
      const acceptance = { token, name: 'Again', password }
      await saturate(email)
      const accept = (by: Browser) => by.post('/api/v1/invitation-acceptances', acceptance)
      expect((await accept(new Browser(app))).status).toBe(429)
      expect((await accept(deviceOf(owner))).status).toBe(200)
    })

    test('let the owner in by a password of the operator, on any device', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email)
      const issued = await reset(email)
      await saturate(email)
      const browser = new Browser(app, '203.0.113.5')
      // A wrong one is throttled like one for a nonexistent account or one with its own password.
      const other = someone()
      await newMember(app, store, 'house-a', other)
      const nobody = someone()
      for (const at of [other, nobody]) await saturate(at)
      const wrong = newRecoveryCode()
      for (const at of [email, other, nobody]) {
        const refused = await new Browser(app, '203.0.113.6').signIn(at, wrong)
        expect([refused.status, classOf(refused)]).toEqual([429, 'rate-limited'])
        expect(waitIn(refused)).toBeGreaterThan(0)
      }
      const signedIn = await browser.signIn(email, issued)
      expect([signedIn.status, signedIn.body['lacks']]).toEqual([200, 'password'])
      const next = 'nine loud kettles'
      const changed = await browser.post('/api/v1/password', { current: issued, next })
      expect(changed.status).toBe(200)
      expect(await statusOf(deviceOf(browser), email, next)).toBe(200)
      expect((await new Browser(app, '203.0.113.5').signIn(email, issued)).status).toBe(429)
    })

    test('are bounded by their address where they have the form of a password of the operator', async () => {
      const email = someone()
      await saturate(email)
      const address = '203.0.113.9'
      const judgedAt = async (): Promise<number> => {
        const { rows } = await asOperator(store, (handle) =>
          sql<{ sum: number }>`select sum(failures)::int as sum from throttles`.execute(handle),
        )
        return rows[0]!.sum
      }
      const before = await judgedAt()
      for (let at = 0; at < 25; at++) {
        const { status } = await new Browser(app, address).signIn(email, newRecoveryCode())
        expect(status).toBe(429)
      }
      expect((await judgedAt()) - before).toBe(20)
    })
  })

  describe('the cookie of a known device', () => {
    test('names no one, is read by no script and sent by no other site', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const { headers } = await deviceOf(browser).signIn(email)
      const set = (headers['set-cookie'] as string[]).find((cookie) =>
        cookie.startsWith(cookieName),
      )!
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=7776000']) {
        expect(set).toContain(part)
      }
      const value = browser.cookies.get(cookieName)!
      expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('owner-')
      expect(new Browser(app).cookies.size).toBe(0)
    })

    test('is set by a whole sign-in alone', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const { body } = await owner.post('/api/v1/two-factor')
      const totp = new TOTP({ secret: Secret.fromBase32(body['secret'] as string) })
      const code = () => totp.generate({ timestamp: clock.now })
      await owner.post('/api/v1/two-factor/confirmation', { code: code() })
      clock.pass(minute)
      const browser = new Browser(app)
      expect(await statusOf(browser, email, 'a wrong guess')).toBe(401)
      expect(browser.cookies.has(cookieName)).toBe(false)
      expect((await browser.signIn(email)).body).toMatchObject({ lacks: 'code' })
      expect(browser.cookies.has(cookieName)).toBe(false)
      expect((await browser.post('/api/v1/session/code', { code: code() })).status).toBe(200)
      expect(browser.cookies.has(cookieName)).toBe(true)
    })

    test('does nothing for another account, known or not, nor where it is made up', async () => {
      const email = someone()
      const thief = await newMember(app, store, 'house-a', someone())
      await newMember(app, store, 'house-a', email)
      const nobody = someone()
      const sealedBy = (key: ReturnType<typeof sealerOf>, purpose: string): string => {
        const value = { person: randomUUID(), epoch: randomUUID(), nonce: 'x', until: 9e15 }
        return key.seal(Buffer.from(JSON.stringify(value)), purpose).toString('base64url')
      }
      const cookies = [
        thief.cookies.get(cookieName)!,
        sealedBy(sealerOf(randomBytes(32)), 'known-device'),
        sealedBy(sealer, 'oidc'),
        sealedBy(sealer, 'known-device'),
        'x',
        'A'.repeat(3000),
      ]
      for (const at of [email, nobody]) {
        await saturate(at)
        for (const cookie of cookies) {
          const browser = new Browser(app, '203.0.113.20')
          browser.cookies.set(cookieName, cookie)
          const refused = await browser.signIn(at)
          expect([refused.status, classOf(refused)]).toEqual([429, 'rate-limited'])
        }
      }
    })

    test('is good for ten wrong passwords, also at once, and then for none more than a stranger’s', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const stolen = deviceOf(owner)
      await saturate(email)
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, at) =>
          deviceOf(owner, `203.0.113.${at + 30}`).signIn(email, 'a wrong guess'),
        ),
      )
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
      expect(await statusOf(stolen, email)).toBe(429)
      clock.pass(minute)
      await saturate(email)
      expect(await statusOf(stolen, email)).toBe(429)
      clock.pass(day)
      await saturate(email)
      expect(await statusOf(stolen, email)).toBe(200)
    })

    test('counts anew after the right password, which gets a new cookie', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const before = deviceOf(owner)
      await saturate(email)
      for (let at = 0; at < 9; at++) {
        expect(await statusOf(before, email, 'a wrong guess')).toBe(401)
      }
      const old = before.cookies.get(cookieName)!
      expect(await statusOf(before, email)).toBe(200)
      expect(before.cookies.get(cookieName)).not.toBe(old)
      // A copy of the old cookie uses its own count, not that of the new one.
      const copied = deviceOf(owner)
      for (let at = 0; at < 10; at++) {
        expect(await statusOf(copied, email, 'a wrong guess')).toBe(401)
      }
      expect(await statusOf(copied, email)).toBe(429)
      expect(await statusOf(deviceOf(before), email)).toBe(200)
    })

    test('ends after 90 days', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      clock.pass(89 * day)
      await saturate(email)
      expect(await statusOf(deviceOf(owner), email)).toBe(200)
      clock.pass(day)
      await saturate(email)
      expect(await statusOf(deviceOf(owner), email)).toBe(429)
    })

    test('ends with the password, and continues on the device that changed it', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const other = new Browser(app)
      await other.signIn(email)
      const copied = deviceOf(owner)
      const next = 'nine loud kettles'
      const changed = await owner.post('/api/v1/password', { current: password, next })
      expect(changed.status).toBe(200)
      await saturate(email)
      expect(await statusOf(deviceOf(other), email, next)).toBe(429)
      expect(await statusOf(copied, email, next)).toBe(429)
      expect(await statusOf(deviceOf(owner), email, next)).toBe(200)
    })

    test('ends where a session is ended, but for the device that ended it, and not at a sign-out', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      const lost = new Browser(app)
      await lost.signIn(email)
      const { items } = (await owner.get('/api/v1/sessions')).body as {
        items: { id: string; current: boolean }[]
      }
      const { id } = items.find(({ current }) => !current)!
      expect((await owner.ask('DELETE', `/api/v1/sessions/${id}`)).status).toBe(200)
      expect((await owner.ask('DELETE', '/api/v1/session')).status).toBe(200)
      await saturate(email)
      expect(await statusOf(deviceOf(lost), email)).toBe(429)
      expect(await statusOf(deviceOf(owner), email)).toBe(200)
    })

    test('ends where the operator resets the person', async () => {
      const email = someone()
      const owner = await newMember(app, store, 'house-a', email)
      await reset(email)
      await saturate(email)
      expect(await statusOf(deviceOf(owner), email, 'a wrong guess')).toBe(429)
    })
  })
})
