import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyClearance, type SignedClearance } from '@touchstone/evidence'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { twoAtOnce } from '../../../test/two-at-once.ts'
import { sweepProofRequests } from './proof-requests.ts'
import { findClearanceFor } from './clearances.ts'
import { purgeExpiredAppeals } from './purge-expired-appeals.ts'
import {
  day,
  decision,
  invoice,
  openAppealsFixture,
  ownChannel,
  secret,
  seller,
  readResponse,
  type AppealsFixture,
} from './test/appeals-fixture.ts'

onOneEngine((engine) => {
  let harbour: AppealsFixture
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-answers-'))

  beforeAll(async () => {
    harbour = await openAppealsFixture(engine)
  })
  afterAll(async () => {
    await harbour?.close()
    rmSync(folder, { recursive: true })
  })

  test('a clearance is signed, proven without the store, in sight of the brand, and revoked', async () => {
    const {
      store,
      clock,
      market,
      brandOwner,
      reviewer,
      analyst,
      restricted,
      mint,
      opened,
      answer,
      latestAppeal,
    } = harbour
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    await readResponse(answer(browser))
    const id = await latestAppeal()
    const requestInput = { appeal: id, brand: 'velmoraq', right: 'EM 018000001', product: 'B-1' }
    expect((await reviewer.post('/api/v1/clearances', requestInput)).status).toBe(409)
    await readResponse(reviewer.post(`/api/v1/appeals/${id}/decision`, decision('upheld')))
    expect((await analyst.post('/api/v1/clearances', requestInput)).status).toBe(403)
    expect(
      await reviewer.post('/api/v1/clearances', { ...requestInput, brand: 'velmorak' }),
    ).toMatchObject({
      status: 422,
      body: { pointer: '/brand' },
    })
    const issued = await readResponse(reviewer.post('/api/v1/clearances', requestInput))
    const { publicKey, ...whole } = await readResponse(
      reviewer.get(`/api/v1/clearances/${issued['id'] as string}`),
    )
    expect(whole).toEqual(issued)
    const signed = issued['signed'] as SignedClearance
    const now = new Date(clock.now)
    expect(verifyClearance(signed, publicKey as string, now)).toMatchObject({
      ok: true,
      expired: false,
      facts: {
        organisation: 'Harbour Bazaar',
        seller: 'S-77',
        product: 'B-1',
        right: requestInput.right,
      },
    })
    for (const changed of [
      { ...signed, statement: signed.statement.replace('S-77', 'S-78') },
      { ...signed, signature: Buffer.alloc(64).toString('base64') },
      { ...signed, key: '0'.repeat(64) },
    ]) {
      expect(verifyClearance(changed, publicKey as string, now).ok).toBe(false)
    }
    const yearOn = new Date(clock.now + 366 * day)
    expect(verifyClearance(signed, publicKey as string, yearOn)).toMatchObject({ expired: true })
    // As the documentation asks of a seller.
    const file = (name: string, content: string | Buffer): string => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    }
    const openssl = execFileSync('openssl', [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-rawin',
      '-inkey',
      file('key.pem', publicKey as string),
      '-in',
      file('statement.json', signed.statement),
      '-sigfile',
      file('signature', Buffer.from(signed.signature, 'base64')),
    ])
    expect(openssl.toString()).toContain('Signature Verified Successfully')
    const ask = { marketplace: 'bazaar', seller: 'S-77', right: requestInput.right, now }
    const by = (organisationId: string, input: object) =>
      store.transact(tenantContext(organisationId), (handle) =>
        findClearanceFor(handle, { ...ask, ...input }),
      )
    expect(await by(brandOwner, { product: 'B-1' })).toMatchObject({ id: issued['id'] })
    expect(await by(market, { product: 'B-1' })).toMatchObject({ product: 'B-1' })
    expect(await by(brandOwner, { product: 'B-2' })).toBeUndefined()
    expect(await by(brandOwner, {})).toBeUndefined()
    expect(await by(brandOwner, { product: 'B-1', right: 'EM 2' })).toBeUndefined()
    const typed = requestInput.right.toLowerCase().replaceAll(' ', '')
    expect(await by(brandOwner, { product: 'B-1', right: typed })).toMatchObject({
      id: issued['id'],
    })
    expect(await by(brandOwner, { product: 'B-1', now: yearOn })).toBeUndefined()
    const stranger = (
      await newOrganisation(store, `house-${engine.name}`, { kind: 'rights-holder' })
    ).id
    expect(await by(stranger, { product: 'B-1' })).toBeUndefined()
    const reason = 'The invoice turned out to be another’s.'
    const revoke = { action: { type: 'revoke', reason } }
    const path = `/api/v1/clearances/${issued['id'] as string}/actions`
    expect(await readResponse(reviewer.post(path, revoke))).toMatchObject({
      revocationReason: reason,
    })
    expect((await reviewer.post(path, revoke)).status).toBe(409)
    expect(await by(brandOwner, { product: 'B-1' })).toBeUndefined()
  })

  test('proof is requested, submitted, accepted, and applies to the next listing too', async () => {
    const {
      store,
      clock,
      moderator,
      reviewer,
      analyst,
      pass,
      newListing,
      mint,
      opened,
      pageOf,
      answer,
    } = harbour
    const requestInput = {
      brand: 'velmoraq',
      reason: 'The price is far below.',
      accepts: ['invoice'],
      days: 7,
    }
    const about = { seller: { marketplace: 'bazaar', id: 'S-80' } }
    const request = await readResponse(
      analyst.post('/api/v1/proof-requests', {
        ...requestInput,
        listing: await newListing('S-80'),
      }),
    )
    expect(request).toMatchObject({ state: 'requested', seller: 'S-80', reusedFrom: null })
    const id = request['id'] as string
    const decide = (type: 'accept' | 'reject', more: object = {}) =>
      reviewer.post(`/api/v1/proof-requests/${id}/actions`, {
        action: { type, reasons: 'Sound.', ...more },
      })
    expect((await decide('reject')).status).toBe(409)
    // No link can be created for another seller.
    const wrong = await moderator.post('/api/v1/appeal-links', {
      proofRequest: id,
      seller,
      ownChannel,
    })
    expect(wrong.status).toBe(422)
    const browser = await opened(await mint({ proofRequest: id }, about))
    expect(await pageOf(browser)).toMatchObject({
      kind: 'proof',
      state: 'open',
      accepts: ['invoice'],
      reason: requestInput.reason,
      may: ['submit'],
      measures: [],
    })
    // The deadline passes: this is reported once, implies nothing, and proof is still accepted.
    await pass(7 * day)
    expect(await sweepProofRequests(store, new Date(clock.now))).toBe(1)
    expect(await sweepProofRequests(store, new Date(clock.now))).toBe(0)
    expect(await readResponse(analyst.get(`/api/v1/proof-requests/${id}`))).toMatchObject({
      state: 'expired',
      submissions: [],
    })
    expect(await readResponse(answer(browser, [invoice()]))).toMatchObject({ state: 'submitted' })
    expect(await readResponse(decide('accept', { months: 2 }))).toMatchObject({ state: 'accepted' })
    expect(await pageOf(browser)).toMatchObject({
      state: 'accepted',
      decision: { reasons: 'Sound.' },
    })
    const next = await readResponse(
      analyst.post('/api/v1/proof-requests', {
        ...requestInput,
        listing: await newListing('S-80'),
      }),
    )
    expect(next).toMatchObject({ state: 'accepted', reusedFrom: id })
    await pass(70 * day)
    const another = async () =>
      readResponse(
        analyst.post('/api/v1/proof-requests', {
          ...requestInput,
          listing: await newListing('S-80'),
        }),
      )
    const later = await another()
    expect(later).toMatchObject({ state: 'requested', reusedFrom: null })
    await readResponse(answer(await opened(await mint({ proofRequest: later['id'] }, about))))
    const accept = { action: { type: 'accept', reasons: 'Sound.' } }
    const path = `/api/v1/proof-requests/${later['id'] as string}`
    await readResponse(reviewer.post(`${path}/actions`, accept))
    expect(await another()).toMatchObject({ reusedFrom: later['id'] })
    // A proof that turned out to be false covers no other listing.
    expect(
      await readResponse(
        analyst.post(`${path}/actions`, {
          action: { type: 'withdraw', reasons: 'It was another’s.' },
        }),
      ),
    ).toMatchObject({ state: 'withdrawn', validUntil: null })
    expect(await another()).toMatchObject({ state: 'requested', reusedFrom: null })
  })

  test('of two who decide on one proof at once, one is refused', async () => {
    const { reviewer, moderator, newListing, mint, opened, answer } = harbour
    const seen = { seller: { marketplace: seller.marketplace, id: 'S-91' } }
    const request = await readResponse(
      moderator.post('/api/v1/proof-requests', {
        brand: 'velmoraq',
        reason: 'The price is a tenth of ours.',
        accepts: ['invoice'],
        listing: await newListing('S-91'),
      }),
    )
    await readResponse(
      answer(await opened(await mint({ proofRequest: request['id'] }, seen)), [invoice()]),
    )
    const path = `/api/v1/proof-requests/${request['id'] as string}`
    const read = async () =>
      (await readResponse(reviewer.get(path))) as { version: number; state: string }
    const decide = (who: typeof reviewer, type: 'accept' | 'reject') => (expectedVersion: number) =>
      readResponse(
        who.post(`${path}/actions`, { action: { type, reasons: `${type}ed` }, expectedVersion }),
      )
    const winner = await twoAtOnce(read, [decide(reviewer, 'accept'), decide(moderator, 'reject')])
    expect(await read()).toMatchObject(
      [
        { state: 'accepted', reasons: 'accepted' },
        { state: 'not-accepted', reasons: 'rejected' },
      ][winner]!,
    )
  })

  test('a seller’s submission is deleted after its period or at his request, and a hold keeps it', async () => {
    const {
      store,
      clock,
      moderator,
      reviewer,
      analyst,
      newListing,
      mint,
      opened,
      answer,
      latestAppeal,
    } = harbour
    const words = async (id: string): Promise<[string | null, number]> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ words: string | null; documents: number }>`
          select words, (select count(*)::int from appeal_documents d where d.appeal_id = a.id)
            as documents
          from appeals a where id = ${id}::uuid`.execute(handle),
      )
      return [rows[0]!.words, rows[0]!.documents]
    }
    const about = { seller: { marketplace: 'bazaar', id: 'S-90' } }
    const answered = async (): Promise<string> => {
      const request = await readResponse(
        analyst.post('/api/v1/proof-requests', {
          brand: 'velmoraq',
          reason: 'Why',
          accepts: ['invoice'],
          listing: await newListing('S-90'),
        }),
      )
      await readResponse(
        answer(await opened(await mint({ proofRequest: request['id'] }, about)), [invoice()]),
      )
      const id = await latestAppeal()
      await readResponse(
        reviewer.post(`/api/v1/proof-requests/${request['id'] as string}/actions`, {
          action: { type: 'reject', reasons: 'It names other goods.' },
        }),
      )
      return id
    }
    const id = await answered()
    expect(await words(id)).toEqual([secret, 1])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ content: Buffer }>`
        select content from appeal_documents where appeal_id = ${id}::uuid`.execute(handle),
    )
    expect(rows[0]!.content.includes('Norvik')).toBe(false)
    const scope = { kind: 'seller', ...about }
    const hold = await readResponse(
      moderator.post('/api/v1/legal-holds', { scope, reason: 'File 7' }),
    )
    const over = new Date(clock.now + 31 * day)
    await purgeExpiredAppeals(store, over)
    expect(await words(id)).toEqual([secret, 1])
    const access = await readResponse(moderator.post('/api/v1/privacy/access-requests', about))
    expect(access).toMatchObject({
      appeals: [{ id, words: secret, documents: [{ bytes: expect.any(Number) as number }] }],
    })
    await readResponse(
      moderator.post(`/api/v1/legal-holds/${hold['id'] as string}/actions`, {
        action: { type: 'release' },
      }),
    )
    await purgeExpiredAppeals(store, new Date(clock.now + 29 * day))
    expect(await words(id)).toEqual([secret, 1])
    await purgeExpiredAppeals(store, over)
    expect(await words(id)).toEqual([null, 0])
    const other = await answered()
    await readResponse(moderator.post('/api/v1/privacy/erasures', about))
    expect(await words(other)).toEqual([null, 0])
    expect(await readResponse(reviewer.get(`/api/v1/appeals/${other}`))).toMatchObject({
      words: null,
      outcome: 'not-accepted',
      reasons: 'It names other goods.',
    })
  })
})
