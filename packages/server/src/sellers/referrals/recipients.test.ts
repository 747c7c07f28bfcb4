import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { createOrganisation } from '../../access/organisations/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

onOneEngine((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
    await it.organisation('bazaar', { kind: 'marketplace' })
    await it.organisation('lawyers', { kind: 'counsel' })
    const input = { kind: 'authority', slug: 'invented', name: 'Invented Customs' }
    await asOperator(it.store, (handle) =>
      createOrganisation({ handle, actor: { kind: 'operator', id: 'test' }, input, sample: true }),
    )
  })
  afterAll(() => it?.close())

  const recipients = async (who: string) =>
    (await it.get<{ items: Record<string, unknown>[] }>(who, 'referral-recipients')).items

  test('authorities alone are offered, and recipients of earlier referrals first', async () => {
    const unknown = { country: null, office: null, lastSentAt: null }
    expect(await recipients('ana')).toEqual([
      {
        kind: 'organisation',
        organisation: 'police',
        name: 'Harbour Police',
        address: null,
        ...unknown,
      },
      {
        kind: 'organisation',
        organisation: 'customs',
        name: 'Inland Customs',
        address: null,
        ...unknown,
      },
    ])
    const network = await it.network('harbour', '0812 3456 7001')
    const outside = {
      kind: 'outside',
      name: 'Office of the Prosecutor',
      country: 'ID',
      office: 'prosecution',
      address: '1 Example Street, Example Town',
    }
    await it.sent(network)
    await it.sent(network)
    await it.sent(network, { recipient: outside })
    const sent = { lastSentAt: expect.any(String) as string }
    expect(await recipients('ana')).toMatchObject([
      { ...outside, organisation: null, ...sent },
      { organisation: 'police', country: 'ID', office: 'police', ...sent },
      { organisation: 'customs', ...unknown },
    ])
    expect(await recipients('riv')).toMatchObject([
      { organisation: 'police', ...unknown },
      { organisation: 'customs', ...unknown },
    ])
    const limited = await it.as('lena').get('/api/v1/referral-recipients')
    expect(limited.status).toBe(403)
  })
})
