import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { pseudonymOf, saltOf } from '../pseudonymisation/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { purgeCorrespondence } from './purge-correspondence.ts'

type Body = Record<string, unknown>
const day = 86_400_000
const seller = { marketplace: 'pasar', id: 's-1' }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: string
  let admin: Browser
  let listing: string
  let hash: Buffer

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    market = (await newOrganisation(store, 'market')).id
    admin = await newMember(app, store, 'market', 'admin@market.example')
    const content = { id: 'o-1', marketplace: 'pasar', title: 'Bag', seller: { id: 's-1' } }
    ;[listing = ''] = await fillWeek(store, market, lastMonday(), [
      { listing: content, verdict: 'block' },
    ])
    hash = await store.transact(
      { as: 'tenant', organisationId: market, actor: { kind: 'operator', id: 'test' } },
      async (handle) => pseudonymOf(await saltOf(handle, market), seller),
    )
    await asOperator(store, (handle) =>
      sql`
        update listing_versions set seller_hash = ${hash}::bytea
        where listing_id = ${listing}::uuid`.execute(handle),
    )
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  /**
   * A notice on the listing with its proceeding, a link to the seller that is over, and a message that went out; with a
   * receipt the notice came today, and the message went to its sender.
   */
  async function past(
    state = 'notifier-informed',
    receipt?: string,
  ): Promise<Record<'notice' | 'link' | 'message', string>> {
    const [proceeding, notice, link] = [randomUUID(), randomUUID(), randomUUID()]
    const age = receipt === undefined ? '400 days' : '0 days'
    const sender = {
      name: 'Maren Osk',
      email: 'maren@velmoraq.example',
      ground: 'counterfeit',
      reasons: 'The title says “replica”.',
    }
    return asOperator(store, async (handle) => {
      await sql`
        insert into proceedings (id, organisation_id, listing_id, title, regime, version, profile, settings)
        values (${proceeding}::uuid, ${market}::uuid, ${listing}::uuid, 'x', 'eu-dsa', '1', '{}', '{}')`.execute(
        handle,
      )
      await sql`
        insert into workflow_instances (proceeding_id, instance, organisation_id, workflow, part, state, since)
        values (${proceeding}::uuid, 'n', ${market}::uuid, 'notice', 'notice', ${state}, now())`.execute(
        handle,
      )
      await sql`
        insert into received_notices (id, organisation_id, receipt_hash, network_hash, notice, evidence, elements,
          contact, received_at)
        values (${notice}::uuid, ${market}::uuid, sha256(convert_to(${receipt ?? null}, 'UTF8')), sha256('n'::bytea),
          ${JSON.stringify(sender)}::json, '[]', '{}', true, now() - ${age}::interval)`.execute(
        handle,
      )
      await sql`
        insert into received_items (notice_id, position, organisation_id, proceeding_id, instance, listing_key,
          listing_id, urgency, received_at)
        values (${notice}::uuid, 0, ${market}::uuid, ${proceeding}::uuid, 'n', ${listing}, ${listing}::uuid, 4,
          now() - interval '400 days')`.execute(handle)
      await sql`
        insert into received_pictures (notice_id, position, sha256, organisation_id, mediatype, bytes,
          sealed_at, capture_id, name)
        values (${notice}::uuid, 0, sha256('p'::bytea), ${market}::uuid, 'image/png', 1, now(),
          gen_random_uuid(), 'page-1.png')`.execute(handle)
      await sql`
        insert into appeal_links (id, organisation_id, proceeding_id, marketplace, seller_id, seller_hash, own_channel,
          token_hash, made_by, made_at, expires_at)
        values (${link}::uuid, ${market}::uuid, ${proceeding}::uuid, 'pasar', 's-1', ${hash}::bytea, 'Messages',
          sha256(${link}::bytea), 'x', now() - interval '420 days', now() - interval '400 days')`.execute(
        handle,
      )
      const { id: message } = await queueEmail(handle, {
        organisationId: market,
        key: link,
        by: 'email',
        subject: 'The offer',
        to: receipt === undefined ? 'lumen@trade.example' : sender.email,
        text: 'It was disabled.',
        about:
          receipt === undefined
            ? { kind: 'proceeding', id: proceeding }
            : { kind: 'notice', id: notice },
      })
      await sql`
        update messages set state = 'sent', ended_at = now() - ${age}::interval
        where id = ${message}::uuid`.execute(handle)
      return { notice, link, message }
    })
  }
  const forget = (days: number) => {
    const before = new Date(Date.now() - days * day)
    const context = { as: 'operator', actor: { kind: 'operator', id: 'purge' } } as const
    return purgeCorrespondence(
      { store, context, organisationId: market, signal: undefined },
      { notices: before, links: before, messages: before, tips: before },
    )
  }
  const stateOf = async ({
    notice,
    link,
    message,
  }: Awaited<ReturnType<typeof past>>): Promise<Body> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<Body>`
        select n.notice, n.network_hash as network, l.seller_id as seller, m.recipient, m.body as text,
          encode(m.body_sha256, 'hex') as digest,
          (select count(*)::int from received_pictures p
            where p.notice_id = n.id and p.disposed_at is null) as pictures
        from received_notices n, appeal_links l, messages m
        where n.id = ${notice}::uuid and l.id = ${link}::uuid and m.id = ${message}::uuid`.execute(
        handle,
      ),
    )
    return rows[0]!
  }

  test('an access request includes correspondence with and about the seller, without its authors', async () => {
    const { link, message } = await past()
    const { status, body } = await admin.post('/api/v1/privacy/access-requests', { seller })
    expect(status).toBe(200)
    expect(body['links']).toMatchObject([{ id: link }])
    expect(body['messages']).toMatchObject([{ id: message, text: 'It was disabled.' }])
    expect(body['notices']).toMatchObject([
      { listing, ground: 'counterfeit', reasons: 'The title says “replica”.' },
    ])
    expect(JSON.stringify(body)).not.toMatch(/Maren|maren@/)
    expect(body['confidentialityHolds']).toEqual([])
  })

  test('items held by an authority are in no answer, which states that for counsel, and are not erased', async () => {
    const confidentiality = {
      wantedBy: 'authority',
      reference: 'File 7/26',
      reason: 'x',
      days: 9,
      reviewDays: 3,
    }
    const scope = { kind: 'seller', seller }
    const { body: confidentialityHold } = await admin.post('/api/v1/confidentiality-holds', {
      scope,
      ...confidentiality,
    })
    const { body } = await admin.post('/api/v1/privacy/access-requests', { seller })
    expect(body).toMatchObject({
      listings: [],
      captures: [],
      appeals: [],
      links: [],
      notices: [],
      messages: [],
      confidentialityHolds: [confidentialityHold['id']],
    })
    const erased = await admin.post('/api/v1/privacy/erasures', { seller })
    expect([erased.status, JSON.stringify(erased.body)]).toEqual([
      409,
      expect.not.stringContaining('7/26'),
    ])
    expect(await forget(365)).toMatchObject({ notices: 0, links: 0, messages: 0 })
    const released = { reason: 'It was released.' }
    await admin.post(
      `/api/v1/confidentiality-holds/${confidentialityHold['id'] as string}/actions`,
      {
        action: { type: 'lift', ...released },
      },
    )
    expect(
      (await admin.post('/api/v1/privacy/access-requests', { seller })).body['links'],
    ).toHaveLength(1)
  })

  test('expired items lose their personal data, except those on hold or in progress; decisions stay', async () => {
    const over = await past()
    const waits = await past('in-review')
    expect(await forget(500)).toMatchObject({ notices: 0, links: 0, messages: 0 })
    const { body: legalHold } = await admin.post('/api/v1/legal-holds', {
      scope: { kind: 'listing', listing },
      reason: 'Order 7/26',
    })
    expect(await forget(365)).toMatchObject({ notices: 0, links: 0, messages: 0 })
    await admin.post(`/api/v1/legal-holds/${legalHold['id'] as string}/actions`, {
      action: { type: 'release' },
    })
    // The notice of the first test, and one of these two: the other is undecided.
    expect(await forget(365)).toMatchObject({ notices: 2, links: 3, messages: 3 })
    expect(await stateOf(over)).toEqual({
      notice: { ground: 'counterfeit', reasons: 'The title says “replica”.' },
      network: null,
      seller: null,
      recipient: 'forgotten@forgotten.invalid',
      text: 'Taken away',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      pictures: 0,
    })
    expect(await stateOf(waits)).toMatchObject({ notice: { name: 'Maren Osk' }, pictures: 1 })
    expect(await forget(365)).toMatchObject({ notices: 0, links: 0, messages: 0 })
  })

  test('tips by email lose sender and words, except those on hold; their pages stay', async () => {
    const tip = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into tips (id, organisation_id, url, words, source, received_at, person_id, email_hash,
          email_from)
        select ${tip}::uuid, ${market}::uuid, 'https://pasar.example/o/1', 'Siti sells it', 'email',
          now() - interval '400 days', person_id, sha256('x'), 'siti@mail.example'
        from memberships where organisation_id = ${market}::uuid limit 1`.execute(handle)
      await sql`
        insert into tip_listings (tip_id, listing_id, organisation_id)
        values (${tip}::uuid, ${listing}::uuid, ${market}::uuid)`.execute(handle)
    })
    const { body: legalHold } = await admin.post('/api/v1/legal-holds', {
      scope: { kind: 'listing', listing },
      reason: 'Order 8/26',
    })
    expect(await forget(365)).toMatchObject({ tips: 0 })
    await admin.post(`/api/v1/legal-holds/${legalHold['id'] as string}/actions`, {
      action: { type: 'release' },
    })
    expect(await forget(500)).toMatchObject({ tips: 0 })
    expect(await forget(365)).toMatchObject({ tips: 1 })
    expect(await forget(365)).toMatchObject({ tips: 0 })
    expect((await admin.get(`/api/v1/tips/${tip}`)).body).toMatchObject({
      url: 'https://pasar.example/o/1',
      words: null,
      email: { from: null, forgottenAt: expect.any(String) },
    })
  })

  test('the sender of a notice uses his code to read his data; his name is erased once nothing keeps it', async () => {
    const [receipt, undecided] = ['r'.repeat(43), 'u'.repeat(43)]
    const { notice, message } = await past('notifier-informed', receipt)
    const waits = await past('in-review', undecided)
    await asOperator(store, (handle) =>
      sql`
        insert into misuse_records (id, organisation_id, role, subject, label, proceeding_id, instance)
        select gen_random_uuid(), ${market}::uuid, 'notifier', 'address:'
          || encode(sha256('maren@velmoraq.example'::bytea), 'hex'), 'x', proceeding_id, instance
        from received_items where notice_id = ${notice}::uuid`.execute(handle),
    )
    const stranger = new Browser(app)
    const own = await stranger.post('/api/v1/notice-receipts/access-requests', { receipt })
    expect(own).toMatchObject({
      status: 200,
      body: {
        notice: { name: 'Maren Osk' },
        messages: [{ id: message }],
        forgottenAt: null,
        erasureAskedAt: null,
        decisions: [{ position: 0, state: 'notifier-informed' }],
        misuse: [{ role: 'notifier', state: 'notifier-informed' }],
      },
    })
    const unknown = { receipt: 's'.repeat(43) }
    for (const path of ['access-requests', 'erasures']) {
      expect((await stranger.post(`/api/v1/notice-receipts/${path}`, unknown)).status).toBe(404)
    }
    const response = await stranger.post('/api/v1/notice-receipts/erasures', { receipt })
    expect(response).toMatchObject({
      status: 200,
      body: { erasureAskedAt: expect.any(String), forgottenAt: null },
    })
    const again = await stranger.post('/api/v1/notice-receipts/erasures', { receipt })
    expect(again.body).toEqual(response.body)
    await stranger.post('/api/v1/notice-receipts/erasures', { receipt: undecided })
    // While it is held it stays, and while it is not decided.
    const { body: legalHold } = await admin.post('/api/v1/legal-holds', {
      scope: { kind: 'listing', listing },
      reason: 'Order 8/26',
    })
    expect(await forget(365)).toMatchObject({ notices: 0, messages: 0 })
    await admin.post(`/api/v1/legal-holds/${legalHold['id'] as string}/actions`, {
      action: { type: 'release' },
    })
    expect(await forget(365)).toMatchObject({ notices: 1, messages: 1 })
    expect((await stateOf(waits))['notice']).toMatchObject({ name: 'Maren Osk' })
    const { status, body } = await admin.post('/api/v1/privacy/senders/access-requests', { notice })
    expect([status, body]).toMatchObject([200, { forgottenAt: expect.any(String) }])
    expect(body['notice']).toEqual({ ground: 'counterfeit', reasons: 'The title says “replica”.' })
    expect(body['decisions']).toMatchObject([{ state: 'notifier-informed' }])
    expect(JSON.stringify(body)).not.toMatch(/Maren|maren@|It was disabled/)
    const { body: requests } = await admin.get('/api/v1/privacy/requests?limit=3')
    expect(requests['items']).toMatchObject([
      { kind: 'access', subject: { kind: 'notice', id: notice } },
      { kind: 'erasure', subject: { kind: 'notice', id: waits.notice }, doneAt: null },
      { kind: 'erasure', subject: { kind: 'notice', id: notice }, doneAt: expect.any(String) },
    ])
    const analyst = await newMember(app, store, 'market', 'a@market.example', {
      roles: ['analyst'],
    })
    for (const what of ['access-requests', 'erasures']) {
      const { status: refused } = await analyst.post(`/api/v1/privacy/senders/${what}`, { notice })
      expect(refused).toBe(403)
    }
  })

  test('the periods are the organisation’s own, and without one everything stays', async () => {
    const both = { clearDays: 30, personalDays: 30 }
    await admin.ask('PUT', '/api/v1/retention', { ...both, noticeDays: 200 })
    const { body } = await admin.ask('PUT', '/api/v1/retention', { ...both, messageDays: 90 })
    expect(body).toEqual({
      ...both,
      evidenceDays: 1825,
      noticeDays: 200,
      appealDays: 30,
      messageDays: 90,
      scanDays: 400,
      sellerLinkDays: 548,
      reportDays: 400,
    })
  })
})
