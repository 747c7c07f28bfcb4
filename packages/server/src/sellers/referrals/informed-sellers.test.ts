import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReferralDetailView, SellerPageView } from '@touchstone/contract'
import { asOperator, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { referralsOnPage } from '../referral-notices/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

type Referrals = SellerPageView['referrals']
const day = 86_400_000
const police = { template: 'uk-pipcu' }

onBothEngines((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  /** A seller of a network at their page. */
  async function visit(seller: string): Promise<{ browser: Browser; path: string }> {
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ id: string }>`
        select l.id from listings l join seller_accounts a on a.id = l.seller_account_id
        where a.seller_id = ${seller} limit 1`.execute(handle),
    )
    const { id } = await it.post<{ id: string }>('ada', 'proof-requests', {
      listing: rows[0]!.id,
      brand: 'gucci',
      reason: 'Proof of purchase',
      accepts: ['invoice'],
      days: 5,
    })
    const { url } = await it.post<{ url: string }>('ada', 'appeal-links', {
      proofRequest: id,
      seller: { marketplace: 'bazaar', id: seller },
      ownChannel: 'Messages',
    })
    const browser = new Browser(it.app, '198.51.100.9')
    const token = url.split('#')[1]
    const { body } = await browser.post('/api/v1/seller/session', { token })
    return { browser, path: `/api/v1/seller/appeal-links/${String(body['link'])}` }
  }

  type Visitor = Awaited<ReturnType<typeof visit>>
  const seen = async ({ browser, path }: Visitor): Promise<Referrals> =>
    (await browser.get(path)).body['referrals'] as Referrals
  const contest = ({ browser, path }: Visitor, referral: string) =>
    browser.post(`${path}/actions`, {
      action: { type: 'contest-referral', referral, text: 'They are our own designs.' },
    })
  const backdate = (id: string, days: number) =>
    asOperator(it.store, (handle) =>
      sql`update referrals set sent_at = sent_at - make_interval(days => ${days}::int4)
        where id = ${id}::uuid`.execute(handle),
    )
  const noticesOf = async (who: string, id: string): Promise<string[]> =>
    (await it.get<ReferralDetailView>(who, `referrals/${id}`)).notices.map(({ text }) => text)

  test('a seller learns on their page who got what, contests it once, and both sides are told', async () => {
    const network = await it.network('named', '0812 3456 7501')
    const sent = await it.sent(network, police)
    const [seller, other] = [await visit('named-0'), await visit('named-1')]
    expect(await seen(seller)).toEqual([])
    await backdate(sent.id, 31)
    const [shown, ...more] = await seen(seller)
    expect(more).toEqual([])
    expect(shown).toMatchObject({
      number: sent.number,
      recipient: 'Harbour Police',
      listings: 3,
      rehearsal: true,
      mayContest: true,
      contest: null,
    })
    expect((await contest(seller, sent.id)).status).toBe(200)
    expect(await seen(seller)).toMatchObject([{ mayContest: false, contest: { state: 'open' } }])
    expect(await contest(seller, sent.id)).toMatchObject({
      status: 409,
      body: { code: 'referral-not-contestable' },
    })
    // The other seller saw nothing yet, and learns nothing of this one.
    const text = await seen(other)
    expect(text).toMatchObject([{ contest: null }])
    const mine = await it.get<ReferralDetailView>('ada', `referrals/${sent.id}`)
    expect(mine.informedSellers).toMatchObject([
      { contest: { state: 'open', text: 'They are our own designs.' } },
      { contest: null },
    ])
    const theirs = await it.get<ReferralDetailView>('off', `referrals/${sent.id}`)
    expect(theirs.informedSellers).toEqual([])
    expect(JSON.stringify(theirs)).not.toContain('own designs')
    expect(await noticesOf('ada', sent.id)).toEqual([])
    expect(await noticesOf('off', sent.id)).toMatchObject([
      expect.stringMatching(/^A seller contests/),
    ])
    expect((await it.as('riv').get(`/api/v1/referrals/${sent.id}`)).status).toBe(404)
  })

  test('a person who had no part in it decides; upheld, it takes the weight back and tells every recipient', async () => {
    const network = await it.network('upheld', '0812 3456 7502')
    const sent = await it.sent(network, police)
    const elsewhere = await it.sent(network, {
      recipient: {
        kind: 'organisation',
        organisation: 'customs',
        country: 'ID',
        office: 'customs',
      },
    })
    await it.post('off', `referrals/${sent.id}/outcome-reports`, {
      proceeding: '1/26',
      outcome: 'seizure',
      items: (await it.items('off', sent.id, 'listing')).map(({ ref }) => ref),
      happenedOn: '2026-11-20',
      quantities: [{ goods: 'bags', amount: '12', unit: 'pieces' }],
    })
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ id: string }>`
        select o.id from listings o join seller_accounts a on a.id = o.seller_account_id
        where a.seller_id = 'upheld-0' limit 1`.execute(handle),
    )
    const prior = () => it.get('ana', `listings/${rows[0]!.id}/seller-prior`)
    expect(await prior()).toMatchObject({ confirmed: 2 })
    await backdate(sent.id, 31)
    const seller = await visit('upheld-0')
    await seen(seller)
    await contest(seller, sent.id)
    const { informedSellers } = await it.get<ReferralDetailView>('ada', `referrals/${sent.id}`)
    const decide = (who: string, outcome = 'upheld') =>
      it.tryAction(who, sent.id, {
        type: 'decide-contest',
        contest: informedSellers[0]!.id,
        outcome,
        reason: 'The designs are theirs.',
      })
    const waiting = async (who: string) =>
      (await it.get<{ items: { kind: string; path: string }[] }>(who, 'inbox')).items.filter(
        ({ kind, path }) => kind === 'dossier-contest' && path.includes(sent.id),
      )
    expect(await waiting('ben')).toMatchObject([
      { title: sent.title, path: `/dossiers/${sent.id}#contests`, urgency: 'open' },
    ])
    for (const who of ['ana', 'ada', 'riv', 'off']) expect(await waiting(who)).toEqual([])
    for (const who of ['ana', 'ada']) {
      expect(await decide(who)).toMatchObject({
        status: 409,
        body: { code: 'other-reviewer-required' },
      })
    }
    for (const who of ['riv', 'off', 'cus']) expect((await decide(who)).status).toBe(404)
    expect((await decide('ben')).status).toBe(200)
    expect(await waiting('ben')).toEqual([])
    expect(await decide('ben')).toMatchObject({
      status: 409,
      body: { code: 'referral-contest-decided' },
    })
    expect(await seen(seller)).toMatchObject([
      { contest: { state: 'upheld', reason: 'The designs are theirs.' } },
    ])
    const told = expect.stringMatching(/sender upheld it/)
    expect(await noticesOf('off', sent.id)).toContainEqual(told)
    expect(await noticesOf('cus', elsewhere.id)).toContainEqual(told)
    expect(await prior()).toMatchObject({ confirmed: 0, logOdds: 0 })
  })

  test('no seller learns of a referral before a hold, a silence or the time of the template ends', async () => {
    const network = await it.network('secret', '0812 3456 7503')
    const listings = await it.listingsOfNetwork(network)
    const { id } = await it.sent(network, police)
    const { sellerHash, sentAt } = await asOperator(it.store, async (handle) => {
      const { rows } = await sql<{ sellerHash: Buffer; sentAt: Date }>`
        select a.seller_hash as "sellerHash", r.sent_at as "sentAt"
        from seller_accounts a, referrals r
        where a.seller_id = 'secret-0' and r.id = ${id}::uuid`.execute(handle)
      return rows[0]!
    })
    const shownAfter = (days: number): Promise<Referrals> =>
      it.store.transact(tenantContext(it.house), (handle) =>
        referralsOnPage(handle, {
          organisationId: it.house,
          sellerHash,
          now: new Date(sentAt.getTime() + days * day),
        }),
      )
    const scopes = fc.oneof(
      fc.constantFrom(...listings).map((listing) => ({ kind: 'listing', listing })),
      fc.constantFrom('secret-0', 'secret-1').map((seller) => ({
        kind: 'seller',
        seller: { marketplace: 'bazaar', id: seller },
      })),
    )
    const holds = fc.array(fc.record({ scope: scopes, days: fc.integer({ min: 1, max: 180 }) }), {
      maxLength: 2,
    })
    const silences = fc.option(fc.integer({ min: 1, max: 180 }), { nil: 0 })
    const times = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 4 })
    const run = async (
      asked: { scope: object; days: number }[],
      silence: number,
      after: number[],
    ): Promise<void> => {
      const set: string[] = []
      for (const { scope, days } of asked) {
        const hold = { scope, wantedBy: 'authority', reference: '7/26', reason: 'A search.', days }
        const body = { ...hold, reviewDays: 1 }
        set.push((await it.post<{ id: string }>('ada', 'confidentiality-holds', body)).id)
      }
      await asOperator(it.store, (handle) =>
        sql`update referrals set
          silence_since = case when ${silence}::int4 > 0 then sent_at end,
          silence_until = case when ${silence}::int4 > 0
            then sent_at + make_interval(days => ${silence}::int4) end
          where id = ${id}::uuid`.execute(handle),
      )
      // A day to spare for holds, which begin after the referral was sent.
      const until = Math.max(30, silence, ...asked.map(({ days }) => days + 1))
      for (const days of after) {
        const shown = await shownAfter(days)
        if (days < Math.max(30, silence, ...asked.map((one) => one.days))) expect(shown).toEqual([])
        if (days >= until) expect(shown).toHaveLength(1)
      }
      for (const hold of set) {
        const action = { type: 'lift', reason: 'The search is over.' }
        await it.post('ada', `confidentiality-holds/${hold}/actions`, { action })
      }
    }
    await fc.assert(fc.asyncProperty(holds, silences, times, run), { numRuns: 12 })
  })

  test('under a hold the page stays as the seller knew it', async () => {
    const network = await it.network('frozen', '0812 3456 7504')
    const [listing] = await it.listingsOfNetwork(network)
    const first = await it.sent(network, police)
    const second = await it.sent(network, police)
    await backdate(first.id, 40)
    const seller = await visit('frozen-0')
    const before = await seen(seller)
    expect(before).toHaveLength(1)
    const { id } = await it.post<{ id: string }>('ada', 'confidentiality-holds', {
      scope: { kind: 'listing', listing },
      wantedBy: 'authority',
      reference: '8/26',
      reason: 'A search.',
      days: 30,
      reviewDays: 7,
    })
    await backdate(second.id, 40)
    await it.act('ben', first.id, { type: 'withdraw', reason: 'It was wrong.' })
    expect(await seen(seller)).toEqual(before)
    const action = { type: 'lift', reason: 'The search is over.' }
    await it.post('ada', `confidentiality-holds/${id}/actions`, { action })
    const after = await seen(seller)
    expect(after.map((one) => [one.id, one.withdrawnAt !== null]).sort()).toEqual(
      [
        [first.id, true],
        [second.id, false],
      ].sort(),
    )
  })

  test('instructing counsel is told to nobody', async () => {
    const { id } = await it.sent(await it.network('advice', '0812 3456 7505'))
    await backdate(id, 300)
    expect(await seen(await visit('advice-0'))).toEqual([])
  })
})
