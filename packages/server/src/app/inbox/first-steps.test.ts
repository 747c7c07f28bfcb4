import type { FirstStepView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newClaim, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { approveClaim } from '../../brands/claims/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bodyOf } from './test/inbox-fixture.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let mia: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'atelier', { kind: 'rights-holder', name: 'Atelier' })
    mia = await newMember(app, store, 'atelier', 'mia@atelier.example')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const stepsOf = async (who: Browser): Promise<FirstStepView[]> =>
    (await bodyOf(who.get('/api/v1/inbox/first-steps')))['steps'] as FirstStepView[]
  const doneOf = async (who: Browser): Promise<string[]> =>
    (await stepsOf(who)).flatMap(({ step, done }) => (done ? [step] : []))

  test('steps are done by what is stored, and lead to the brand and finding they are about', async () => {
    expect((await stepsOf(mia)).map(({ step }) => step)).toEqual([
      'add-brand',
      'claim-brand',
      'approve-claim',
      'import-listings',
      'decide-finding',
    ])
    expect(await doneOf(mia)).toEqual([])
    const brand = { id: 'gucci', name: 'Gucci' }
    await bodyOf(mia.ask('PUT', '/api/v1/catalog/brands/gucci', brand))
    expect(await doneOf(mia)).toEqual(['add-brand'])
    expect((await stepsOf(mia))[1]).toMatchObject({ step: 'claim-brand', brand: 'gucci' })
    const inactive = async () => (await bodyOf(mia.get('/api/v1/catalog/inactive-brands')))['items']
    expect(await inactive()).toEqual([{ brand: 'gucci', name: 'Gucci', claim: null }])

    const { id } = await newClaim(store, 'atelier', 'gucci')
    expect(await doneOf(mia)).toEqual(['add-brand', 'claim-brand'])
    expect((await stepsOf(mia))[1]).toMatchObject({ brand: null })
    expect(await inactive()).toEqual([{ brand: 'gucci', name: 'Gucci', claim: 'pending' }])
    await asOperator(store, (handle) =>
      approveClaim({ handle, actor: operator, input: { id, decision: {} } }),
    )
    expect(await doneOf(mia)).toEqual(['add-brand', 'claim-brand', 'approve-claim'])
    expect(await inactive()).toEqual([])

    const title = 'Gucci bag replica 1:1 mirror quality, box included'
    const taken = await bodyOf(
      mia.post('/api/v1/listings', { id: 'a-1', marketplace: 'toko', title, brand: 'Gucci' }),
    )
    expect(await doneOf(mia)).toContain('import-listings')
    expect((await stepsOf(mia)).at(-1)).toMatchObject({ done: false, listing: taken['id'] })
    await bodyOf(mia.post('/api/v1/decisions', { id: taken['id'], verdict: 'counterfeit' }))
    expect((await stepsOf(mia)).at(-1)).toMatchObject({ done: true, listing: null })
  })

  test('nothing is left to import where a marketplace’s listings are already in sight', async () => {
    await newOrganisation(store, 'maison', { kind: 'rights-holder', name: 'Maison' })
    await newOrganisation(store, 'souk', { kind: 'marketplace', name: 'Souk' })
    const lea = await newMember(app, store, 'maison', 'lea@maison.example')
    const sam = await newMember(app, store, 'souk', 'sam@souk.example')
    const brand = { id: 'hermes', name: 'Hermès' }
    await bodyOf(lea.ask('PUT', '/api/v1/catalog/brands/hermes', brand))
    const { id } = await newClaim(store, 'maison', 'hermes')
    await asOperator(store, (handle) =>
      approveClaim({ handle, actor: operator, input: { id, decision: {} } }),
    )
    expect(await doneOf(lea)).toEqual(['add-brand', 'claim-brand', 'approve-claim'])
    const title = 'Hermès bag replica 1:1 mirror quality, box included'
    await bodyOf(
      sam.post('/api/v1/listings', { id: 's-1', marketplace: 'souk', title, brand: 'Hermès' }),
    )
    expect(await doneOf(lea)).toContain('import-listings')
  })

  test('they are those of the kind of organisation, and of people who can do them', async () => {
    await newOrganisation(store, 'market', { kind: 'marketplace', name: 'Market' })
    await newOrganisation(store, 'customs', { kind: 'authority', name: 'Customs' })
    const member = (slug: string, name: string, roles: string[]) =>
      newMember(app, store, slug, `${name}@${slug}.example`, { roles })
    const seller = await member('market', 'ana', ['analyst'])
    expect((await stepsOf(seller)).map(({ step }) => step)).toEqual([
      'import-listings',
      'decide-finding',
    ])
    expect(await doneOf(seller)).toEqual([])
    expect(await stepsOf(await member('market', 'rob', ['reviewer']))).toEqual([])
    expect(await stepsOf(await member('customs', 'vera', ['admin']))).toEqual([])
  })
})
