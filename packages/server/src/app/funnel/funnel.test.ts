import { signalCodes, type FunnelView, type Verdict } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillWeek, lastMonday, type PastListing } from '../../../test/audit-samples.ts'
import { asOperator, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const impossible = 1n << BigInt(signalCodes.indexOf('price.impossible'))

const verdictAt = (n: number): Verdict =>
  (['clear', 'ask-proof', 'review', 'block'] as const)[n % 4]!
/** Of sixty listings, every fifth carries an impossible price, and every third is of the brand. */
const listings = Array.from({ length: 60 }, (_, n): PastListing => ({
  listing: { id: `l-${n}`, title: `Listing ${n}`, marketplace: 'bazaar' },
  verdict: verdictAt(n),
  brands: n % 3 === 0 ? ['velmoraq'] : ['lumira'],
}))
const isImpossible = (n: number): boolean => n % 5 === 0
/** What people decide: strong signs are mostly right, the rest mostly not. */
const decisionOf = (n: number): string | undefined =>
  n >= 52 ? undefined : n % 4 === 3 || n % 8 === 2 ? 'counterfeit' : 'genuine'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let ids: string[]
  let admin: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const market = (await newOrganisation(store, 'market')).id
    admin = await newMember(app, store, 'market', 'admin@market.example')
    ids = await fillWeek(store, market, lastMonday(), listings)
    await asOperator(store, (handle) =>
      sql`update listings set signals = ${String(impossible)}::int8
        where id = any (${ids.filter((_, n) => isImpossible(n))}::uuid[])`.execute(handle),
    )
    for (const [n, id] of ids.entries()) {
      const verdict = decisionOf(n)
      if (verdict === undefined) continue
      const { status } = await admin.post('/api/v1/decisions', { id, verdict })
      if (status >= 300) throw new Error(`decision ${n}: ${status}`)
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const funnelOf = async (browser: Browser): Promise<FunnelView> => {
    const { status, body } = await browser.get('/api/v1/funnel')
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as unknown as FunnelView
  }
  const queueOf = ({ queues }: FunnelView, name: string) =>
    queues.find(({ queue }) => queue === name)!

  test('each queue holds what its definition says, and is as right as people found', async () => {
    const funnel = await funnelOf(admin)
    const numbers = [...listings.keys()]
    const decided = (of: readonly number[], verdict: string): number =>
      of.filter((n) => decisionOf(n) === verdict).length
    expect(funnel).toMatchObject({
      incoming: 60,
      incomingMore: false,
      counterfeit: decided(numbers, 'counterfeit'),
      honest: decided(numbers, 'genuine'),
    })
    expect(funnel.queues.map(({ queue }) => queue)).toEqual([
      'block',
      'review',
      'impossible-price',
      'sellers',
      'ask-proof',
    ])
    const ofListings = funnel.queues.filter(({ queue }) => queue !== 'sellers')
    for (const { queue, held, perDay, precision, counterfeitsHeld } of ofListings) {
      const inside = numbers.filter((n) =>
        queue === 'impossible-price' ? isImpossible(n) : verdictAt(n) === queue,
      )
      expect([queue, held, perDay]).toEqual([queue, inside.length, inside.length / funnel.days])
      const fakes = decided(inside, 'counterfeit')
      const of = fakes + decided(inside, 'genuine')
      expect(precision).toMatchObject({ known: of >= 20, count: fakes, of })
      const all = decided(numbers, 'counterfeit')
      expect(counterfeitsHeld).toMatchObject({ known: all >= 20, count: fakes, of: all })
    }
  })

  test('shares of few decisions are not stated, and none of blind audits without one', async () => {
    const { queues } = await funnelOf(admin)
    for (const { queue, precision, honestHeld, blind } of queues) {
      if (queue === 'sellers') {
        expect([precision.known, blind]).toEqual([false, null])
        continue
      }
      expect(precision).toMatchObject({ known: false, missing: 20 - precision.of })
      expect(honestHeld).toMatchObject(
        shareOf(honestHeld.count, honestHeld.of).of < 20
          ? { known: false }
          : { known: true, low: shareOf(honestHeld.count, honestHeld.of).low },
      )
      expect(blind?.precision).toEqual({ known: false, missing: { flagged: 30 } })
      expect(blind?.expected.map(({ precision: one }) => one.known)).toEqual([false, false, false])
    }
  })

  test('a lower threshold holds more: listings of the ceiling move, no others', async () => {
    const { queues } = await funnelOf(admin)
    const { curve } = queues.find(({ queue }) => queue === 'review')!
    const at = (threshold: number): number =>
      curve.find((point) => point.threshold === threshold)!.held
    expect([at(25), at(45), at(50)]).toEqual([15, 15, 0])
  })

  test('a withdrawn decision no longer counts, and a seller who was right makes it wrong', async () => {
    const before = await funnelOf(admin)
    const [withdrawn, upheld] = [ids[3]!, ids[7]!]
    const { body } = await admin.get(`/api/v1/listings/${withdrawn}/decisions`)
    const [decision] = body['items'] as { id: string }[]
    await admin.post('/api/v1/decisions/withdrawals', { decisions: [decision!.id] })
    await admin.post('/api/v1/outcomes', { id: upheld, outcome: 'appeal-upheld' })
    const after = await funnelOf(admin)
    expect(after.counterfeit).toBe(before.counterfeit - 2)
    expect(after.honest).toBe(before.honest + 1)
    expect(queueOf(after, 'block').precision).toMatchObject({
      count: queueOf(before, 'block').precision.count - 2,
      of: queueOf(before, 'block').precision.of - 1,
    })
  })

  test('sellers count once each, by their portfolio and by most decisions on their listings', async () => {
    const { id: market } = await newOrganisation(store, 'sellers')
    const tomorrow = newClock()
    tomorrow.now += 86_400_000
    const later = newApi(store, tomorrow)
    const owner = await newMember(later, store, 'sellers', 'admin@sellers.example')
    // Of each seller: how its listings are decided, the probability of its portfolio, and whether it listed lately.
    const sellers = [
      { decided: ['counterfeit', 'counterfeit', 'genuine'], probability: 0.9, listed: true },
      { decided: ['counterfeit', 'genuine'], probability: 0.5, listed: true },
      { decided: ['counterfeit'], probability: 0.29, listed: true },
      { decided: ['genuine'], probability: null, listed: true },
      { decided: [], probability: 0.7, listed: true },
      { decided: ['counterfeit'], probability: 0.8, listed: false },
    ]
    for (const [at, { decided, probability, listed }] of sellers.entries()) {
      for (const n of decided.length === 0 ? [0] : decided.keys()) {
        const id = `${at}-${n}`
        const seller = { id: `s-${at}` }
        const sent = { id, title: `Spoon ${id}`, marketplace: 'bazaar', seller }
        expect((await owner.post('/api/v1/listings', sent)).status).toBeLessThan(300)
      }
      await asOperator(store, async (handle) => {
        const { rows } = await sql<{ id: string }>`
          update seller_accounts
          set last_seen_at = now() - make_interval(days => ${listed ? 2 : 60}::int)
          where organisation_id = ${market}::uuid and seller_id = ${`s-${at}`} returning id`.execute(
          handle,
        )
        if (probability === null) return
        await sql`
          insert into seller_portfolios (organisation_id, seller_account_id,
            account_organisation_id, marketplace, listings, probability, flagged, standing, facts,
            brands, examples, view, changed_since_explained, counts)
          values (${market}::uuid, ${rows[0]!.id}::uuid, ${market}::uuid, 'bazaar', 4,
            ${probability}, ${probability >= 0.5}, 'marketplace', '[]', '{}', '{}', '', false,
            false)`.execute(handle)
      })
    }
    const { body } = await owner.get('/api/v1/listings?limit=50')
    for (const { id, listing } of body['items'] as { id: string; listing: { id: string } }[]) {
      const [at, n] = listing.id.split('-').map(Number)
      const verdict = sellers[at!]!.decided[n!]
      if (verdict !== undefined) await owner.post('/api/v1/decisions', { id, verdict })
    }
    const { days, queues } = await funnelOf(owner)
    const queue = queues.find((one) => one.queue === 'sellers')!
    expect(queue).toMatchObject({
      held: 3,
      perDay: 3 / days,
      precision: { count: 2, of: 3 },
      counterfeitsHeld: { count: 2, of: 3 },
      honestHeld: { count: 1, of: 2 },
    })
    const at = (threshold: number) => queue.curve.find((point) => point.threshold === threshold)
    expect(at(25)).toMatchObject({ held: 4, precision: { count: 3, of: 4 } })
    expect(at(50)).toMatchObject({ isCurrent: true, held: 3 })
    expect(at(75)).toMatchObject({ held: 1, honestHeld: { count: 0, of: 2 } })
    await later.close()
  })

  test('a member limited to a brand counts its listings, a rights holder its own decisions', async () => {
    const limited = await newMember(app, store, 'market', 'lena@market.example', {
      roles: ['analyst'],
      brands: ['velmoraq'],
    })
    const ofBrand = await funnelOf(limited)
    expect(ofBrand).toMatchObject({ incoming: 20 })
    expect(ofBrand.queues.map(({ blind }) => blind)).toEqual([null, null, null, null])
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    const house = await newMember(app, store, 'house', 'admin@house.example')
    expect(await funnelOf(house)).toMatchObject({ incoming: 0, counterfeit: 0, honest: 0 })
    await newStandingClaim(store, 'house', 'velmoraq')
    expect(await funnelOf(house)).toMatchObject({ incoming: 20, counterfeit: 0, honest: 0 })
  })

  test('thresholds of its own change what an organisation’s queues hold', async () => {
    const thresholds = { askProof: 10, review: 50, block: 80 }
    const set = await admin.ask('PUT', '/api/v1/thresholds', {
      brand: null,
      thresholds,
      expectedVersion: 0,
    })
    expect(set.status).toBe(200)
    const funnel = await funnelOf(admin)
    expect(queueOf(funnel, 'review')).toMatchObject({ held: 0 })
    expect(queueOf(funnel, 'ask-proof')).toMatchObject({ held: 30 })
    const current = queueOf(funnel, 'review').curve.find(({ isCurrent }) => isCurrent)
    expect(current).toMatchObject({ threshold: 50, held: 0 })
  })

  test('a reviewer is refused', async () => {
    const reviewer = await newMember(app, store, 'market', 'rex@market.example', {
      roles: ['reviewer'],
    })
    expect((await reviewer.get('/api/v1/funnel')).status).toBe(403)
  })
})
