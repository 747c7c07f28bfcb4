import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { ownerOf } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { purgeAfter } from '../../../test/retention.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { LinkedStore, listingsOf, storedGraph } from './test/links-fixture.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let linked: LinkedStore
  let app: FastifyInstance
  let number = 0

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
    app = newApi(linked.store, undefined, { sealer: linked.sealer })
    await ownerOf(linked.store)('alter table listings no force row level security')
  })
  afterAll(async () => {
    await app?.close()
    await linked?.close()
  })

  const query = async <T>(text: ReturnType<typeof sql<T>>): Promise<T[]> =>
    (await asOperator(linked.store, (handle) => text.execute(handle))).rows

  /** Two accounts that share a number, of which one was last seen 600 days ago. */
  async function market(): Promise<{ organisation: string; admin: Browser }> {
    const slug = `market-${++number}`
    const organisation = await linked.organisation(slug)
    const admin = await newMember(app, linked.store, slug, `admin@${slug}.example`)
    const contact = 'tel 0812 3456 7890'
    await linked.send(
      organisation,
      ['ana', 'budi'].flatMap((seller) => listingsOf(seller, { contact, words: [seller] })),
    )
    await linked.settle()
    const { status } = await admin.ask('PUT', '/api/v1/retention', {
      clearDays: 3650,
      personalDays: 3650,
    })
    expect(status).toBe(200)
    return { organisation, admin }
  }
  const seen = (organisation: string, days: number) =>
    ownerOf(linked.store)(
      `update listings set last_seen_at = now() - $2::int * interval '1 day'
       where organisation_id = $1::uuid and external_id like 'ana-%'`,
      [organisation, days],
    )
  const purge = async (organisation: string) => {
    const counts = await purgeAfter(linked.store, organisation, 0)
    await linked.settle()
    return counts
  }
  const accountsOf = async (organisation: string): Promise<string[]> =>
    (
      await query(sql<{ id: string }>`
        select id from seller_accounts where organisation_id = ${organisation}::uuid
        order by seller_id`)
    ).map(({ id }) => id)

  test('identifiers and links lapse after the last sight of their listings, and return with the next one', async () => {
    const { organisation } = await market()
    const before = await storedGraph(linked.store, organisation)
    expect(before.networks).toHaveLength(1)
    await seen(organisation, 540)
    expect(await purge(organisation)).toMatchObject({ lapsed: 0 })
    await seen(organisation, 600)
    expect(await purge(organisation)).toMatchObject({ lapsed: 3 })
    const after = await storedGraph(linked.store, organisation)
    expect(after).toMatchObject({ links: [], networks: [] })
    const [, budi] = await accountsOf(organisation)
    expect(new Set(after.identifiers.map(({ account }) => account))).toEqual(new Set([budi]))
    // A new process links the same.
    const other = linked.linker()
    await linked.send(organisation, listingsOf('citra', { words: ['citra'] }))
    await other.idle()
    await other.stop()
    expect((await storedGraph(linked.store, organisation)).networks).toEqual([])
    await seen(organisation, 0)
    expect(await purge(organisation)).toMatchObject({ lapsed: 0 })
    expect((await storedGraph(linked.store, organisation)).networks).toEqual(before.networks)
  })

  test('the period is the organisation’s, and a legal hold wins', async () => {
    const { organisation, admin } = await market()
    await seen(organisation, 600)
    const longer = { clearDays: 3650, personalDays: 3650, sellerLinkDays: 700 }
    expect((await admin.ask('PUT', '/api/v1/retention', longer)).body).toMatchObject(longer)
    expect(await purge(organisation)).toMatchObject({ lapsed: 0 })
    const { body: hold } = await admin.post('/api/v1/legal-holds', {
      scope: { kind: 'seller', seller: { marketplace: 'bazaar', id: 'ana' } },
      reason: 'file 7',
    })
    await admin.ask('PUT', '/api/v1/retention', { ...longer, sellerLinkDays: 30 })
    expect(await purge(organisation)).toMatchObject({ lapsed: 0 })
    expect((await storedGraph(linked.store, organisation)).networks).toHaveLength(1)
    await admin.post(`/api/v1/legal-holds/${hold['id'] as string}/actions`, {
      action: { type: 'release' },
    })
    expect(await purge(organisation)).toMatchObject({ lapsed: 3 })
    expect((await storedGraph(linked.store, organisation)).networks).toEqual([])
  })

  test('a judgement binds no longer once the listings of an account have lapsed', async () => {
    const { organisation, admin } = await market()
    const [a, b] = await accountsOf(organisation)
    await admin.post('/api/v1/judgements', { judgements: [{ a, b, judgement: 'same' }] })
    await seen(organisation, 600)
    await purge(organisation)
    expect((await storedGraph(linked.store, organisation)).networks).toEqual([])
  })

  test('an access request lists identifiers, links, judgements, contests and memberships, and an erasure ends them', async () => {
    const { organisation, admin } = await market()
    const [a, b] = await accountsOf(organisation)
    await admin.post('/api/v1/judgements', {
      judgements: [{ a, b, judgement: 'unsure', reason: 'Ana shares a landlord.' }],
    })
    const seller = { marketplace: 'bazaar', id: 'ana' }
    const access = async () =>
      (await admin.post('/api/v1/privacy/access-requests', { seller })).body['account'] as Body
    expect(await access()).toMatchObject({
      identifiers: [
        { type: 'phone', listings: Array.from({ length: 3 }, () => expect.any(String) as string) },
      ],
      links: [{ marketplace: 'bazaar', linked: true }],
      judgements: [{ judgement: 'unsure', reason: 'Ana shares a landlord.', withdrawnAt: null }],
      contests: [],
      networks: [{ until: null }],
    })
    const text = 'The landlord let us both use the phone.'
    await admin.post('/api/v1/link-contests', { account: a, other: b, text })
    await linked.settle()
    const contested = await access()
    expect(contested).toMatchObject({
      links: [],
      contests: [{ text, state: 'open' }],
      networks: [{ until: expect.any(String) as string }],
    })
    // Of the other account nothing is told.
    expect(JSON.stringify(contested)).not.toContain(b)
    const erased = await admin.post('/api/v1/privacy/erasures', { seller })
    expect(erased.status).toBeLessThan(300)
    await linked.settle()
    const left = await query(sql<{ row: string }>`
      select c.words as row from link_contests c where c.account_id = ${a}::uuid
      union all select c.evidence::text from link_contests c where c.account_id = ${a}::uuid
      union all select j.reason from link_judgements j where j.account_a in (${a}::uuid, ${b}::uuid)
      union all select o.field from identifier_occurrences o
        where o.seller_account_id = ${a}::uuid`)
    expect(left.filter(({ row }) => row !== null)).toEqual([])
    expect((await storedGraph(linked.store, organisation)).links).toEqual([])
  })

  test('a decision on a hub is told on access, loses its words on erasure, and goes once no account has the value', async () => {
    const { organisation, admin } = await market()
    const [hub] = await query(sql<{ id: string }>`
      insert into link_hubs (organisation_id, digest, type, identifier_id, accounts, usual)
      select organisation_id, digest, type, id, 2, 1 from seller_identifiers
      where organisation_id = ${organisation}::uuid
      returning encode(digest, 'hex') as id`)
    const reason = 'Ana lets the whole street use it.'
    const decided = await admin.post(`/api/v1/hubs/${hub!.id}/actions`, {
      action: { type: 'confirm', reason },
    })
    expect(decided).toMatchObject({ status: 200, body: { decision: { state: 'in-force' } } })
    await linked.settle()
    expect((await storedGraph(linked.store, organisation)).networks).toEqual([])
    const seller = { marketplace: 'bazaar', id: 'ana' }
    const access = await admin.post('/api/v1/privacy/access-requests', { seller })
    expect((access.body['account'] as Body)['hubDecisions']).toMatchObject([
      { type: 'phone', decision: 'confirmed', reason, withdrawnAt: null },
    ])
    await admin.post('/api/v1/privacy/erasures', { seller })
    const decisions = () =>
      query(sql<{ reason: string | null }>`
        select reason from link_hub_decisions where organisation_id = ${organisation}::uuid`)
    expect(await decisions()).toEqual([{ reason: null }])
    // The other account has it still.
    await purgeAfter(linked.store, organisation, 500)
    await linked.settle()
    expect(await decisions()).toHaveLength(1)
    await purgeAfter(linked.store, organisation, 600)
    await linked.settle()
    await purgeAfter(linked.store, organisation, 500)
    expect(await decisions()).toHaveLength(1)
    await purgeAfter(linked.store, organisation, 600)
    expect(await decisions()).toEqual([])
  })

  test('a rectified listing is linked anew', async () => {
    const { organisation, admin } = await market()
    const [listing] = await query(sql<{ id: string }>`
      select id from listings
      where organisation_id = ${organisation}::uuid and external_id = 'ana-0'`)
    const { status } = await admin.post('/api/v1/privacy/rectifications', {
      listing: listing!.id,
      changes: { description: 'tel 0812 3456 7899' },
    })
    expect(status).toBeLessThan(300)
    await linked.settle()
    const found = await query(sql<{ masked: string }>`
      select i.masked from identifier_occurrences o
      join seller_identifiers i on i.id = o.identifier_id
      where o.listing_id = ${listing!.id}::uuid`)
    expect(found).toEqual([{ masked: expect.stringMatching(/99$/) as string }])
  })
})
