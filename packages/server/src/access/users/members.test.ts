import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  Browser,
  inviteByOperator,
  newApi,
  newClock,
  newMember,
  password,
  type Answer,
  type Clock,
} from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const day = 86_400_000
const classOf = ({ body }: Answer): unknown => body['class']
const none = '00000000-0000-4000-8000-000000000000'

type Item = { id: string; email: string; name: string }
type NamedSubject = { id: string; name: string | null }
type Event = { action: string; actor: NamedSubject & { kind: string }; subject: NamedSubject }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let clock: Clock
  let admin: Browser
  let analyst: Browser
  let auditor: Browser
  let rival: Browser
  let count = 0
  const someone = (): string => `member-${++count}@example.com`

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock)
    await newOrganisation(store, 'house-a', { kind: 'rights-holder', name: 'House A' })
    await newOrganisation(store, 'house-b', { kind: 'rights-holder', name: 'House B' })
    admin = await newMember(app, store, 'house-a', 'admin@house-a.example')
    const as = (roles: string[]) => ({ roles })
    analyst = await newMember(app, store, 'house-a', 'ana@house-a.example', as(['analyst']))
    auditor = await newMember(app, store, 'house-a', 'aud@house-a.example', as(['auditor']))
    rival = await newMember(app, store, 'house-b', 'admin@house-b.example')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const invite = async (by: Browser, input: Record<string, unknown>): Promise<Answer> =>
    by.post('/api/v1/invitations', { roles: ['analyst'], ...input })
  const accept = (token: unknown, more: Record<string, unknown> = { name: 'Ada', password }) =>
    new Browser(app).post('/api/v1/invitation-acceptances', { token, ...more })
  const membersOf = async (browser: Browser): Promise<Item[]> =>
    (await browser.get('/api/v1/members?limit=200')).body['items'] as Item[]
  const idOf = async (browser: Browser, email: string): Promise<string> =>
    (await membersOf(browser)).find((member) => member.email === email)!.id
  const lastEvent = async (action: string): Promise<Event | undefined> =>
    ((await auditor.get('/api/v1/audit')).body['items'] as Event[]).find(
      (event) => event.action === action,
    )

  describe('an invitation', () => {
    test('makes a member of the person with its token, once, for seven days', async () => {
      const email = someone()
      const { status, body } = await invite(admin, {
        email: email.toUpperCase(),
        roles: ['analyst', 'reviewer'],
        brands: ['gucci'],
        territories: ['DE', 'EM'],
      })
      expect(status).toBe(201)
      const { token } = body
      const read = await new Browser(app).post('/api/v1/invitation-lookups', { token })
      expect(read.body).toMatchObject({ organisation: 'House A', email })
      expect((await accept(token)).status).toBe(200)
      const browser = new Browser(app)
      expect((await browser.signIn(email)).body).toMatchObject({
        organisation: {
          roles: ['analyst', 'reviewer'],
          brands: ['gucci'],
          territories: ['DE', 'EM'],
        },
      })
      const again = await accept(token)
      expect([again.status, classOf(again)]).toEqual([404, 'not-found'])
      const late = (await invite(admin, { email: someone() })).body['token']
      clock.pass(7 * day)
      expect(classOf(await accept(late))).toBe('not-found')
      for (const each of [admin, analyst, auditor, rival]) {
        await each.signIn(`${each === rival ? 'admin@house-b' : emailOf(each)}.example`)
      }
    })

    const emailOf = (browser: Browser): string =>
      browser === admin ? 'admin@house-a' : browser === analyst ? 'ana@house-a' : 'aud@house-a'

    test('that is revoked is worth nothing', async () => {
      const { body } = await invite(admin, { email: someone() })
      const { id } = body['invitation'] as Item
      expect((await rival.ask('DELETE', `/api/v1/invitations/${id}`)).status).toBe(404)
      expect((await admin.ask('DELETE', `/api/v1/invitations/${id}`)).status).toBe(200)
      expect((await accept(body['token'])).status).toBe(404)
    })

    test('never opens an existing account, even with the token', async () => {
      const email = 'ana@house-a.example'
      const { body } = await invite(rival, { email })
      const refused = await accept(body['token'], {
        name: 'Thief',
        password: 'three stolen spoons',
      })
      expect([refused.status, classOf(refused)]).toEqual([401, 'unauthenticated'])
      expect((await new Browser(app).signIn(email, 'three stolen spoons')).status).toBe(401)
      expect((await accept(body['token'])).status).toBe(200)
      const { organisations } = (await analyst.get('/api/v1/session')).body
      expect(organisations).toMatchObject([{ slug: 'house-a' }, { slug: 'house-b' }])
    })

    test('does not reveal whether its address is known elsewhere', async () => {
      const known = await invite(rival, { email: 'aud@house-a.example' })
      const unknown = await invite(rival, { email: someone() })
      expect([known.status, unknown.status]).toEqual([201, 201])
      expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body))
      const member = await invite(admin, { email: 'aud@house-a.example' })
      expect([member.status, classOf(member)]).toEqual([409, 'conflict'])
    })

    test.each([
      [{ email: 'nobody' }, '/email'],
      [{ roles: [] }, '/roles'],
      [{ roles: ['owner'] }, '/roles/0'],
      [{ roles: ['admin', 'admin'] }, '/roles'],
      [{ territories: ['Germany'] }, '/territories/0'],
      [{ colour: 'red' }, ''],
    ])('with %j is refused at its field', async (more, pointer) => {
      const { status, body } = await invite(admin, { email: someone(), ...more })
      expect([status, body]).toEqual([422, expect.objectContaining({ pointer })])
    })

    test.each([
      ['new', 'ada.lovelace@example.com'],
      // An account at another organisation, which must not be revealed to the inviter.
      ['known elsewhere', 'admin@house-b.example'],
    ])('asks a person who is %s for a name and a good password', async (_what, email) => {
      const { body } = await invite(admin, { email })
      for (const [more, pointer] of [
        [{ password }, '/name'],
        [{ name: 'Ada' }, '/password'],
        [{ name: 'Ada', password: email.split('@')[0]!.repeat(3) }, '/password'],
        [{ name: 'Ada', password: 'letmein12345' }, '/password'],
      ] as const) {
        const { status, body: answer } = await accept(body['token'], more)
        expect([status, answer]).toEqual([422, expect.objectContaining({ pointer })])
      }
    })
  })

  describe('a member', () => {
    test('is changed by an admin, and the new rights apply at once', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email, { roles: ['analyst'] })
      expect((await browser.get('/api/v1/audit')).status).toBe(403)
      const id = await idOf(admin, email)
      const changed = await admin.ask('PATCH', `/api/v1/members/${id}`, {
        roles: ['auditor'],
        territories: ['FR'],
      })
      expect(changed.body).toMatchObject({ email, roles: ['auditor'], territories: ['FR'] })
      expect((await browser.get('/api/v1/audit')).status).toBe(200)
      expect(await lastEvent('member-changed')).toMatchObject({ subject: { id } })
    })

    test('is removed by an admin: its sessions end at once, those for other organisations do not', async () => {
      const email = someone()
      const here = await newMember(app, store, 'house-a', email, { roles: ['analyst'] })
      const token = await inviteByOperator(store, 'house-b', email)
      await here.post('/api/v1/invitation-acceptances', { token })
      const there = new Browser(app)
      await there.signIn(email)
      await there.post('/api/v1/session/organisation', { organisation: 'house-b' })
      const id = await idOf(admin, email)
      expect((await admin.ask('DELETE', `/api/v1/members/${id}`)).status).toBe(200)
      expect((await here.get('/api/v1/session')).status).toBe(401)
      expect((await there.get('/api/v1/session')).body).toMatchObject({
        organisation: { slug: 'house-b' },
        organisations: [{ slug: 'house-b' }],
      })
      expect((await membersOf(admin)).map((member) => member.email)).not.toContain(email)
    })

    test('is named in the audit log, until it has left', async () => {
      const email = someone()
      await newMember(app, store, 'house-a', email, { roles: ['analyst'] })
      const { id, name } = (await membersOf(admin)).find((member) => member.email === email)!
      await admin.ask('PATCH', `/api/v1/members/${id}`, { roles: ['auditor'] })
      const changed = await lastEvent('member-changed')
      expect(changed).toMatchObject({ subject: { id, name }, actor: { kind: 'person' } })
      expect(changed?.actor.name).not.toBeNull()
      await admin.ask('DELETE', `/api/v1/members/${id}`)
      expect(await lastEvent('member-removed')).toMatchObject({ subject: { id, name: null } })
      expect(await lastEvent('member-changed')).toMatchObject({ subject: { id, name: null } })
    })

    test('belongs to some organisation, or is not signed in', async () => {
      const email = someone()
      const browser = await newMember(app, store, 'house-a', email, { roles: ['analyst'] })
      const id = await idOf(admin, email)
      const { organisation } = (await admin.get('/api/v1/session')).body as {
        organisation: { id: string }
      }
      // As when a membership ends while a session is being opened for it.
      await store.transact(tenantContext(organisation.id), (handle) =>
        sql`delete from memberships where person_id = ${id}::uuid`.execute(handle),
      )
      expect((await browser.get('/api/v1/session')).status).toBe(401)
    })

    test('is not removed or demoted where it is the last admin, also by two at once', async () => {
      const slug = `small-${++count}`
      await newOrganisation(store, slug)
      const [first, second] = [someone(), someone()]
      const viewer = await newMember(app, store, slug, first)
      const two = await newMember(app, store, slug, second)
      const ids = [await idOf(viewer, first), await idOf(viewer, second)]
      const answers = await Promise.all([
        viewer.ask('DELETE', `/api/v1/members/${ids[1]}`),
        two.ask('DELETE', `/api/v1/members/${ids[0]}`),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const left = answers[0].status === 200 ? viewer : two
      const id = answers[0].status === 200 ? ids[0] : ids[1]
      for (const answer of [
        await left.ask('DELETE', `/api/v1/members/${id}`),
        await left.ask('PATCH', `/api/v1/members/${id}`, { roles: ['analyst'] }),
      ]) {
        expect([answer.status, classOf(answer)]).toEqual([409, 'conflict'])
      }
    })

    test('whose admin rights are narrow gives none beyond them', async () => {
      const email = someone()
      const narrow = await newMember(app, store, 'house-a', email, {
        roles: ['admin'],
        territories: ['FR'],
      })
      const id = await idOf(admin, email)
      expect((await invite(narrow, { email: someone(), territories: ['FR'] })).status).toBe(201)
      for (const territories of [[], ['DE'], ['FR', 'DE']]) {
        expect((await invite(narrow, { email: someone(), territories })).status).toBe(403)
        const own = await narrow.ask('PATCH', `/api/v1/members/${id}`, {
          roles: ['admin'],
          territories,
        })
        expect(own.status).toBe(403)
      }
      const wide = await idOf(admin, 'ana@house-a.example')
      expect((await narrow.ask('DELETE', `/api/v1/members/${wide}`)).status).toBe(403)
    })

    test('lists have pages without gap or repetition', async () => {
      const ids: string[] = []
      let after = ''
      for (let page = 0; page < 50; page++) {
        const { body } = await admin.get(`/api/v1/members?limit=2${after && `&after=${after}`}`)
        ids.push(...(body['items'] as Item[]).map(({ id }) => id))
        if (body['next'] === null) break
        after = body['next'] as string
      }
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length).toBe((await membersOf(admin)).length)
      const pages: string[] = []
      after = ''
      for (let page = 0; page < 50; page++) {
        const { body } = await admin.get(`/api/v1/invitations?limit=2${after && `&after=${after}`}`)
        pages.push(...(body['items'] as Item[]).map(({ id }) => id))
        if (body['next'] === null) break
        after = body['next'] as string
      }
      expect(new Set(pages).size).toBe(pages.length)
      expect(pages.length).toBeGreaterThan(4)
    })
  })

  describe('the API keys of an organisation', () => {
    test('are made, seen and revoked by its admin', async () => {
      const created = await admin.post('/api/v1/keys', { scopes: ['listings:read'], label: 'Feed' })
      expect(created.status).toBe(201)
      const { key, text } = created.body as { key: Item; text: string }
      const use = (): Promise<Answer> =>
        new Browser(app).ask('GET', '/api/v1/listings', undefined, {
          authorization: `Bearer ${text}`,
        })
      expect((await use()).status).toBe(200)
      const { items } = (await admin.get('/api/v1/keys')).body
      expect(items).toMatchObject([{ id: key.id, label: 'Feed', revokedAt: null }])
      expect(JSON.stringify(items)).not.toContain(text.split('_').slice(2).join('_'))
      expect((await rival.ask('DELETE', `/api/v1/keys/${key.id}`)).status).toBe(404)
      expect((await admin.ask('DELETE', `/api/v1/keys/${key.id}`)).status).toBe(200)
      expect((await use()).status).toBe(401)
    })

    test('manage no people, no keys and no settings', async () => {
      const { text } = await newKey(store, 'house-a', ['listings:read', 'listings:write'])
      const headers = { authorization: `Bearer ${text}` }
      for (const [method, url] of [
        ['GET', '/api/v1/session'],
        ['GET', '/api/v1/members'],
        ['POST', '/api/v1/invitations'],
        ['POST', '/api/v1/keys'],
        ['GET', '/api/v1/keys'],
        ['PATCH', '/api/v1/organisation'],
        ['GET', '/api/v1/audit'],
      ] as const) {
        const refused = await new Browser(app).ask(method, url, undefined, headers)
        expect([url, refused.status]).toEqual([url, 403])
      }
    })
  })

  describe('what only admins may', () => {
    test.each<['GET' | 'POST' | 'PATCH' | 'DELETE', string, unknown]>([
      ['POST', '/api/v1/invitations', { email: 'x@example.com', roles: ['admin'] }],
      ['GET', '/api/v1/invitations', undefined],
      ['DELETE', `/api/v1/invitations/${none}`, undefined],
      ['PATCH', `/api/v1/members/${none}`, { roles: ['admin'] }],
      ['DELETE', `/api/v1/members/${none}`, undefined],
      ['GET', '/api/v1/keys', undefined],
      ['POST', '/api/v1/keys', { scopes: ['listings:read'] }],
      ['PATCH', '/api/v1/organisation', { requireTwoFactor: true }],
    ])('%s %s is refused to an analyst and to an auditor', async (method, url, payload) => {
      for (const browser of [analyst, auditor]) {
        const refused = await browser.ask(method, url, payload)
        expect([refused.status, classOf(refused)]).toEqual([403, 'forbidden'])
      }
    })
  })

  describe('the log', () => {
    test('records who read personal data, and who read the log', async () => {
      await analyst.get('/api/v1/members')
      const me = (await analyst.get('/api/v1/session')).body['person'] as Item
      expect(await lastEvent('members-read')).toMatchObject({
        actor: { kind: 'person', id: me.id },
      })
      await auditor.get('/api/v1/audit')
      const auditorId = ((await auditor.get('/api/v1/session')).body['person'] as Item).id
      expect(await lastEvent('audit-read')).toMatchObject({ actor: { id: auditorId } })
      expect((await analyst.get('/api/v1/audit')).status).toBe(403)
    })

    test('contains no address, name or secret', async () => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ text: string }>`select e::text as text from audit_events e`.execute(handle),
      )
      for (const { text } of rows) expect(text).not.toMatch(/@|Ada/)
    })

    test('has pages to its end', async () => {
      const ids: string[] = []
      let after = ''
      for (let page = 0; page < 20; page++) {
        const { body } = await auditor.get(`/api/v1/audit${after && `?after=${after}`}`)
        ids.push(...(body['items'] as Item[]).map(({ id }) => id))
        if (body['next'] === null) break
        after = body['next'] as string
      }
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length).toBeGreaterThan(30)
    })
  })

  test('an organisation’s settings are seen by its members, each their own', async () => {
    const strict = await newMember(app, store, 'house-b', someone())
    const change = (requireTwoFactor: boolean): Promise<Answer> =>
      admin.ask('PATCH', '/api/v1/organisation', { requireTwoFactor })
    expect((await change(false)).body).toMatchObject({ slug: 'house-a', requireTwoFactor: false })
    expect((await auditor.get('/api/v1/organisation')).body).toMatchObject({ name: 'House A' })
    // An admin without a second factor cannot require one.
    const refused = await change(true)
    expect([refused.status, classOf(refused)]).toEqual([409, 'conflict'])
    expect((await auditor.get('/api/v1/organisation')).body).toMatchObject({
      requireTwoFactor: false,
    })
    expect((await strict.get('/api/v1/organisation')).body).toMatchObject({
      name: 'House B',
      requireTwoFactor: false,
    })
    const renamed = await rival.ask('PATCH', '/api/v1/organisation', { name: 'House A' })
    expect(renamed.status).toBe(422)
  })
})
