import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { readyToNotify, type Ready } from '../../../test/notices.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { isOnHold } from './hold-checks.ts'
import { recordHoldNotifications } from './notify-expired-holds.ts'

type Body = Record<string, unknown>
type Name = { marketplace: string; id: string }

/** Who learns of a confidentiality hold on a marketplace's listings, if several organisations submitted them. */
onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let officer: Browser
  let house: { id: string; admin: Browser; ready: Ready; names: Name[] }
  let market: { id: string; admin: Browser; listings: string[] }
  const clock = newClock()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    await newOrganisation(store, 'customs', { kind: 'authority' })
    officer = await newMember(app, store, 'customs', 'runa@customs.example')
    const { id } = await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
    const admin = await newMember(app, store, 'house-a', 'mirela@house-a.example')
    const { body } = await admin.get('/api/v1/session')
    const actor = { ...personOf(id), id: (body['person'] as { id: string }).id }
    const urls = ['https://pasar.example/1', 'https://pasar.example/2']
    const ready = await readyToNotify(store, { slug: 'house-a', actor, urls })
    const { rows: names } = await asOperator(store, (handle) =>
      sql<Name>`
        select marketplace, external_id as id from listings
        where organisation_id = ${id}::uuid
        order by id <> ${ready.listings[0]}::uuid`.execute(handle),
    )
    house = { id, admin, ready, names }
    const { id: marketId } = await newOrganisation(store, 'pasar-market')
    const listings: string[] = []
    const key = (await newKey(store, 'pasar-market', ['listings:write'])).text
    for (const { marketplace, id: named } of names) {
      const listing = {
        id: named,
        marketplace,
        title: 'Gucci bag, replica 1:1',
        seller: { id: 's' },
      }
      listings.push((await askByKey(app, key, 'POST', '/api/v1/listings', listing))['id'] as string)
    }
    const marketAdmin = await newMember(app, store, 'pasar-market', 'otto@pasar.example')
    market = { id: marketId, admin: marketAdmin, listings }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const hold = async (grantedTo?: string[]): Promise<Body> => {
    const { status, body } = await officer.post('/api/v1/confidentiality-holds', {
      scope: {
        kind: 'listings',
        listings: house.names.slice(0, 1),
        contact: 'Harbour desk',
        ...(grantedTo && { grantedTo }),
      },
      wantedBy: 'authority',
      reference: 'File 7/26',
      reason: 'A search is prepared.',
      days: 30,
      reviewDays: 14,
    })
    expect([status, body]).toMatchObject([201, { state: 'stands' }])
    await recordHoldNotifications(store, new Date(clock.now))
    return body
  }
  const lift = async ({ id }: Body): Promise<void> => {
    const url = `/api/v1/confidentiality-holds/${id as string}/actions`
    expect(await officer.post(url, { action: { type: 'lift', reason: 'x' } })).toMatchObject({
      status: 200,
    })
    await recordHoldNotifications(store, new Date(clock.now))
  }
  const bind = (marketplaces: string[]): Promise<string[]> =>
    asOperator(store, (handle) =>
      bindMarketplaces({
        handle,
        actor: operator,
        input: { organisation: 'pasar-market', marketplaces },
      }),
    )
  const heldAt = (organisationId: string, listing = ''): Promise<boolean> =>
    asOperator(store, (handle) =>
      isOnHold(handle, {
        organisationId,
        about: { kind: 'listing', id: listing },
        now: new Date(clock.now),
      }),
    )
  /** The content of the notifications. */
  const toldTo = async (by: Browser): Promise<Body[]> => {
    const { body } = await by.get('/api/v1/confidentiality-holds/of-authorities')
    return (body['items'] as Body[]).filter(({ state }) => state === 'stands')
  }
  const logOf = async (organisation: string): Promise<string[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select action from audit_events where organisation_id = ${organisation}::uuid
          and action in ('confidentiality-hold-reached', 'confidentiality-hold-ended')`.execute(
        handle,
      ),
    )
    return rows.map(({ action }) => action)
  }

  /** Everything that a member can read or try on a listing. */
  async function feltBy(by: Browser, at: number): Promise<string[]> {
    const listing = (by === house.admin ? house.ready.listings : market.listings)[at]!
    const answers: string[] = []
    const add = async (answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
      const { status, body } = await answer
      answers.push(`${status} ${plain(body)}`)
      return body
    }
    await add(by.get('/api/v1/confidentiality-holds/of-authorities'))
    await add(by.get('/api/v1/confidentiality-holds'))
    await add(by.get(`/api/v1/listings/${listing}`))
    await add(by.get('/api/v1/listings/count?marketplace=pasar'))
    await add(by.get('/api/v1/notice-quality?by=brand'))
    await add(by.get(`/api/v1/captures?listing=${listing}`))
    const seller = { marketplace: 'pasar', id: `nobody-${at}` }
    await add(by.post('/api/v1/privacy/access-requests', { seller }))
    const doubt = { listing, brand: 'gucci', reason: 'x', accepts: ['invoice'] }
    await add(by.post('/api/v1/proof-requests', doubt))
    if (by === house.admin) {
      const draft = await by.post('/api/v1/notices', {
        case: house.ready.case,
        ground: 'counterfeit',
        claim: house.ready.claim,
        items: [{ listing, capture: house.ready.captures[at], reasons: 'It is a replica.' }],
        recipients: [{ by: 'file' }],
      })
      const url = `/api/v1/notices/${draft.body['id'] as string}`
      await add(by.get(`${url}/check`))
      await add(by.post(`${url}/send`))
    }
    const { rows } = await asOperator(store, (handle) =>
      sql<{ type: string }>`
        select type from outbox_events where type like '%hold%'`.execute(handle),
    )
    answers.push(JSON.stringify(rows))
    return answers
  }

  /** A response without the parts that differ between listings. */
  function plain(answer: unknown): string {
    let text = JSON.stringify(answer)
    for (const { id } of house.names) text = text.replaceAll(id, '<name>')
    return text
      .replaceAll(/Tote number \d/g, '<title>')
      .replaceAll(/pasar\.example\/\d/g, '<address>')
      .replaceAll(/nobody-\d/g, '<seller>')
      .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<id>')
      .replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '<time>')
  }

  test('submitting a listing under a name on hold reveals and affects nothing', async () => {
    for (const [by, organisation] of [
      [house.admin, house.id],
      [market.admin, market.id],
    ] as const) {
      // First a listing that is not held, then one that is, once each.
      const before = await feltBy(by, 1)
      const confidentialityHold = await hold()
      const listing = by === house.admin ? house.ready.listings[0] : market.listings[0]
      expect(await heldAt(organisation, listing)).toBe(false)
      const during = await feltBy(by, 0)
      expect(during).toEqual(before)
      expect(JSON.stringify(during)).not.toMatch(/on hold|CUSTOMS|File 7/)
      expect(await toldTo(by)).toEqual([])
      await lift(confidentialityHold)
      expect(await logOf(organisation)).toEqual([])
    }
  })

  test('the organisation bound to the marketplace is informed, for as long as it is bound', async () => {
    expect(await bind(['pasar'])).toEqual(['pasar'])
    const confidentialityHold = await hold()
    expect(await toldTo(market.admin)).toMatchObject([{ authority: 'CUSTOMS', state: 'stands' }])
    expect(await heldAt(market.id, market.listings[0])).toBe(true)
    expect(await heldAt(market.id, market.listings[1])).toBe(false)
    const refused = await market.admin.post('/api/v1/proof-requests', {
      listing: market.listings[0],
      brand: 'gucci',
      reason: 'x',
      accepts: ['invoice'],
    })
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      409,
      expect.stringContaining('on hold'),
    ])
    expect(await logOf(market.id)).toEqual(['confidentiality-hold-reached'])
    expect([await toldTo(house.admin), await heldAt(house.id, house.ready.listings[0])]).toEqual([
      [],
      false,
    ])
    await bind(['another'])
    expect([await toldTo(market.admin), await heldAt(market.id, market.listings[0])]).toEqual([
      [],
      false,
    ])
    await lift(confidentialityHold)
    await bind([])
  })

  test('organisations named by the authority are informed too; others learn nothing', async () => {
    const confidentialityHold = await hold(['house-a'])
    expect(await toldTo(house.admin)).toMatchObject([{ authority: 'CUSTOMS' }])
    expect(await heldAt(house.id, house.ready.listings[0])).toBe(true)
    expect(await toldTo(market.admin)).toEqual([])
    await lift(confidentialityHold)
    const nobody = await hold(['house-b'])
    expect(nobody).toMatchObject({ grantedTo: ['house-b'] })
    expect(plain(nobody).replace('house-b', 'house-a')).toEqual(
      plain({ ...confidentialityHold, grantedTo: ['house-a'] }),
    )
    await lift(nobody)
  })

  test('no organisation binds itself or grants another’s hold', async () => {
    const confidentialityHold = await hold()
    const actor = { kind: 'person', id: '00000000-0000-4000-8000-000000000001' } as const
    for (const statement of [
      `insert into marketplace_bindings (marketplace, organisation_id) values ('pasar', '${market.id}')`,
      `insert into confidentiality_hold_grants (confidentiality_hold_id, organisation_id, granted_to)
       values ('${confidentialityHold['id'] as string}', '${market.id}', 'pasar-market')`,
    ]) {
      const forged = store.transact({ as: 'tenant', organisationId: market.id, actor }, (handle) =>
        sql.raw(statement).execute(handle),
      )
      await expect(forged).rejects.toThrow(/row-level security|permission denied|foreign key/)
    }
    await lift(confidentialityHold)
  })
})
