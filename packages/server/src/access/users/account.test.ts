import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  Browser,
  newApi,
  newClock,
  newMember,
  password,
  type Answer,
  type Clock,
} from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { ensureFirstAdmin } from './service/installation-users.ts'

const dayMilliseconds = 86_400_000
const classOf = ({ body }: Answer): unknown => body['class']

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let clock: Clock
  let count = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock)
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  // Each test has its own users, so that throttles do not interfere.
  const someone = (): string => `person-${++count}@example.com`
  beforeEach(() => clock.pass(dayMilliseconds))

  describe('a password', () => {
    test('is changed by a person who knows it; other sessions end, this one continues under a new token', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const other = new Browser(app)
      await other.signIn(email)
      const next = 'nine loud kettles'
      const wrong = await browser.post('/api/v1/password', { current: 'not this one', next })
      expect([wrong.status, classOf(wrong)]).toEqual([422, 'validation-failed'])
      const old = browser.token
      expect((await browser.post('/api/v1/password', { current: password, next })).status).toBe(200)
      expect(browser.token).not.toBe(old)
      expect((await browser.get('/api/v1/session')).status).toBe(200)
      expect((await other.get('/api/v1/session')).status).toBe(401)
      expect((await other.signIn(email)).status).toBe(401)
      expect((await other.signIn(email, next)).status).toBe(200)
    })

    test.each(['short', 'password1234', 'abababababab', password])(
      '%s is refused',
      async (next) => {
        const browser = await newMember(app, store, 'house-a', someone())
        const { status, body } = await browser.post('/api/v1/password', { current: password, next })
        expect([status, body]).toEqual([422, expect.objectContaining({ pointer: '/next' })])
      },
    )
  })

  describe('the second factor', () => {
    const deviceOf = (secret: string) => {
      const totp = new TOTP({ secret: Secret.fromBase32(secret) })
      return { code: () => totp.generate({ timestamp: clock.now }) }
    }
    const enrolled = async (email: string) => {
      const browser = await newMember(app, store, 'house-a', email)
      const { body } = await browser.post('/api/v1/two-factor')
      const device = deviceOf(body['secret'] as string)
      const confirmed = await browser.post('/api/v1/two-factor/confirmation', {
        code: device.code(),
      })
      expect(confirmed.status).toBe(200)
      const recovery = confirmed.body['recoveryCodes'] as string[]
      return { browser, device, recovery, uri: body['uri'] as string }
    }
    const later = (): void => clock.pass(30_000)

    test('is asked for from then on, and a session without it can do nothing else', async () => {
      const email = someone()
      const { device, uri, recovery } = await enrolled(email)
      expect(uri).toMatch(
        /^otpauth:\/\/totp\/Touchstone:person-\d+%40example\.com\?issuer=Touchstone&secret=/,
      )
      expect(new Set(recovery).size).toBe(10)
      later()
      const browser = new Browser(app)
      expect((await browser.signIn(email)).body).toMatchObject({ lacks: 'code' })
      for (const url of ['/api/v1/members', '/api/v1/listings', '/api/v1/audit', '/api/v1/keys']) {
        const refused = await browser.get(url)
        expect([refused.status, classOf(refused)]).toEqual([403, 'forbidden'])
      }
      for (const [url, payload] of [
        ['/api/v1/password', { current: password, next: 'nine loud kettles' }],
        ['/api/v1/two-factor', {}],
        ['/api/v1/two-factor/confirmation', { code: device.code() }],
      ] as const) {
        expect((await browser.post(url, payload)).status).toBe(403)
      }
      const before = browser.token
      const proven = await browser.post('/api/v1/session/code', { code: device.code() })
      expect(proven.body).toMatchObject({ lacks: null, person: { twoFactor: true } })
      expect(browser.token).not.toBe(before)
      expect((await browser.get('/api/v1/members')).status).toBe(200)
    })

    test('may be sent with the password; a code is valid once, on any device', async () => {
      const email = someone()
      const { device } = await enrolled(email)
      const spent = device.code()
      expect((await new Browser(app).signIn(email, password, spent)).status).toBe(401)
      later()
      const code = device.code()
      expect((await new Browser(app).signIn(email, password, code)).body).toMatchObject({
        lacks: null,
      })
      expect((await new Browser(app).signIn(email, password, code)).status).toBe(401)
      const slow = new Browser(app)
      await slow.signIn(email)
      expect((await slow.post('/api/v1/session/code', { code })).status).toBe(422)
      const early = (Number(code) + 1).toString().padStart(6, '0')
      expect((await slow.post('/api/v1/session/code', { code: early })).status).toBe(422)
      later()
      expect((await slow.post('/api/v1/session/code', { code: device.code() })).status).toBe(200)
    })

    test('is not guessed: codes are throttled too', async () => {
      const email = someone()
      const { device } = await enrolled(email)
      later()
      const browser = new Browser(app)
      await browser.signIn(email)
      const statuses: number[] = []
      for (let at = 0; at < 6; at++) {
        const code = ((Number(device.code()) + 1 + at) % 1_000_000).toString().padStart(6, '0')
        statuses.push((await browser.post('/api/v1/session/code', { code })).status)
      }
      expect(statuses).toEqual([422, 422, 422, 422, 429, 429])
    })

    test('can be replaced by a recovery code, once each', async () => {
      const email = someone()
      const { recovery } = await enrolled(email)
      const code = recovery[0]!.toUpperCase().replaceAll('-', ' ')
      expect((await new Browser(app).signIn(email, password, code)).status).toBe(200)
      expect((await new Browser(app).signIn(email, password, code)).status).toBe(401)
      const browser = new Browser(app)
      expect((await browser.signIn(email, password, recovery[1])).status).toBe(200)
      const renewed = await browser.post('/api/v1/two-factor/recovery-codes', {
        code: recovery[2],
      })
      expect(renewed.status).toBe(200)
      expect((await new Browser(app).signIn(email, password, recovery[3])).status).toBe(401)
      const [fresh] = renewed.body['recoveryCodes'] as string[]
      expect((await new Browser(app).signIn(email, password, fresh)).status).toBe(200)
    })

    test('lies sealed in the store', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email)
      const { body } = await browser.post('/api/v1/two-factor')
      const secret = Buffer.from(Secret.fromBase32(body['secret'] as string).bytes)
      const { rows } = await asOperator(store, (handle) =>
        sql<{ sealed: Buffer }>`select sealed_secret as sealed from second_factors`.execute(handle),
      )
      expect(rows.length).toBeGreaterThan(0)
      for (const { sealed } of rows) expect(sealed.includes(secret)).toBe(false)
    })

    test('is removed by a code', async () => {
      const email = someone()
      const { browser, device } = await enrolled(email)
      later()
      expect((await browser.post('/api/v1/two-factor/removal', { code: '000000' })).status).toBe(
        422,
      )
      const removed = await browser.post('/api/v1/two-factor/removal', { code: device.code() })
      expect(removed.status).toBe(200)
      expect((await new Browser(app).signIn(email)).body).toMatchObject({ lacks: null })
    })

    test('has to be set up first where the organisation asks for it', async () => {
      const slug = `strict-${++count}`
      await newOrganisation(store, slug)
      const admin = await newMember(app, store, slug, someone())
      const analyst = await newMember(app, store, slug, someone(), { roles: ['analyst'] })
      const requireForAll = (requireTwoFactor: boolean) =>
        admin.ask('PATCH', '/api/v1/organisation', { requireTwoFactor })
      const setUp = async (browser: Browser): Promise<void> => {
        const { body } = await browser.post('/api/v1/two-factor')
        const code = deviceOf(body['secret'] as string).code()
        expect((await browser.post('/api/v1/two-factor/confirmation', { code })).status).toBe(200)
      }
      // It would lock out the requesting admin.
      expect((await requireForAll(true)).status).toBe(409)
      await setUp(admin)
      expect((await requireForAll(true)).body).toMatchObject({ requireTwoFactor: true })
      expect((await admin.get('/api/v1/members')).status).toBe(200)
      expect((await analyst.get('/api/v1/session')).body).toMatchObject({ lacks: 'two-factor' })
      expect((await analyst.get('/api/v1/members')).status).toBe(403)
      await setUp(analyst)
      expect((await analyst.get('/api/v1/members')).status).toBe(200)
      expect((await requireForAll(false)).body).toMatchObject({ requireTwoFactor: false })
      const { items } = (await admin.get('/api/v1/audit')).body as {
        items: { action: string; detail: unknown }[]
      }
      expect(
        items.filter(({ action }) => action === 'organisation-changed').map(({ detail }) => detail),
      ).toEqual([{ requireTwoFactor: false }, { requireTwoFactor: true }])
    })
  })

  test('the first person has to change the password, and sees no tenant’s data', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-admin-'))
    const fresh = await openStore(await engine.newStore())
    const own = newApi(fresh, clock, { dataDir })
    try {
      const first = await ensureFirstAdmin(fresh, { email: 'admin@example.com', dataDir })
      expect(readFileSync(first!.file, 'utf8')).toBe(`${first!.password}\n`)
      expect(statSync(first!.file).mode & 0o777).toBe(0o600)
      expect(await ensureFirstAdmin(fresh, { email: 'admin@example.com', dataDir })).toBeUndefined()
      await newOrganisation(fresh, 'tenant')
      const { text } = await newKey(fresh, 'tenant', ['listings:read', 'listings:write'])
      await new Browser(own).ask(
        'POST',
        '/api/v1/listings',
        { id: '1', title: 'Secret bag' },
        { authorization: `Bearer ${text}` },
      )
      const browser = new Browser(own)
      const signedIn = await browser.signIn('admin@example.com', first!.password)
      expect(signedIn.body).toMatchObject({ lacks: 'password', organisation: null })
      expect((await browser.get('/api/v1/listings')).status).toBe(403)
      const next = 'nine loud kettles'
      await browser.post('/api/v1/password', { current: first!.password, next })
      expect(existsSync(first!.file)).toBe(false)
      expect((await browser.get('/api/v1/session')).body).toMatchObject({
        lacks: null,
        person: { installationAdmin: true },
        organisation: null,
      })
      expect((await browser.get('/api/v1/listings')).body).toEqual({ items: [], next: null })
      for (const url of [
        '/api/v1/members',
        '/api/v1/audit',
        '/api/v1/keys',
        '/api/v1/invitations',
      ]) {
        expect((await browser.get(url)).status).toBe(403)
      }
      expect((await browser.get('/api/v1/organisation')).status).toBe(404)
    } finally {
      await own.close()
      await fresh.close()
      rmSync(dataDir, { recursive: true })
    }
  })
})
