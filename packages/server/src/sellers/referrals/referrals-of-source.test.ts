import { afterAll, beforeAll, expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

onOneEngine((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  const listed = async (who: string, query: string): Promise<string[]> => {
    const page = await it.get<{ items: { id: string }[] }>(who, `referrals?${query}`)
    return page.items.map(({ id }) => id)
  }

  /** The accounts of a network. */
  const accountsOf = async (network: string): Promise<string[]> => {
    const { members } = await it.get<{ members: { id: string }[] }>('ana', `networks/${network}`)
    return members.map(({ id }) => id)
  }

  test('lists by network, case and account, as a draft and once it was sent', async () => {
    const one = await it.network('quay', '0812 3456 7101')
    const other = await it.network('mole', '0812 3456 7102')
    const sent = await it.sent(one)
    const draft = await it.draft(other)
    const listings = await it.listingsOfNetwork(other)
    const kase = await it.post<{ id: string }>('ana', 'cases', {
      title: 'Bowls',
      about: 'seller',
      listings: [listings[0]],
    })
    const ofCase = await it.draft(other, { source: { kind: 'case', case: kase.id } })
    expect(await listed('ana', `network=${one}`)).toEqual([sent.id])
    expect(await listed('ana', `network=${other}`)).toEqual([draft.id])
    expect(await listed('ana', `case=${kase.id}`)).toEqual([ofCase.id])
    expect(await listed('ana', `case=${kase.id}&network=${other}`)).toEqual([])
    const [quay] = await accountsOf(one)
    expect(await listed('ana', `account=${quay}`)).toEqual([sent.id])
    const moles = await accountsOf(other)
    const byAccount = await Promise.all(moles.map((id) => listed('ana', `account=${id}`)))
    // One of them has the listing of the case.
    expect(byAccount.map((ids) => ids.toSorted()).toSorted((a, b) => a.length - b.length)).toEqual([
      [draft.id],
      [draft.id, ofCase.id].toSorted(),
    ])
    await it.change('ana', draft, { accounts: [moles[0]] })
    expect(await listed('ana', `account=${moles[1]}`)).not.toContain(draft.id)
    expect(await listed('ana', `account=${moles[0]}`)).toContain(draft.id)
  })

  test('tells neither a recipient nor another organisation what a referral was made from', async () => {
    const network = await it.network('pier', '0812 3456 7103')
    const sent = await it.sent(network)
    const [account] = await accountsOf(network)
    for (const query of [`network=${network}`, `account=${account}`]) {
      expect(await listed('ana', query)).toEqual([sent.id])
      for (const side of ['sender', 'recipient']) {
        expect(await listed('off', `side=${side}&${query}`)).toEqual([])
        expect(await listed('riv', `side=${side}&${query}`)).toEqual([])
      }
    }
    expect(await listed('off', 'side=recipient')).toContain(sent.id)
    const limited = await it.as('lena').get(`/api/v1/referrals?network=${network}`)
    expect(limited.status).toBe(403)
  })
})
