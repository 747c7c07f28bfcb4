import { afterAll, beforeAll, expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

type Data = { referrals: { id: string }[] }

onBothEngines((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  const dataOf = (id: string) =>
    it.post<Data>('ada', 'privacy/access-requests', {
      seller: { marketplace: 'bazaar', id },
    })

  test('an access request lists the dossiers that name the seller, and none under a hold', async () => {
    const network = await it.network('asked', '0812 3456 7401')
    const { id, number } = await it.sent(network)
    const listed = { id, number, recipient: 'Harbour Police', withdrawnAt: null, listings: 3 }
    expect((await dataOf('asked-0')).referrals).toMatchObject([listed])
    const other = await it.sent(await it.network('unasked', '0812 3456 7402'))
    expect((await dataOf('asked-0')).referrals.map((one) => one.id)).not.toContain(other.id)
    const silence = { days: 30, reference: '24/9', reason: 'A search.', contact: 'Desk 4' }
    await it.act('off', id, { type: 'acknowledge', silence })
    const held = await dataOf('asked-0')
    expect(held).toMatchObject({ referrals: [] })
    expect(JSON.stringify(held)).not.toContain('Harbour')
    expect((await dataOf('unasked-0')).referrals).toMatchObject([{ id: other.id }])
  })
})
