import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { startOidcServer, type OidcServer } from '../../../test/oidc-server.ts'
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
import { Secret } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const refusedAt = '/sign-in?problem=identity-provider'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let provider: OidcServer
  let clock: Clock

  beforeAll(async () => {
    provider = await startOidcServer(`${publicUrl}/auth/oidc/callback`)
    const { issuer, clientId, clientSecret } = provider
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock, {
      oidc: { issuer, clientId, clientSecret: new Secret(clientSecret), name: 'Test provider' },
    })
    await newOrganisation(store, 'house-a')
    await newOrganisation(store, 'house-b')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
    await provider?.stop()
  })

  const start = async (browser: Browser): Promise<string> => {
    const { status, headers } = await browser.get('/auth/oidc/start')
    expect(status).toBe(302)
    return String(headers['location'])
  }
  const back = (browser: Browser, address: string): Promise<Answer> => {
    const { pathname, search } = new URL(address)
    return browser.ask('GET', pathname + search, undefined, { 'sec-fetch-site': 'cross-site' })
  }
  /** The whole flow: start, the provider's pages, return. */
  const signIn = async (browser: Browser, subject: string): Promise<string> => {
    const address = await provider.signIn(await start(browser), subject)
    const { status, headers } = await back(browser, address)
    expect(status).toBe(302)
    return String(headers['location'])
  }
  const state = async (browser: Browser) => (await browser.get('/api/v1/session')).body

  test('the ways to sign in name the provider', async () => {
    expect((await new Browser(app).get('/api/v1/sign-in')).body).toEqual({
      password: true,
      oidc: 'Test provider',
    })
  })

  test('the request to the provider carries state, nonce and a PKCE challenge', async () => {
    const query = new URL(await start(new Browser(app))).searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    }
    expect(query.get('redirect_uri')).toBe(`${publicUrl}/auth/oidc/callback`)
  })

  test('a person who was invited gets an account, in all that invited it', async () => {
    const email = 'ines@example.com'
    await inviteByOperator(store, 'house-a', email, { roles: ['analyst'] })
    await inviteByOperator(store, 'house-b', email, { roles: ['reviewer'] })
    provider.accounts.set('ines', { email: 'Ines@Example.com', email_verified: true, name: 'Ines' })
    const browser = new Browser(app)
    expect(await signIn(browser, 'ines')).toBe('/')
    expect(await state(browser)).toMatchObject({
      lacks: null,
      person: { email, name: 'Ines' },
      organisation: { slug: 'house-a', roles: ['analyst'] },
      organisations: [{ slug: 'house-a' }, { slug: 'house-b' }],
    })
    // There is no password to sign in with or to change.
    expect((await new Browser(app).signIn(email)).status).toBe(401)
    const next = 'nine loud kettles'
    expect((await browser.post('/api/v1/password', { current: 'x', next })).status).toBe(409)
    // From now on the identity is known, whatever the provider says about the address.
    provider.accounts.set('ines', { email: 'other@example.com', email_verified: false })
    const again = new Browser(app)
    expect(await signIn(again, 'ines')).toBe('/')
    expect(await state(again)).toMatchObject({ person: { email } })
  })

  test.each([
    ['was not invited', 'stranger', { email: 'stranger@example.com', email_verified: true }],
    [
      'has not verified its address',
      'liar',
      { email: 'invited@example.com', email_verified: false },
    ],
    ['says nothing of verification', 'mute', { email: 'invited@example.com' }],
    ['has no address', 'nobody', {}],
  ])('a person who %s is refused', async (_what, subject, account) => {
    await inviteByOperator(store, 'house-a', 'invited@example.com')
    provider.accounts.set(subject, account)
    const browser = new Browser(app)
    expect(await signIn(browser, subject)).toBe(refusedAt)
    expect(browser.token).toBeUndefined()
  })

  test('a person who was there is linked, and what signed it in before ends', async () => {
    const email = 'olga@example.com'
    const before = await newMember(app, store, 'house-a', email)
    provider.accounts.set('olga', { email, email_verified: true })
    const browser = new Browser(app)
    expect(await signIn(browser, 'olga')).toBe('/')
    expect(await state(browser)).toMatchObject({ person: { email } })
    expect((await before.get('/api/v1/session')).status).toBe(401)
    expect((await before.signIn(email, password)).status).toBe(401)
    provider.accounts.set('impostor', { email, email_verified: true })
    expect(await signIn(new Browser(app), 'impostor')).toBe(refusedAt)
  })

  test('an expired or used invitation admits no one', async () => {
    const email = 'late@example.com'
    await inviteByOperator(store, 'house-a', email)
    clock.pass(373 * 86_400_000)
    provider.accounts.set('late', { email, email_verified: true })
    expect(await signIn(new Browser(app), 'late')).toBe(refusedAt)
    clock.pass(-373 * 86_400_000)
    expect(await signIn(new Browser(app), 'late')).toBe('/')
  })

  test('the way back works in the browser that started, once, in time and unchanged', async () => {
    const email = 'eva@example.com'
    await inviteByOperator(store, 'house-a', email)
    provider.accounts.set('eva', { email, email_verified: true })
    const victim = new Browser(app)
    const address = await provider.signIn(await start(victim), 'eva')
    const other = new Browser(app)
    expect((await back(other, address)).headers['location']).toBe(refusedAt)
    await start(other)
    expect((await back(other, address)).headers['location']).toBe(refusedAt)
    const changed = new URL(address)
    changed.searchParams.set('state', 'x'.repeat(43))
    const cookies = new Map(victim.cookies)
    expect((await back(victim, changed.href)).headers['location']).toBe(refusedAt)
    for (const [name, value] of cookies) victim.cookies.set(name, value)
    clock.pass(10 * 60_000)
    expect((await back(victim, address)).headers['location']).toBe(refusedAt)
    clock.pass(-10 * 60_000)
    for (const [name, value] of cookies) victim.cookies.set(name, value)
    expect((await back(victim, address)).headers['location']).toBe('/')
    for (const [name, value] of cookies) victim.cookies.set(name, value)
    expect((await back(victim, address)).headers['location']).toBe(refusedAt)
  })

  test('an unavailable provider is reported as such, and asked again the next time', async () => {
    const goneServer = await startOidcServer(`${publicUrl}/auth/oidc/callback`)
    await goneServer.stop()
    const { issuer, clientId, clientSecret } = goneServer
    const oidc = { issuer, clientId, clientSecret: new Secret(clientSecret), name: 'Gone' }
    const lonely = newApi(store, clock, { oidc })
    try {
      const { status, body } = await new Browser(lonely).get('/auth/oidc/start')
      expect([status, body]).toEqual([503, expect.objectContaining({ retryable: true })])
    } finally {
      await lonely.close()
    }
  })

  test('without a provider there is nothing to start', async () => {
    const without = newApi(store, clock)
    try {
      const { status } = await new Browser(without).get('/auth/oidc/start')
      expect(status).toBe(404)
    } finally {
      await without.close()
    }
  })
})
