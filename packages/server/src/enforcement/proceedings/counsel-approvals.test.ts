import { shippedRules } from '@touchstone/jurisdiction'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { openCaseFor } from '../../../test/cases.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import { openProceedingAsUser } from './manage-proceedings.ts'
import { readProceeding } from './read-proceedings.ts'
import { maySendUnder, listRegimes, recordCounselSignature } from './counsel-approvals.ts'
import { signaturesOf } from './repository.ts'

const { version } = shippedRules('eu-dsa').regime
const now = new Date('2026-06-10T09:00:00Z')

onOneEngine((engine) => {
  let store: Store
  let admin: Actor & { kind: 'person' }
  let other: Actor & { kind: 'person' }
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    admin = personOf((await newOrganisation(store, 'brand-a')).id)
    other = personOf((await newOrganisation(store, 'brand-b')).id)
  })
  afterAll(() => store?.close())

  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  const sign = (more: object = {}, actor = admin) =>
    as(actor, (handle) =>
      recordCounselSignature({
        handle,
        actor,
        input: {
          regime: 'eu-dsa',
          version,
          checkedOn: '2026-06-09',
          counsel: 'Mirela Torvund',
          now,
          ...more,
        },
      }),
    )
  const allowed = (at: Date, { organisationId } = admin) =>
    as(admin, (handle) => maySendUnder(handle, organisationId, 'eu-dsa', at))

  test('nothing is sent before counsel has approved the version; then for twelve months', async () => {
    expect(await allowed(now)).toMatchObject({ allowed: false })
    expect(await sign()).toMatchObject({
      id: 'eu-dsa',
      version,
      maySend: true,
      until: '2027-06-09',
      signatures: [{ version, checkedOn: '2026-06-09', counsel: 'Mirela Torvund' }],
    })
    expect((await allowed(new Date('2027-06-08T12:00:00Z'))).allowed).toBe(true)
    expect(await allowed(new Date('2027-06-09T12:00:00Z'))).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/lapsed on 2027-06-09/),
    })
  })

  test('another organisation gains nothing by it', async () => {
    const [standing] = await as(other, (handle) =>
      listRegimes({ handle, actor: other, input: { now } }),
    )
    expect(standing).toMatchObject({ maySend: false, signatures: [] })
    expect((await allowed(now, other)).allowed).toBe(false)
  })

  test('no other version, no future date, no unwritten regime, and no analyst', async () => {
    await expect(sign({ version: '0' })).rejects.toThrow(`is at version ${version}, not 0`)
    await expect(sign({ checkedOn: '2026-06-12' })).rejects.toThrow('is in the future')
    await expect(sign({ regime: 'xx' })).rejects.toThrow('there is no regime xx')
    const analyst = personOf(admin.organisationId, ['analyst'])
    await expect(sign({}, analyst)).rejects.toThrow('only an admin can record')
  })

  test('a proceeding records it and its case; another organisation’s case is refused', async () => {
    const today = new Date().toISOString().slice(0, 10)
    await sign({ checkedOn: today, now: new Date() })
    const caseId = await openCaseFor(store, admin)
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const input = { title: 'x', regime: 'eu-dsa', profile, settings: {}, caseId }
    const begun = await as(admin, (handle) => openProceedingAsUser({ handle, actor: admin, input }))
    expect(begun).toMatchObject({ case: caseId, maySend: true })
    const read = await as(admin, (handle) =>
      readProceeding({ handle, actor: admin, input: { id: begun.id } }),
    )
    expect(read).toEqual(begun)
    await expect(
      as(other, (handle) => openProceedingAsUser({ handle, actor: other, input })),
    ).rejects.toThrow(`there is no case ${caseId}`)
  })

  test('signatures are found by their index', async () => {
    const { organisationId } = admin
    const plan = await as(admin, (handle) =>
      planOf(handle, (noting) => signaturesOf(noting, { organisationId, regime: 'eu-dsa' })),
    )
    expect(plan).toContain('counsel_signatures_of_regime')
  })
})
