import type { ReferralDetailView, ReferralPreviewView } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

/** A marketplace's listings: two of the house's brand, one of another brand by the same seller. */
const listings = [
  ['own-1', 'Gucci Marmont bag, replica 1:1'],
  ['own-2', 'Gucci Dionysus bag, replica 1:1'],
  ['other', 'Prada Galleria bag Tortuga, replica 1:1'],
] as const

onBothEngines((engine) => {
  let it: ReferralsFixture
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
    const market = await it.organisation('market', { kind: 'marketplace' })
    const key = (await newKey(it.store, 'market', ['listings:write'])).text
    await askByKey(
      it.app,
      key,
      'POST',
      '/api/v1/listings/batch',
      listings.map(([id, title]) => ({
        id,
        marketplace: 'pasar',
        title,
        description: 'WhatsApp 0812 3456 7301',
        url: `https://pasar.example/${id}`,
        price: { amount: '40', currency: 'USD' },
        unitsSold: 2,
        seller: { id: 'toko-1', name: 'Toko Satu', country: 'ID' },
      })),
    )
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ id: string; name: string }>`
        select id, external_id as name from listings where organisation_id = ${market}::uuid`.execute(
        handle,
      ),
    )
    for (const { id, name } of rows) ids[name] = id
  })
  afterAll(() => it?.close())

  const caseOf = (who: string, of: string[]) =>
    it.post<{ id: string }>(who, 'cases', { title: 'Bags', about: 'seller', listings: of })

  test('a brand’s case gives the listings of a marketplace that it sees, as it sees them, and no other', async () => {
    const { id: kase } = await caseOf('ana', [ids['own-1']!, ids['own-2']!])
    // As one that it saw when the case was made, and sees no longer.
    await asOperator(it.store, (handle) =>
      sql`
        insert into case_listings (case_id, listing_id, organisation_id, seller_account_id, marketplace, external_id)
        select ${kase}::uuid, ${ids['other']}::uuid, c.organisation_id, c.seller_account_id,
          c.marketplace, 'other'
        from case_listings c where c.case_id = ${kase}::uuid limit 1`.execute(handle),
    )
    const { id } = await it.draft('', { source: { kind: 'case', case: kase } })
    const preview = await it.get<ReferralPreviewView>('ana', `referrals/${id}/preview`)
    expect(preview).toMatchObject({
      counts: { accounts: 1, listings: 2 },
      scale: { units: 4, turnover: [{ amount: '160.00', currency: 'USD' }] },
    })
    await it.act('ana', id, { type: 'submit' })
    await it.act('ada', id, { type: 'release' })
    await it.pack()
    const received = await it.get<ReferralDetailView>('off', `referrals/${id}`)
    expect(received).toMatchObject({ state: 'sent' })
    const items = await it.items('off', id)
    expect(items.filter(({ kind }) => kind === 'listing').map(({ url }) => url)).toEqual(
      expect.arrayContaining(['https://pasar.example/own-1', 'https://pasar.example/own-2']),
    )
    const said = JSON.stringify([preview, items])
    expect(said).not.toContain('Tortuga')
    expect(said).not.toContain('3456 7301')
    expect(said).not.toContain(ids['other'])
  })

  test('who does not see a listing makes no dossier of it', async () => {
    const answer = await it.as('riv').post('/api/v1/cases', {
      title: 'Bags',
      about: 'seller',
      listings: [ids['own-1']],
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    const { id: kase } = await caseOf('ana', [ids['own-1']!])
    const drafted = await it.as('riv').post('/api/v1/referrals', {
      template: 'counsel',
      source: { kind: 'case', case: kase },
      title: 'Bags',
      recipient: { kind: 'organisation', organisation: 'police', country: 'ID', office: 'police' },
    })
    expect(drafted.status).toBe(404)
  })
})
