import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { readyToNotify, type Ready } from '../../../test/notices.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { isOnHold, onHoldSince, type HoldSubject } from './hold-checks.ts'
import { recordExpiredHolds, recordHoldNotifications } from './notify-expired-holds.ts'

type Body = Record<string, unknown>
const day = 86_400_000
const secret = 'A search is being prepared in the harbour.'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let house: string
  let admin: Browser
  let second: Browser
  let analyst: Browser
  let auditor: Browser
  let ready: Ready
  const clock = newClock()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    house = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    admin = await newMember(app, store, 'house-a', 'mirela@house-a.example')
    second = await newMember(app, store, 'house-a', 'ivo@house-a.example')
    analyst = await newMember(app, store, 'house-a', 'dewi@house-a.example', { roles: ['analyst'] })
    auditor = await newMember(app, store, 'house-a', 'ana@house-a.example', { roles: ['auditor'] })
    const { body } = await admin.get('/api/v1/session')
    const actor = { ...personOf(house), id: (body['person'] as { id: string }).id }
    const urls = ['https://pasar.example/1', 'https://pasar.example/2']
    ready = await readyToNotify(store, { slug: 'house-a', actor, urls })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const confidentialityHold = (scope: Body, more: Body = {}): Body => ({
    scope,
    wantedBy: 'authority',
    reference: 'File 7/26',
    reason: secret,
    days: 30,
    reviewDays: 14,
    ...more,
  })
  const set = async (scope: Body, more: Body = {}): Promise<string> => {
    const { status, body } = await admin.post(
      '/api/v1/confidentiality-holds',
      confidentialityHold(scope, more),
    )
    expect([status, body]).toMatchObject([201, { state: 'stands' }])
    return body['id'] as string
  }
  const lift = (id: string): Promise<{ status: number; body: Body }> =>
    admin.post(`/api/v1/confidentiality-holds/${id}/actions`, {
      action: { type: 'lift', reason: 'The authority released it.' },
    })
  const draft = async (): Promise<string> => {
    const { status, body } = await analyst.post('/api/v1/notices', {
      case: ready.case,
      ground: 'counterfeit',
      claim: ready.claim,
      items: ready.listings.map((listing, at) => ({ listing, capture: ready.captures[at] })),
      recipients: [{ by: 'file' }],
    })
    expect([status, body]).toMatchObject([201, {}])
    return body['id'] as string
  }
  const refusals = async (id: string): Promise<Body[]> => {
    const { body } = await analyst.get(`/api/v1/notices/${id}/check`)
    return (body['refusals'] as Body[]).filter(({ code }) => code === 'held')
  }
  const actions = async (organisation = house): Promise<string[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select action from audit_events where organisation_id = ${organisation}::uuid
          and action like 'confidentiality-hold-%' order by at, id`.execute(handle),
    )
    return rows.map(({ action }) => action)
  }

  test('a listing under hold has no notice until its release, and people who work on it do not learn why', async () => {
    const notice = await draft()
    expect(await refusals(notice)).toEqual([])
    const id = await set({ kind: 'listing', listing: ready.listings[1] })
    const noticeRefusals = await refusals(notice)
    expect(noticeRefusals).toMatchObject([
      { item: 1, message: expect.stringMatching(/^The listing is on hold/) },
    ])
    const sent = await analyst.post(`/api/v1/notices/${notice}/actions`, {
      action: { type: 'send' },
    })
    expect([sent.status, JSON.stringify(sent.body)]).toEqual([
      409,
      expect.stringContaining('The listing is on hold'),
    ])
    expect(JSON.stringify([noticeRefusals, sent.body])).not.toMatch(/authority|7\/26|harbour/)
    for (const browser of [analyst, second, auditor]) {
      const { status, body } = await browser.get('/api/v1/confidentiality-holds')
      expect(status).toBe(browser === analyst ? 403 : 200)
      expect(JSON.stringify(body).includes(secret)).toBe(browser !== analyst)
    }
    const log = await auditor.get('/api/v1/audit')
    expect(log.status).toBe(200)
    expect(JSON.stringify(log.body)).not.toMatch(/7\/26|harbour/)
    expect((await lift(id)).body).toMatchObject({ state: 'lifted' })
    expect(await refusals(notice)).toEqual([])
    expect((await lift(id)).status).toBe(409)
  })

  test.each(['case', 'seller'])('a %s holds its listings', async (kind) => {
    await asOperator(store, (handle) =>
      sql`
        insert into pseudonym_salts (organisation_id, salt)
        values (${house}::uuid, sha256('s'::bytea)) on conflict do nothing`.execute(handle),
    )
    const seller = { marketplace: 'pasar', id: 'toko-embun' }
    const id = await set(kind === 'case' ? { kind, case: ready.case } : { kind, seller })
    if (kind === 'seller') {
      // Like ingestion, which stores it with each version.
      await asOperator(store, (handle) =>
        sql`
          update listing_versions v set seller_hash = e.seller_hash from confidentiality_holds e
          where e.id = ${id}::uuid and v.listing_id = ${ready.listings[0]}::uuid`.execute(handle),
      )
    }
    const holdRefusals = await refusals(await draft())
    expect(holdRefusals.map(({ item }) => item)).toEqual(kind === 'case' ? [null] : [0])
    await lift(id)
  })

  test('the check of a subject says what the store says of it, whatever it is', async () => {
    const notice = await draft()
    const subjects: HoldSubject[] = [
      ...ready.listings.map((id) => ({ kind: 'listing', id }) as const),
      { kind: 'case', id: ready.case },
      { kind: 'notice', id: notice },
      { kind: 'proceeding', id: ready.case },
      { kind: 'appeal-link', id: notice },
    ]
    const sinceOf = (about: HoldSubject) =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<{ since: Date | null }>`
          select held_since(${house}::uuid, array[${about.kind}], array[${about.id}::uuid], null,
            ${new Date()}::timestamptz) as since`.execute(handle)
        const item = { organisationId: house, now: new Date(), about }
        expect(await onHoldSince(handle, item)).toEqual(rows[0]?.since ?? undefined)
        return rows[0]?.since ?? null
      })
    const holdStates = async (): Promise<boolean[]> => {
      const found = []
      for (const about of subjects) found.push((await sinceOf(about)) !== null)
      return found
    }
    expect((await holdStates()).includes(true)).toBe(false)
    const id = await set({ kind: 'listing', listing: ready.listings[1] })
    expect(await holdStates()).toEqual([false, true, false, true, false, false])
    await lift(id)
    const caseHold = await set({ kind: 'case', case: ready.case })
    expect(await holdStates()).toEqual([true, true, true, true, false, false])
    await lift(caseHold)
  })

  test('it lapses at its time limit, which the log then records once', async () => {
    const [listing = ''] = ready.listings
    const id = await set({ kind: 'listing', listing }, { days: 2, reviewDays: 1 })
    const after = (days: number): Date => new Date(clock.now + days * day + 1)
    const isHeldAfter = (days: number): Promise<boolean> =>
      asOperator(store, (handle) =>
        isOnHold(handle, {
          organisationId: house,
          about: { kind: 'listing', id: listing },
          now: after(days),
        }),
      )
    expect([await isHeldAfter(1), await isHeldAfter(2)]).toEqual([true, false])
    expect([
      await recordExpiredHolds(store, after(1)),
      await recordExpiredHolds(store, after(2)),
    ]).toEqual([0, 1])
    expect(await recordExpiredHolds(store, after(3))).toBe(0)
    expect((await actions()).at(-1)).toBe('confidentiality-hold-lapsed')
    await lift(id)
  })

  test('an extension needs a second person; until then the old period applies', async () => {
    const id = await set({ kind: 'case', case: ready.case }, { days: 10, reviewDays: 5 })
    const hold = `/api/v1/confidentiality-holds/${id}`
    const ask = (days: number) =>
      admin.post(`${hold}/extensions`, { days, reviewDays: 5, reason: 'The search was put off.' })
    expect((await ask(9)).status).toBe(422)
    expect((await ask(60)).body).toMatchObject({ extensions: [{ state: 'requested' }] })
    expect((await ask(70)).status).toBe(409)
    const approve = { action: { type: 'approve-extension' } }
    expect((await admin.post(`${hold}/actions`, approve)).status).toBe(403)
    expect((await analyst.post(`${hold}/actions`, approve)).status).toBe(403)
    const before = (await admin.get('/api/v1/confidentiality-holds?standing=true')).body[
      'items'
    ] as Body[]
    expect(Date.parse(before[0]!['expiresAt'] as string)).toBe(clock.now + 10 * day)
    const settled = await second.post(`${hold}/actions`, approve)
    expect(settled).toMatchObject({ status: 200, body: { extensions: [{ state: 'confirmed' }] } })
    expect(Date.parse(settled.body['expiresAt'] as string)).toBe(clock.now + 60 * day)
    await lift(id)
    expect(await actions()).toEqual(
      expect.arrayContaining([
        'confidentiality-hold-set',
        'confidentiality-hold-extension-asked',
        'confidentiality-hold-extended',
      ]),
    )
  })

  test('an extension requested after the second person read the hold is not approved unread', async () => {
    const id = await set({ kind: 'case', case: ready.case }, { days: 10, reviewDays: 5 })
    const hold = `/api/v1/confidentiality-holds/${id}`
    const ask = async (days: number): Promise<unknown> => {
      const body = { days, reviewDays: 5, reason: 'The search was put off.' }
      return (await admin.post(`${hold}/extensions`, body)).body['version']
    }
    const settle = (type: string, expectedVersion: unknown) =>
      second.post(`${hold}/actions`, { action: { type }, expectedVersion })
    const read = await ask(20)
    expect((await settle('reject-extension', read)).status).toBe(200)
    const anew = await ask(170)
    expect(await settle('approve-extension', read)).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch' },
    })
    const told = await Promise.all([
      settle('approve-extension', anew),
      settle('reject-extension', anew),
    ])
    expect(told.map(({ status }) => status).sort()).toEqual([200, 409])
    await lift(id)
  })

  test('only a listing or case of the organisation can be held, for half a year at most', async () => {
    for (const scope of [
      { kind: 'listing', listing: randomUUID() },
      { kind: 'case', case: randomUUID() },
    ]) {
      expect(
        (await admin.post('/api/v1/confidentiality-holds', confidentialityHold(scope))).status,
      ).toBe(404)
    }
    const scope = { kind: 'case', case: ready.case }
    for (const more of [{ days: 181 }, { days: 5, reviewDays: 6 }]) {
      expect(
        (await admin.post('/api/v1/confidentiality-holds', confidentialityHold(scope, more)))
          .status,
      ).toBe(422)
    }
    for (const browser of [analyst, auditor]) {
      expect(
        (await browser.post('/api/v1/confidentiality-holds', confidentialityHold(scope))).status,
      ).toBe(403)
    }
  })

  describe('listings named by an authority', () => {
    let customs: string
    let officer: Browser
    let colleague: Browser
    let stranger: Browser
    beforeAll(async () => {
      customs = (await newOrganisation(store, 'customs', { kind: 'authority' })).id
      await newOrganisation(store, 'house-b', { kind: 'rights-holder' })
      officer = await newMember(app, store, 'customs', 'runa@customs.example')
      colleague = await newMember(app, store, 'customs', 'odo@customs.example')
      stranger = await newMember(app, store, 'house-b', 'lia@house-b.example')
    })

    const nameOf = async (listing: string): Promise<Body> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<Body>`
          select marketplace, external_id as id from listings
          where id = ${listing}::uuid`.execute(handle),
      )
      return rows[0]!
    }
    const contact = 'Harbour desk, desk@customs.example'
    const granted = { grantedTo: ['house-a'] }
    const hold = (by: Browser, listings: Body[]) =>
      by.post(
        '/api/v1/confidentiality-holds',
        confidentialityHold({ kind: 'listings', listings, contact, ...granted }),
      )
    const seenBy = async (by: Browser): Promise<Body[]> => {
      const { status, body } = await by.get('/api/v1/confidentiality-holds/of-authorities')
      expect(status).toBe(200)
      return body['items'] as Body[]
    }

    test('are held where they are: who has one learns since when, how long and whom to ask, not why', async () => {
      const [, listing = ''] = ready.listings
      const notice = await draft()
      const { status, body } = await hold(officer, [await nameOf(listing)])
      expect([status, body]).toMatchObject([201, { scope: 'listings', contact }])
      expect(await refusals(notice)).toMatchObject([{ item: 1 }])
      const [seen, ...others] = await seenBy(admin)
      expect(others).toEqual([])
      expect(seen).toMatchObject({ listing, contact, state: 'stands', authority: 'CUSTOMS' })
      expect(seen).toMatchObject({ setAt: body['setAt'], expiresAt: body['expiresAt'] })
      expect(JSON.stringify(seen)).not.toMatch(/7\/26|harbour\./)
      expect((await analyst.get('/api/v1/confidentiality-holds/of-authorities')).status).toBe(403)
      expect([await seenBy(stranger), await seenBy(officer)]).toEqual([[], []])
      const path = `/api/v1/confidentiality-holds/${body['id'] as string}`
      for (const by of [admin, stranger]) {
        expect(
          (await by.post(`${path}/actions`, { action: { type: 'lift', reason: 'x' } })).status,
        ).toBe(404)
      }

      const longer = { days: 60, reviewDays: 5, reason: 'The search was put off.' }
      await officer.post(`${path}/extensions`, longer)
      await colleague.post(`${path}/actions`, { action: { type: 'approve-extension' } })
      const [extended] = await seenBy(admin)
      expect(Date.parse(extended!['expiresAt'] as string)).toBe(clock.now + 60 * day)
      const heldAfter = (days: number): Promise<boolean> => {
        const now = new Date(clock.now + days * day)
        return asOperator(store, (handle) =>
          isOnHold(handle, { organisationId: house, about: { kind: 'listing', id: listing }, now }),
        )
      }
      expect([await heldAfter(59), await heldAfter(60)]).toEqual([true, false])

      await officer.post(`${path}/actions`, {
        action: { type: 'lift', reason: 'The search is over.' },
      })
      expect(await refusals(notice)).toEqual([])
      expect(await seenBy(admin)).toMatchObject([{ state: 'lifted' }])
    })

    test('are recorded in the logs of both sides, once', async () => {
      const told = async (): Promise<string[]> => {
        await recordHoldNotifications(store, new Date(clock.now))
        const all = await actions()
        return all.filter(
          (one) => one === 'confidentiality-hold-reached' || one === 'confidentiality-hold-ended',
        )
      }
      const [listing = ''] = ready.listings
      const { body } = await hold(officer, [await nameOf(listing)])
      expect([await told(), await told()]).toEqual([
        ['confidentiality-hold-reached'],
        ['confidentiality-hold-reached'],
      ])
      await officer.post(`/api/v1/confidentiality-holds/${body['id'] as string}/actions`, {
        action: { type: 'lift', reason: 'x' },
      })
      expect(await told()).toEqual(['confidentiality-hold-reached', 'confidentiality-hold-ended'])
      expect(await told()).toEqual(['confidentiality-hold-reached', 'confidentiality-hold-ended'])
      const of = await actions(customs)
      expect(of).toEqual(
        expect.arrayContaining(['confidentiality-hold-set', 'confidentiality-hold-lifted']),
      )
      expect(of).not.toContain('confidentiality-hold-reached')
      const log = await auditor.get('/api/v1/audit')
      expect([log.status, JSON.stringify(log.body)]).toEqual([
        200,
        expect.stringContaining('CUSTOMS'),
      ])
      expect(JSON.stringify(log.body)).not.toMatch(/7\/26|harbour\.|The search is over/)
    })

    test('an authority does not learn whether anyone has the listings that it names', async () => {
      const [listing = ''] = ready.listings
      const known = await nameOf(listing)
      const absent = { ...known, id: `${known['id'] as string}-x` }
      const answers: unknown[] = []
      for (const listing of [known, absent]) {
        const { status, body } = await hold(officer, [listing])
        const { body: kept } = await officer.get('/api/v1/confidentiality-holds')
        const own = (kept['items'] as Body[]).find(({ id }) => id === body['id'])
        await recordHoldNotifications(store, new Date(clock.now))
        const { body: log } = await officer.get('/api/v1/audit')
        const text = JSON.stringify([status, body, own, await seenBy(officer)])
        answers.push([
          text
            .replaceAll(body['id'] as string, 'id')
            .replaceAll(listing['id'] as string, 'listing'),
          (log['items'] as Body[]).slice(0, 2).map(({ action }) => action),
        ])
        await officer.post(`/api/v1/confidentiality-holds/${body['id'] as string}/actions`, {
          action: { type: 'lift', reason: 'x' },
        })
      }
      expect(answers[1]).toEqual(answers[0])
    })

    test('only an authority can hold foreign listings', async () => {
      const [listing = ''] = ready.listings
      const name = await nameOf(listing)
      for (const by of [admin, stranger]) expect((await hold(by, [name])).status).toBe(403)
      const mine = await set({ kind: 'case', case: ready.case })
      const forged = store.transact(
        { as: 'tenant', organisationId: house, actor: { kind: 'person', id: randomUUID() } },
        (handle) =>
          sql`
            insert into confidentiality_hold_listings (id, confidentiality_hold_id, organisation_id, marketplace, external_id,
              authority, contact, set_at, expires_at)
            values (gen_random_uuid(), ${mine}::uuid, ${house}::uuid, 'x', 'x', 'house-a', 'x',
              now(), now())`.execute(handle),
      )
      await expect(forged).rejects.toThrow(/row-level security/)
      await lift(mine)
    })
  })
})
