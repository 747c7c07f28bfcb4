import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newClaim, newOrganisation, operator } from '../../../test/builders.ts'
import { pdf } from '../../../test/document-files.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { setApprover } from './manage-claims.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let ofGucci: Browser
  let ofGermany: Browser
  let ofAll: Browser
  let approver: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    for (const slug of ['house', 'other']) {
      await newOrganisation(store, slug, { kind: 'rights-holder' })
    }
    await newOrganisation(store, 'market')
    const naming = { organisation: 'market', named: true }
    await asOperator(store, (handle) => setApprover({ handle, actor: operator, input: naming }))
    ofGucci = await newMember(app, store, 'house', 'gucci@house.example', { brands: ['gucci'] })
    ofGermany = await newMember(app, store, 'house', 'de@house.example', { territories: ['DE'] })
    ofAll = await newMember(app, store, 'house', 'all@house.example')
    const narrowed = { brands: ['prada', 'fendi'], territories: ['DE', 'EM'] }
    approver = await newMember(app, store, 'market', 'some@market.example', narrowed)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const claim = (by: Browser, brand: string, office: string) =>
    by.post('/api/v1/claims', {
      brand,
      office,
      number: '1',
      owner: 'Holding',
      document: { mediaType: 'application/pdf', content: pdf('Extract').toString('base64') },
    })

  test('an admin claims the brands and registers alone that he works for', async () => {
    expect((await claim(ofGucci, 'prada', 'DE')).status).toBe(403)
    expect((await claim(ofGermany, 'prada', 'EM')).status).toBe(403)
    expect((await claim(ofGucci, 'gucci', 'EM')).status).toBe(201)
    expect((await claim(ofGermany, 'prada', 'DE')).status).toBe(201)
  })

  test('and reads the documents of such, and withdraws such', async () => {
    const { body } = await claim(ofAll, 'fendi', 'EM')
    const { id, documents } = body as { id: string; documents: { id: string }[] }
    for (const [who, status] of [
      [ofGucci, 403],
      [ofGermany, 403],
    ] as const) {
      expect((await who.get(`/api/v1/claims/${id}`)).status).toBe(200)
      const path = `/api/v1/claims/${id}/documents/${documents[0]!.id}`
      expect((await who.get(path)).status).toBe(status)
      expect(
        (await who.post(`/api/v1/claims/${id}/actions`, { action: { type: 'withdraw' } })).status,
      ).toBe(status)
    }
    expect(
      (await ofAll.post(`/api/v1/claims/${id}/actions`, { action: { type: 'withdraw' } })).status,
    ).toBe(200)
  })

  test('a member who decides on claims sees and decides those of his brands and registers', async () => {
    const made = {
      within: await newClaim(store, 'other', 'fendi', { office: 'DE' }),
      'another brand': await newClaim(store, 'other', 'gucci', { office: 'DE' }),
      'another register': await newClaim(store, 'other', 'prada', { office: 'US' }),
    }
    const { body } = await approver.get('/api/v1/claims?state=pending')
    const listed = (body['items'] as { id: string; brand: string }[]).map(({ brand }) => brand)
    expect(listed.sort()).toEqual(['fendi', 'prada'])
    const ofPrada = (await approver.get('/api/v1/claims?brand=prada')).body['items'] as object[]
    expect(ofPrada).toEqual([expect.objectContaining({ brand: 'prada', office: 'DE' })])
    for (const [what, status] of [
      ['another brand', 404],
      ['another register', 404],
      ['within', 200],
    ] as const) {
      const { id } = made[what]
      expect([what, (await approver.get(`/api/v1/claims/${id}`)).status]).toEqual([what, status])
      const told = await approver.post(`/api/v1/claims/${id}/actions`, {
        action: { type: 'approve' },
      })
      expect([what, told.status]).toEqual([what, status])
    }
  })
})
