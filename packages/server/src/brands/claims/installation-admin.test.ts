import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newClaim, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { pdf } from '../../../test/document-files.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, inviteByOperator, newApi, newMember, password } from '../../../test/users.ts'
import { listEvents } from '../../access/audit/index.ts'
import type { Organisation } from '../../access/organisations/index.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const email = 'installation@example.com'

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-installation-'))
  let store: Store
  let app: FastifyInstance
  let house: Organisation
  let admin: Browser
  let adminId: string
  let id: string
  let document: string
  let firstPassword: string
  const proofFile = pdf('Proof')

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    firstPassword = (await ensureFirstAdmin(store, { email, dataDir }))!.password
    house = await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    await newOrganisation(store, 'market')
    const content = proofFile.toString('base64')
    const proof = { document: { mediaType: 'application/pdf', content } }
    const claim = await newClaim(store, 'house', 'gucci', proof)
    id = claim.id
    document = claim.documents[0]!.id
    await newClaim(store, 'rival', 'prada')
    admin = new Browser(app)
    await admin.signIn(email, firstPassword)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  const entries = async (action: string): Promise<unknown[]> => {
    const organisationId = house.id
    const events = await store.transact(tenantContext(organisationId), (handle) =>
      listEvents({ handle, organisationId }),
    )
    return events
      .filter((event) => event.action === action)
      .map(({ actorKind, actorId }) => [actorKind, actorId])
  }

  test('the installation’s admin decides on nothing before it has its own password', async () => {
    expect((await admin.get('/api/v1/claims')).status).toBe(403)
    expect((await admin.post(`/api/v1/claims/${id}/actions`)).status).toBe(403)
    const change = { current: firstPassword, next: password }
    const { status, body } = await admin.post('/api/v1/password', change)
    expect([status, body['organisation']]).toEqual([200, null])
    adminId = (body['person'] as { id: string }).id
  })

  test('then it lists and reads the claims of all, and the claimant’s log names it', async () => {
    const { body } = await admin.get('/api/v1/claims')
    expect(body['items']).toHaveLength(2)
    expect((await admin.get(`/api/v1/claims/${id}`)).body).toMatchObject({ state: 'pending' })
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const url = `/api/v1/claims/${id}/documents/${document}`
    expect(
      (await app.inject({ url, headers: { cookie, 'sec-fetch-site': 'same-origin' } })).rawPayload,
    ).toEqual(proofFile)
    expect(await entries('claim-document-read')).toEqual([['person', adminId]])
  })

  test('it reads the name of a brand in another’s catalog, which the claimant does not', async () => {
    const { text } = await newKey(store, 'rival', ['catalog:write'])
    const headers = { authorization: `Bearer ${text}` }
    const url = '/api/v1/catalog/brands/gucci'
    const payload = { id: 'gucci', name: 'Guccio' }
    expect((await app.inject({ method: 'PUT', url, headers, payload })).statusCode).toBe(201)
    expect((await admin.get(`/api/v1/claims/${id}`)).body).toMatchObject({ brandName: 'Guccio' })
    const own = await newMember(app, store, 'house', 'own@house.example')
    expect((await own.get(`/api/v1/claims/${id}`)).body).toMatchObject({ brandName: null })
  })

  test('it approves, in its own name, and sight follows', async () => {
    const approved = await admin.post(`/api/v1/claims/${id}/actions`, {
      action: { type: 'approve' },
    })
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved' } })
    expect(await entries('claim-approved')).toEqual([['person', adminId]])
    const [writer, reader] = await Promise.all([
      newKey(store, 'market', ['listings:write']),
      newKey(store, 'house', ['listings:read']),
    ])
    const ask = (key: string, url: string, payload?: object) =>
      app.inject({
        url,
        method: payload ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${key}` },
        ...(payload && { payload }),
      })
    await ask(writer.text, '/api/v1/listings', { id: '1', title: 'Gucci bag' })
    expect((await ask(reader.text, '/api/v1/listings/count')).json()).toMatchObject({ count: 1 })
  })

  test('it claims nothing, and reads no listings by its office', async () => {
    const claim = {
      brand: 'x',
      office: 'EM',
      number: '1',
      owner: 'x',
      document: { reference: 'x' },
    }
    const { status, body } = await admin.post('/api/v1/claims', claim)
    expect([status, body]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('no organisation:') }),
    ])
    expect((await admin.get('/api/v1/listings')).body).toEqual({ items: [], next: null })
  })

  test('while it acts for an organisation it has no such power', async () => {
    const token = await inviteByOperator(store, 'market', email)
    expect((await admin.post('/api/v1/invitation-acceptances', { token })).status).toBe(200)
    const member = new Browser(app)
    const { body } = await member.signIn(email)
    expect(body).toMatchObject({
      person: { installationAdmin: true },
      organisation: { slug: 'market' },
    })
    expect((await member.get('/api/v1/claims')).body).toEqual({ items: [], next: null })
    expect((await member.get(`/api/v1/claims/${id}`)).status).toBe(404)
    for (const type of ['approve', 'reject', 'contest', 'revoke']) {
      const { status } = await member.post(`/api/v1/claims/${id}/actions`, {
        action: { type, reason: 'x' },
      })
      expect([type, status]).toEqual([type, 404])
    }
    expect(
      (await member.post(`/api/v1/claims/${id}/actions`, { action: { type: 'withdraw' } })).status,
    ).toBe(404)
    // Switches to the installation and back; other members stay where they are.
    const none = await member.post('/api/v1/session/organisation', { organisation: null })
    expect(none).toMatchObject({ status: 200, body: { organisation: null } })
    expect((await member.get(`/api/v1/claims/${id}`)).status).toBe(200)
    const back = await member.post('/api/v1/session/organisation', { organisation: 'market' })
    expect(back.body).toMatchObject({ organisation: { slug: 'market' } })
    const other = await newMember(app, store, 'market', 'other@market.example')
    const stays = await other.post('/api/v1/session/organisation', { organisation: null })
    expect(stays.status).toBe(403)
  })
})
