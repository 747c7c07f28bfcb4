import { readFileSync, writeFileSync } from 'node:fs'
import type {
  InformationRequestView,
  OutcomeReportView,
  ReferralDetailView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, operatorContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { pngOf } from '../../../test/image-host.ts'
import { openStore } from '../../platform/db/index.ts'
import { purgeOrganisation } from '../../privacy/retention/index.ts'
import { makeReferralPackage } from './make-referral-package.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

const outside = {
  kind: 'outside',
  name: 'Office of the Prosecutor',
  country: 'ID',
  office: 'prosecution',
  address: '1 Example Street',
}

onOneEngine((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  const run = (query: ReturnType<typeof sql>) =>
    asOperator(it.store, (handle) => query.execute(handle))
  const awaiting = async (network: string, more = {}): Promise<string> => {
    const { id } = await it.draft(network, more)
    await it.act('ana', id, { type: 'submit' })
    return id
  }
  const release = (id: string, more = {}) => it.tryAction('ada', id, { type: 'release', ...more })

  test('a network that changed while it waited is released only by who accepts that', async () => {
    const network = await it.network('changing', '0812 3456 7201')
    const id = await awaiting(network)
    const listings = await it.listingsOfNetwork(network)
    await run(sql`delete from seller_links`)
    expect(await release(id)).toMatchObject({
      status: 409,
      body: { code: 'referral-source-changed' },
    })
    const waiting = await it.get<ReferralDetailView>('ada', `referrals/${id}`)
    expect(waiting.changes).toMatchObject({ links: { removed: 1 }, listings: { removed: 0 } })
    expect(await release(id, { acceptChanges: true })).toMatchObject({ status: 200 })
    // A listing that is erased amid packing is named, and the rest goes on.
    await run(sql`update listings set redacted_at = now() where id = ${listings[0]}::uuid`)
    await it.pack()
    const items = await it.items('off', id, 'listing')
    expect(items).toHaveLength(listings.length - 1)
  })

  test('what is left out needs a reason, which the schedule states; without a listing nothing is sent', async () => {
    const network = await it.network('chosen', '0812 3456 7211')
    const listings = await it.listingsOfNetwork(network)
    const drafted = await it.draft(network)
    const { id } = drafted
    const submit = () => it.tryAction('ana', id, { type: 'submit' })
    const none = await it.change('ana', drafted, { accounts: [] })
    expect(await submit()).toMatchObject({
      status: 422,
      body: { code: 'referral-incomplete', pointer: '/draft/listings' },
    })
    const some = await it.change('ana', none, { accounts: null, listings: listings.slice(2) })
    expect(await submit()).toMatchObject({
      status: 422,
      body: {
        code: 'referral-incomplete',
        pointer: '/draft/omissions',
        detail: expect.stringMatching(/0 accounts and 2 listings/),
      },
    })
    await it.change('ana', some, {
      omissions: [
        { items: [listings[0]], reason: 'It shows a genuine piece.' },
        { reason: 'The pictures are of another shop.' },
      ],
    })
    expect(await submit()).toMatchObject({ status: 200 })
    expect(await release(id)).toMatchObject({ status: 200 })
    await it.pack()
    const unused = await it.items('off', id, 'unused')
    expect(unused.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Reason: It shows a genuine piece\. Listings .*: bazaar chosen-/),
      expect.stringMatching(/^Reason: The pictures are of another shop\. Listings/),
    ])
    expect(await it.items('off', id, 'listing')).toHaveLength(listings.length - 2)
  })

  test('a right that lapsed, a hold and a border without a record stop a referral', async () => {
    const network = await it.network('stopped', '0812 3456 7202')
    const id = await awaiting(network)
    await run(sql`update claims set state = 'revoked' where id = ${it.claim}::uuid`)
    expect(await release(id)).toMatchObject({ body: { code: 'referral-right-lapsed' } })
    await run(sql`update claims set state = 'approved' where id = ${it.claim}::uuid`)
    const [listing] = await it.listingsOfNetwork(network)
    await it.post('ada', 'confidentiality-holds', {
      scope: { kind: 'listing', listing },
      wantedBy: 'counsel',
      reference: '1/26',
      reason: 'A search is planned.',
      days: 10,
      reviewDays: 5,
    })
    expect(await release(id)).toMatchObject({ status: 409, body: { code: 'on-hold' } })
    const across = await it.draft(await it.network('across', '0812 3456 7203'), {
      recipient: { kind: 'organisation', organisation: 'police', country: 'GB', office: 'police' },
    })
    const submit = () => it.tryAction('ana', across.id, { type: 'submit' })
    expect(await submit()).toMatchObject({ status: 422, body: { code: 'referral-incomplete' } })
    await it.change('ana', across, {
      transfer: {
        basis: 'Article 6(1)(f)',
        ground: 'Article 49(1)(e)',
        necessity: 'The goods are sold there.',
        counsel: 'C. Counsel',
        assessedOn: '2026-11-20',
      },
    })
    expect(await submit()).toMatchObject({ status: 200 })
  })

  test('a capture whose file was changed is named, and stops the release and the packing', async () => {
    const network = await it.network('tampered', '0812 3456 7210')
    const [listing] = await it.listingsOfNetwork(network)
    const capture = await it.capture(listing!)
    const id = await awaiting(network)
    const { rows } = await run(sql`
      select encode(sha256, 'hex') as sha256 from evidence_items
      where capture_id = ${capture}::uuid`)
    const { sha256 } = rows[0] as { sha256: string }
    const file = await it.evidence.blobs.file(sha256)
    const bytes = readFileSync(file)
    const broken = {
      status: 409,
      body: {
        code: 'referral-seal-broken',
        detail: expect.stringContaining(`https://toko.example/${listing}`),
      },
    }
    writeFileSync(file, Buffer.concat([bytes, Buffer.from(' ')]))
    expect(await release(id)).toMatchObject(broken)
    writeFileSync(file, bytes)
    expect(await release(id)).toMatchObject({ status: 200 })
    writeFileSync(file, '{}')
    await it.pack()
    const failed = await it.get<ReferralDetailView>('ada', `referrals/${id}`)
    expect(failed).toMatchObject({
      state: 'packing-failed',
      problem: { code: 'referral-seal-broken', message: expect.stringContaining(listing!) },
    })
    expect((await it.as('off').get(`/api/v1/referrals/${id}`)).status).toBe(404)
    writeFileSync(file, bytes)
    await it.act('ada', id, { type: 'retry' })
    await it.pack()
    expect(await it.get('off', `referrals/${id}`)).toMatchObject({ state: 'sent' })
  })

  test('a letter of a recipient outside is keyed in with its scan, which each look records', async () => {
    const { id } = await it.sent(await it.network('letter', '0812 3456 7204'), {
      recipient: outside,
    })
    const written = await it.post<OutcomeReportView>('ana', `referrals/${id}/outcome-reports`, {
      proceeding: 'P 11/26',
      outcome: 'declined',
      items: ['A-1'],
      happenedOn: '2026-11-25',
      letter: {
        from: 'Office of the Prosecutor',
        dated: '2026-11-25',
        scan: { mediaType: 'image/png', content: pngOf(8, 8).toString('base64') },
      },
    })
    expect(written.letter).toMatchObject({ mediaType: 'image/png' })
    const path = `/api/v1/referrals/${id}/outcome-reports/${written.id}/letter`
    const { cookies } = it.as('ben')
    const { statusCode } = await it.app.inject({
      url: path,
      headers: {
        host: 'touchstone.example.com',
        origin: 'https://touchstone.example.com',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
    expect(statusCode).toBe(200)
    const custody = await it.get('ana', `referrals/${id}/custody`)
    expect(custody['items']).toMatchObject([{ event: 'letter-read' }, {}, {}])
  })

  test('an authority’s key acknowledges and reports, and one without the scope does not', async () => {
    const { id } = await it.sent(await it.network('keyed', '0812 3456 7205'))
    const keyOf = async (scopes: string[]) => (await newKey(it.store, 'police', scopes)).text
    const ask = async (key: string, path: string, payload: object) => {
      const { statusCode } = await it.app.inject({
        method: 'POST',
        url: `/api/v1/referrals/${id}/${path}`,
        headers: { authorization: `Bearer ${key}` },
        payload,
      })
      return statusCode
    }
    const acknowledge = { action: { type: 'acknowledge' } }
    expect(await ask(await keyOf(['listings:read']), 'actions', acknowledge)).toBe(403)
    const able = await keyOf(['listings:read', 'outcomes:write'])
    expect(await ask(able, 'actions', acknowledge)).toBe(200)
    const report = {
      proceeding: '1',
      outcome: 'declined',
      items: ['L-1'],
      happenedOn: '2026-11-25',
    }
    expect(await ask(able, 'outcome-reports', report)).toBe(201)
  })

  test('silence holds what was sent, at the sender too, and the supplement still goes out', async () => {
    const network = await it.network('silent', '0812 3456 7206')
    const { id } = await it.sent(network)
    const silence = { days: 30, reference: '24/9', reason: 'A search.', contact: 'Desk 4' }
    const acknowledged = await it.act('off', id, { type: 'acknowledge', silence })
    expect(acknowledged.silence).not.toBeNull()
    expect(await release(await awaiting(network))).toMatchObject({ body: { code: 'on-hold' } })
    const path = `referrals/${id}/supplements`
    const { id: supplement } = await it.post<{ id: string }>('ana', path, { text: 'More.' })
    await it.post('ada', `${path}/${supplement}/actions`, { action: { type: 'release' } })
    await it.pack()
    expect((await it.get('off', path))['items']).toMatchObject([{ state: 'sent' }])
  })

  test('a package whose process ended is made again, and is sent once however many make it', async () => {
    const id = await awaiting(await it.network('crashed', '0812 3456 7208'))
    await it.act('ada', id, { type: 'release' })
    const work = it.due.splice(0)[0]!
    const ending = AbortSignal.abort()
    await makeReferralPackage(it.dependencies, work, ending)
    expect(await it.get('ana', `referrals/${id}`)).toMatchObject({ state: 'releasing' })
    expect((await it.as('off').get(`/api/v1/referrals/${id}`)).status).toBe(404)
    // As a process that was killed leaves it.
    await run(sql`
      update referral_packages set state = 'running', progressed_at = now() - interval '1 hour'
      where id = ${work}::uuid`)
    await Promise.all([
      makeReferralPackage(it.dependencies, work),
      makeReferralPackage(it.dependencies, work),
    ])
    await makeReferralPackage(it.dependencies, work)
    const { rows } = await run(sql`
      select count(*)::int4 as received from outbox_events
      where type = 'referral.received' and data ->> 'referral' = ${id}`)
    expect(rows).toEqual([{ received: 1 }])
    expect(await it.get('off', `referrals/${id}`)).toMatchObject({ state: 'sent' })
  })

  test('an authority requests information, which is answered or refused with reasons', async () => {
    const input = {
      addressee: 'house',
      order: 'Order 17/2026',
      basis: 'Section 9',
      items: ['Sales of one account'],
    }
    expect((await it.as('riv').post('/api/v1/information-requests', input)).status).toBe(403)
    const { id } = await it.post<InformationRequestView>('off', 'information-requests', input)
    for (const [who, status] of [
      ['ana', 200],
      ['cus', 404],
      ['riv', 404],
      ['lena', 403],
    ] as const) {
      const answer = await it.as(who).get(`/api/v1/information-requests/${id}`)
      expect([who, answer.status]).toEqual([who, status])
    }
    const act = (who: string, action: object) =>
      it.as(who).post(`/api/v1/information-requests/${id}/actions`, { action })
    const refuse = { type: 'refuse', reason: 'The order names no account.' }
    expect(await act('off', refuse)).toMatchObject({ status: 403 })
    expect(await act('ada', refuse)).toMatchObject({ body: { state: 'refused' } })
    expect(await act('ada', refuse)).toMatchObject({
      body: { code: 'information-request-settled' },
    })
  })

  test('what was erased is redacted in referrals, and a closed referral ends with its time', async () => {
    const network = await it.network('erased', '0812 3456 7207')
    const { id } = await it.sent(network)
    const [listing] = await it.listingsOfNetwork(network)
    await run(sql`update listings set redacted_at = now() where id = ${listing}::uuid`)
    const purge = () =>
      purgeOrganisation(
        { store: it.store, blobs: it.evidence.blobs, context: operatorContext },
        it.house,
      )
    await purge()
    const received = await it.get<ReferralDetailView>('off', `referrals/${id}`)
    expect(received).toMatchObject({ package: null, notices: [{ items: ['L-1'] }] })
    const [first] = await it.items('off', id, 'listing')
    expect(first).toMatchObject({ title: '', url: null })
    await it.act('ana', id, { type: 'close' })
    await run(sql`update referrals set expires_at = now() where id = ${id}::uuid`)
    await purge()
    expect((await it.as('ana').get(`/api/v1/referrals/${id}`)).status).toBe(404)
  })
})
