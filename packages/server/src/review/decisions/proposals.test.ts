import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Answer, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let organisationId: string
  let key: string
  let otherKey: string
  let admin: Browser
  let analyst: Browser
  let reviewer: Browser
  let auditor: Browser
  let limited: Browser
  let count = 0
  /** A listing without a decision. */
  let listing: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    organisationId = (await newOrganisation(store, 'market-a')).id
    await newOrganisation(store, 'market-b')
    const scopes = ['listings:read', 'listings:write', 'decisions:write']
    key = (await newKey(store, 'market-a', scopes)).text
    otherKey = (await newKey(store, 'market-b', scopes)).text
    const member = (name: string, roles: string[], more: Body = {}) =>
      newMember(app, store, 'market-a', `${name}@market.example`, { roles, ...more })
    admin = await member('ada', ['admin'])
    analyst = await member('ann', ['analyst'])
    reviewer = await member('rob', ['reviewer'])
    auditor = await member('otto', ['auditor'])
    limited = await member('lim', ['reviewer'], { brands: ['gucci'] })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  beforeEach(async () => {
    const id = `offer-${++count}`
    const { body } = await byKey('POST', '/listings', { id, title: 'Prada wallet' })
    listing = body['id'] as string
    await admin.ask('PUT', '/api/v1/decision-rules', { secondPerson: ['counterfeit'] })
  })

  async function byKey(
    method: 'GET' | 'POST',
    path: string,
    payload?: unknown,
    who = key,
  ): Promise<Answer> {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${who}` },
      ...(payload !== undefined && { payload: payload as object }),
    })
    return { status: response.statusCode, body: response.json(), headers: {} }
  }
  const decide = (who: Browser, verdict = 'counterfeit', more: Body = {}) =>
    who.post('/api/v1/decisions', { id: listing, verdict, ...more })
  async function propose(who: Browser, more: Body = {}): Promise<string> {
    const { body } = await decide(who, 'counterfeit', more)
    const [result] = body['results'] as Body[]
    expect(result).toMatchObject({ proposed: true, listing })
    return result!['id'] as string
  }
  const settle = (who: Browser, id: string, type: string, more: Body = {}) =>
    who.post(`/api/v1/proposed-decisions/${id}/actions`, { action: { type, ...more } })
  const decisions = async (): Promise<Body[]> =>
    (await byKey('GET', `/listings/${listing}/decisions`)).body['items'] as Body[]
  const events = async (): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from outbox_events
        where type = 'decision.recorded'
          and data::jsonb -> 'listing' ->> 'id' = ${listing}`.execute(handle),
    )
    return rows[0]!.count
  }
  const lastLogged = async (): Promise<unknown> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ actions: string[] }>`
        select array(select action from audit_events
          where organisation_id = ${organisationId}::uuid
            and action in ('decisions-recorded', 'decisions-proposed', 'proposal-confirmed',
              'proposal-rejected', 'proposal-withdrawn')
          order by at desc, id desc limit 1) as actions`.execute(handle),
    )
    return rows[0]!.actions[0]
  }

  describe('a decision that needs a second person', () => {
    test('is no decision and no event until another has confirmed it', async () => {
      const id = await propose(analyst, { reason: 'stitching', note: 'Look at the seam.' })
      expect(await lastLogged()).toBe('decisions-proposed')
      expect([await decisions(), await events()]).toEqual([[], 0])
      const { body: all } = await byKey('GET', '/decisions')
      expect(JSON.stringify(all)).not.toContain(listing)

      const { status, body } = await settle(reviewer, id, 'approve', { note: 'So it is.' })
      expect(status).toBe(200)
      expect(body).toMatchObject({
        state: 'confirmed',
        verdict: 'counterfeit',
        reason: 'stitching',
        settledNote: 'So it is.',
      })
      const [decision] = await decisions()
      expect(decision).toMatchObject({
        id: body['decision'],
        verdict: 'counterfeit',
        reason: 'stitching',
        note: 'Look at the seam.',
        label: { class: 'counterfeit', strength: 'weak' },
      })
      expect(await events()).toBe(1)
    })

    test('is never approved or rejected by its author, not even by an admin', async () => {
      const id = await propose(admin)
      for (const how of ['approve', 'reject']) {
        expect((await settle(admin, id, how, { note: 'x' })).status).toBe(403)
      }
      expect([await decisions(), await events()]).toEqual([[], 0])
    })

    test.each([
      ['an auditor', () => auditor, 403],
      ['a member for another brand', () => limited, 404],
    ])('is not confirmed by %s', async (_who, who, status) => {
      const id = await propose(analyst)
      expect((await settle(who(), id, 'approve')).status).toBe(status)
    })

    test('is not confirmed by a machine, or by another organisation', async () => {
      const id = await propose(analyst)
      const path = `/proposed-decisions/${id}/actions`
      const approve = { action: { type: 'approve' } }
      expect((await byKey('POST', path, approve)).status).toBe(403)
      const reject = { action: { type: 'reject', note: 'x' } }
      expect((await byKey('POST', path, reject)).status).toBe(403)
      const stranger = await newMember(app, store, 'market-b', `s${count}@other.example`)
      expect((await settle(stranger, id, 'approve')).status).toBe(404)
      const { body } = await byKey('GET', '/proposed-decisions', undefined, otherKey)
      expect(body['items']).toEqual([])
    })

    test('that a machine records waits for a person too', async () => {
      const { body } = await byKey('POST', '/decisions', { id: listing, verdict: 'counterfeit' })
      const [result] = body['results'] as Body[]
      expect(result).toMatchObject({ proposed: true })
      expect(await decisions()).toEqual([])
      expect((await settle(analyst, result!['id'] as string, 'approve')).status).toBe(200)
      expect(await decisions()).toHaveLength(1)
    })

    test('ends with a reason where another rejects it', async () => {
      const id = await propose(analyst)
      expect((await settle(reviewer, id, 'reject')).status).toBe(422)
      const { body } = await settle(reviewer, id, 'reject', { note: 'An own photograph.' })
      expect(body).toMatchObject({
        state: 'rejected',
        settledNote: 'An own photograph.',
        decision: null,
      })
      expect(await lastLogged()).toBe('proposal-rejected')
      expect([await decisions(), await events()]).toEqual([[], 0])
    })

    test('is withdrawn only by its author', async () => {
      const id = await propose(analyst)
      expect((await settle(reviewer, id, 'withdraw')).status).toBe(403)
      expect((await settle(analyst, id, 'withdraw')).body).toMatchObject({ state: 'withdrawn' })
      expect((await settle(reviewer, id, 'approve')).status).toBe(409)
    })

    test('is settled once, however many try', async () => {
      const id = await propose(analyst)
      const answers = await Promise.all([
        settle(reviewer, id, 'approve'),
        settle(admin, id, 'approve'),
        settle(admin, id, 'reject', { note: 'x' }),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
      expect(await events()).toBeLessThanOrEqual(1)
    })

    test('leaves no room for a second one on the same listing while it is pending', async () => {
      const id = await propose(analyst)
      const { status, body } = await decide(reviewer)
      expect(status).toBe(422)
      expect(JSON.stringify(body)).toMatch(/is already awaiting approval/)
      await settle(reviewer, id, 'reject', { note: 'x' })
      await propose(reviewer)
    })
  })

  test('other decisions of the same request are kept at once', async () => {
    const { body } = await byKey('POST', '/listings', { id: `more-${count}`, title: 'Prada bag' })
    const sent = [
      { id: body['id'], verdict: 'counterfeit' },
      { id: listing, verdict: 'genuine' },
      { id: '00000000-0000-4000-8000-000000000000', verdict: 'genuine' },
    ]
    const answer = await analyst.post('/api/v1/decisions', sent)
    expect(answer.body).toMatchObject({
      taken: 2,
      failed: 1,
      results: [{ proposed: true }, { listing, version: 1 }, { error: { pointer: '/id' } }],
    })
    expect((answer.body['results'] as Body[])[1]).not.toHaveProperty('proposed')
    expect(await decisions()).toHaveLength(1)
  })

  test('pending ones are listed, of all listings or of one', async () => {
    const id = await propose(analyst, { note: 'first' })
    const items = async (query: string): Promise<Body[]> =>
      (await reviewer.get(`/api/v1/proposed-decisions${query}`)).body['items'] as Body[]
    const me = (await analyst.get('/api/v1/session')).body['person'] as { id: string }
    expect(await items(`?listing=${listing}`)).toMatchObject([
      {
        id,
        note: 'first',
        state: 'proposed',
        settledAt: null,
        settledBy: null,
        proposedBy: { kind: 'person', id: me.id },
        listing: { id: listing, externalId: `offer-${count}` },
      },
    ])
    const [newest] = await items('?state=proposed&limit=1')
    expect(newest).toMatchObject({ id })
    await settle(analyst, id, 'withdraw')
    expect(await items(`?listing=${listing}&state=proposed`)).toEqual([])
    expect((await limited.get('/api/v1/proposed-decisions')).body['items']).toEqual([])
  })

  test('an admin alone sets the rule, and nothing that waits is let through by it', async () => {
    const rule = { secondPerson: [] }
    expect((await analyst.ask('PUT', '/api/v1/decision-rules', rule)).status).toBe(403)
    const id = await propose(analyst)
    expect((await admin.ask('PUT', '/api/v1/decision-rules', rule)).status).toBe(200)
    expect((await reviewer.get('/api/v1/decision-rules')).body).toEqual(rule)
    expect(await decisions()).toEqual([])
    expect((await decide(reviewer)).body).not.toMatchObject({ results: [{ proposed: true }] })
    expect((await settle(analyst, id, 'approve')).status).toBe(403)
  })

  test('the store itself refuses an approval by the author', async () => {
    const id = await propose(analyst)
    const me = (await analyst.get('/api/v1/session')).body['person'] as { id: string }
    const settleBy = (by: string, as: string, at = '2026-01-01T00:00:00Z') =>
      store.transact(tenantContext(organisationId, as), (handle) =>
        sql`
          update proposed_decisions set state = 'rejected', settled_at = ${at},
            settled_by_kind = 'person', settled_by_id = ${by}
          where id = ${id}::uuid`.execute(handle),
      )
    await expect(settleBy(me.id, me.id)).rejects.toThrow(/by_another/)
    await expect(settleBy('another', me.id)).rejects.toThrow(/another's name/)
    const { id: other } = (await reviewer.get('/api/v1/session')).body['person'] as { id: string }
    await settleBy(other, other)
    // Times have millisecond precision: two in succession may be equal.
    await expect(settleBy(other, other, '2026-01-02T00:00:00Z')).rejects.toThrow(/never changes/)
  })

  test('its text is removed by an erasure of the seller, and included in access', async () => {
    const seller = { id: `seller-${count}`, name: 'Wilma Anders' }
    const sent = { id: `sold-${count}`, title: 'Prada wallet', marketplace: 'bazaar', seller }
    listing = (await byKey('POST', '/listings', sent)).body['id'] as string
    await propose(analyst, { note: 'Wilma sells more of them' })
    const about = { seller: { marketplace: 'bazaar', id: seller.id } }
    const { body } = await admin.post('/api/v1/privacy/access-requests', about)
    expect((body['listings'] as Body[])[0]).toMatchObject({
      proposals: [{ verdict: 'counterfeit', state: 'proposed', note: 'Wilma sells more of them' }],
    })
    expect((await admin.post('/api/v1/privacy/erasures', about)).status).toBe(200)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ note: string | null }>`
        select note from proposed_decisions where listing_id = ${listing}::uuid`.execute(handle),
    )
    expect(rows).toEqual([{ note: null }])
  })
})
