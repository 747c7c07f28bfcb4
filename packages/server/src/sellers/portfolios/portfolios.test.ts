import type {
  Assessment,
  Listing,
  PortfolioSummary,
  SellerPortfolioView,
} from '@touchstone/contract'
import { Portfolio, portfolioEntry, type PortfolioEntry } from '@touchstone/recognition'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
} from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { revokeClaim } from '../../brands/claims/index.ts'
import {
  findViewer,
  releaseListing,
  starterPackNames,
  type Viewer,
} from '../../brands/visibility/index.ts'
import { deleteListings, ListingIngest, startReassessment } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { portfolioKnowledge, startPortfolioUpdates, type PortfolioUpdates } from './index.ts'

const names = starterPackNames()
const screening = screenInProcess(starterEngine)

/** A store whose portfolios are kept as on a server. */
class Installation {
  readonly intake: ListingIngest
  private readonly reassessment: ReturnType<typeof startReassessment>
  private readonly updates: PortfolioUpdates
  readonly store: Store

  constructor(store: Store) {
    this.store = store
    const faults = (error: unknown) => console.error(error)
    this.intake = new ListingIngest({
      store,
      screening,
      names: () => names,
      portfolios: portfolioKnowledge(),
      onDue: () => this.reassessment.wake(),
    })
    this.reassessment = startReassessment({ intake: this.intake, onFault: faults })
    this.updates = startPortfolioUpdates({
      store,
      onDue: () => this.reassessment.wake(),
      onFault: faults,
      everyMs: 60_000,
    })
  }

  async settle(): Promise<void> {
    for (;;) {
      await this.updates.idle()
      this.reassessment.wake()
      await this.reassessment.idle()
      const { rows } = await asOperator(this.store, (handle) =>
        sql<{ count: number }>`
          select (select count(*) from portfolio_changes) + (select count(*) from judgements_due)
            as count`.execute(handle),
      )
      if (Number(rows[0]?.count) === 0) return
    }
  }

  async close(): Promise<void> {
    await this.updates.stop()
    await this.reassessment.stop()
    await this.intake.close()
    await this.store.close()
  }
}

type StoredListing = {
  id: string
  organisationId: string
  account: string | null
  isOfMarketplace: boolean
  source: string
  listing: Listing
  assessment: Assessment
}

async function readListings(store: Store): Promise<StoredListing[]> {
  const { rows } = await asOperator(store, (handle) =>
    sql<StoredListing>`
      select l.id, l.organisation_id as "organisationId", l.seller_account_id as account,
        exists (select from marketplace_bindings b
          where b.organisation_id = l.organisation_id and b.marketplace = l.marketplace)
          as "isOfMarketplace",
        v.ingested_by_kind || v.ingested_by_id as source, v.content as listing, a.body as assessment
      from listings l
      join listing_versions v on v.listing_id = l.id and v.version = l.version
      join assessments a on a.listing_id = l.id and a.version = l.version
      order by l.id`.execute(handle),
  )
  return rows
}

type Expected = PortfolioSummary & { standing: string; counts: boolean }

/** What a viewer's portfolio of an account is, computed from the listings that it is shown. */
function countAnew(viewer: Viewer, listings: readonly StoredListing[]): Expected | undefined {
  const shown = listings.flatMap((stored) => {
    const released = releaseListing(viewer, { ...stored, changed: [] }, names)
    if (released?.assessment == null) return []
    const { own, source, isOfMarketplace } = released
    const entry = portfolioEntry(released.listing, released.assessment)
    return [{ entry, own, isOfMarketplace, source: own ? source : 'its organisation' }]
  })
  const [first] = shown
  if (first === undefined) return undefined
  const over = (some: readonly { entry: PortfolioEntry }[]) =>
    new Portfolio(some.map(({ entry }) => entry)).summary()
  const summary = over(shown)
  if (summary.facts.length === 0) return undefined
  const standsAlways = [...new Set(shown.map(({ source }) => source))].every(
    (source) => over(shown.filter((one) => one.source !== source)).flagged,
  )
  const standing = first.isOfMarketplace
    ? 'marketplace'
    : summary.flagged && standsAlways
      ? 'several-sources'
      : 'one-source'
  const counts = first.own && summary.flagged && standing !== 'one-source'
  return { ...summary, standing, counts }
}

const brands = ['Prada', 'Gucci', 'Dior', 'Rolex']
const goods = fc.record({
  id: fc.integer({ min: 0, max: 11 }).map(String),
  title: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...brands).map((brand) => `${brand} leather bag`) },
    { weight: 1, arbitrary: fc.constantFrom('Wooden spoon', 'Gucci bag, 1:1 replica') },
  ),
  amount: fc.constantFrom('9', '9', '11', '19', '4000'),
  quantity: fc.constantFrom(1, 400),
  seller: fc.constantFrom('s-1', 's-1', 's-1', 's-2', undefined),
  site: fc.constantFrom('bazaar', 'bazaar', 'elsewhere'),
  from: fc.constantFrom('market', 'market', 'house'),
  by: fc.constantFrom('feed', 'hand'),
})
type Goods = typeof goods extends fc.Arbitrary<infer T> ? T : never
const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('send' as const),
      goods: fc.array(goods, { minLength: 4, maxLength: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('erase' as const),
      seller: fc.constantFrom('s-1', 's-2'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), place: fc.nat(11) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('claim' as const),
      brand: fc.constantFrom('prada', 'gucci'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('bind' as const), is: fc.boolean() }) },
)

/** Enough of them that the seller is flagged, from one source. */
const cheapBags = {
  type: 'send' as const,
  goods: Array.from({ length: 8 }, (_, number): Goods => ({
    id: String(number),
    title: `${brands[number % 3]} leather bag`,
    amount: '9',
    quantity: 400,
    seller: 's-1',
    site: 'bazaar',
    from: 'market',
    by: 'feed',
  })),
}

function toListing({ id, title, amount, quantity, seller, site }: Goods): Listing {
  return {
    id,
    title,
    marketplace: site,
    condition: 'new',
    price: { amount, currency: 'USD' },
    quantity,
    ...(seller !== undefined && { seller: { id: seller, name: `Shop ${seller}` } }),
  }
}

onBothEngines((engine) => {
  let sequence = 0
  const standings = new Set<string>()

  test('after any sequence, portfolios equal those computed anew, and assessments what the engine says with them', async () => {
    const installation = new Installation(await openStore(await engine.newStore()))
    const { store, intake } = installation
    const app = newApi(store, undefined, {}, { intake })
    const claims = new Map<string, { id: string }>()
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(steps, { minLength: 3, maxLength: 9 }),
          async (sequenceOfSteps) => {
            const run = sequence++
            const market = (await newOrganisation(store, `market-${run}`)).id
            const house = (await newOrganisation(store, `house-${run}`, { kind: 'rights-holder' }))
              .id
            const keys = new Map<string, string>()
            for (const slug of ['market', 'house'])
              for (const by of ['feed', 'hand'])
                keys.set(slug + by, (await newKey(store, `${slug}-${run}`)).id)
            const bind = (is: boolean) =>
              asOperator(store, (handle) =>
                bindMarketplaces({
                  handle,
                  actor: operator,
                  input: { organisation: `market-${run}`, marketplaces: is ? [`bazaar`] : [] },
                }),
              )
            await bind(true)
            const admin = await newMember(
              app,
              store,
              `market-${run}`,
              `admin-${run}@market.example`,
              {
                roles: ['admin'],
              },
            )
            // A claim would show what an earlier sequence left, and a failed one left claims too.
            const left = await readListings(store)
            await asOperator(store, (handle) =>
              deleteListings(
                handle,
                left.map(({ id }) => id),
              ),
            )
            const revoke = (id: string) =>
              asOperator(store, (handle) =>
                revokeClaim({
                  handle,
                  actor: operator,
                  input: { id, decision: { reason: 'the entry was struck off' } },
                }),
              )
            for (const { id } of claims.values()) await revoke(id)
            claims.clear()
            const judgedWith = new Map<
              string,
              { version: string; portfolio: PortfolioSummary | undefined }
            >()
            for (const step of sequenceOfSteps) {
              if (step.type === 'send') {
                const once = new Map(
                  step.goods.map((one) => [`${one.from} ${one.site} ${one.id}`, one]),
                )
                for (const [group, some] of Map.groupBy(
                  once.values(),
                  ({ from, by }) => from + by,
                )) {
                  const organisationId = group.startsWith('market') ? market : house
                  const sender = {
                    kind: 'key',
                    id: keys.get(group)!,
                    organisationId,
                    scopes: [],
                  } as const
                  await intake.ingest(sender, some.map(toListing), {})
                }
              } else if (step.type === 'erase') {
                const erased = await admin.post('/api/v1/privacy/erasures', {
                  seller: { marketplace: 'bazaar', id: step.seller },
                })
                expect(erased).toMatchObject({ status: 200 })
              } else if (step.type === 'delete') {
                const all = (await readListings(store)).filter(
                  ({ organisationId }) => organisationId === market,
                )
                const gone = all[step.place % Math.max(1, all.length)]
                await asOperator(store, (handle) => deleteListings(handle, gone ? [gone.id] : []))
              } else if (step.type === 'claim') {
                const claim = claims.get(step.brand)
                if (claim === undefined) {
                  claims.set(
                    step.brand,
                    await newStandingClaim(store, `house-${run}`, step.brand, {
                      number: `0${step.brand}${run}`,
                    }),
                  )
                } else {
                  claims.delete(step.brand)
                  await revoke(claim.id)
                }
              } else await bind(step.is)
              await installation.settle()
              const all = await readListings(store)
              const expected = new Map<string, Expected>()
              for (const organisationId of [market, house]) {
                const viewer = await asOperator(store, (handle) =>
                  findViewer(handle, organisationId),
                )
                for (const [account, own] of Map.groupBy(all, (one) => one.account)) {
                  const portfolio = account === null ? undefined : countAnew(viewer, own)
                  if (portfolio) expected.set(`${organisationId} ${account}`, portfolio)
                }
              }
              const { rows } = await asOperator(store, (handle) =>
                sql<Expected & { viewer: string; account: string }>`
                select organisation_id as viewer, seller_account_id as account, listings,
                  probability, flagged, facts, standing, counts
                from seller_portfolios where organisation_id in (${market}::uuid, ${house}::uuid)`.execute(
                  handle,
                ),
              )
              const portfolios = new Map(
                rows.map(({ viewer, account, ...one }) => [`${viewer} ${account}`, one]),
              )
              expect(portfolios).toEqual(expected)
              for (const { flagged, standing, counts } of portfolios.values())
                standings.add(`${standing}${flagged ? ' flagged' : ''}${counts ? ' counts' : ''}`)
              for (const [account, own] of Map.groupBy(all, (one) => one.account)) {
                const [first] = own
                if (account === null || first === undefined) continue
                const whole = expected.get(`${first.organisationId} ${account}`)
                const viewer = await asOperator(store, (handle) =>
                  findViewer(handle, first.organisationId),
                )
                const entryOf = (one: StoredListing): PortfolioEntry => {
                  const { listing, assessment } = releaseListing(
                    viewer,
                    { ...one, changed: [] },
                    names,
                  )!
                  return portfolioEntry(listing, assessment)
                }
                const portfolio = new Portfolio(own.map(entryOf))
                for (const one of own) {
                  const version = JSON.stringify(one.listing)
                  const before = judgedWith.get(one.id)
                  const isSame = before?.version === version
                  const considered = isSame ? before.portfolio : undefined
                  // Judged again only where the portfolio began or ceased to count.
                  const now =
                    whole?.counts === true
                      ? (considered ?? portfolio.without(entryOf(one)))
                      : undefined
                  judgedWith.set(one.id, { version, portfolio: now })
                  const judged = starterEngine.screen(one.listing, { portfolio: now })
                  expect(one.assessment).toMatchObject({
                    verdict: judged.verdict,
                    probability: judged.probability,
                    signals: judged.signals,
                  })
                }
              }
            }
          },
        ),
        { numRuns: 10, examples: [[[cheapBags, { type: 'bind', is: false }]]] },
      )
      // Otherwise the sequences prove little.
      for (const met of ['marketplace flagged counts', 'one-source flagged'])
        expect([...standings]).toContain(met)
    } finally {
      await app.close()
      await installation.close()
    }
  }, 300_000)

  describe('through the API', () => {
    let installation: Installation
    let app: FastifyInstance
    let ana: Browser
    let bea: Browser
    let audra: Browser
    let hugo: Browser
    let rita: Browser
    let market = ''
    let sender: Parameters<ListingIngest['ingest']>[0]

    const bag = (id: string, brand: string, more: Partial<Listing> = {}): Listing => ({
      id,
      title: `${brand} leather bag`,
      marketplace: 'bazaar',
      condition: 'new',
      price: { amount: '9', currency: 'USD' },
      seller: { id: 's-1', name: 'Lumira', type: 'private' },
      ...more,
    })
    const send = async (listings: readonly Listing[]) => {
      await installation.intake.ingest(sender, listings, {})
      await installation.settle()
    }
    const queue = async (who: Browser, query = '') => {
      const { body } = await who.get(`/api/v1/seller-portfolios${query}`)
      return body['items'] as SellerPortfolioView[]
    }
    const idOf = async () => (await queue(ana))[0]!.seller.id
    const portfolioCodes = async (external: string) => {
      const all = await readListings(installation.store)
      const one = all.find(
        ({ listing }) => listing.id === external && listing.marketplace === 'bazaar',
      )
      return one!.assessment.signals.flatMap(({ code }) =>
        code.startsWith('seller.portfolio') ? [code] : [],
      )
    }
    const act = (who: Browser, id: string, action: object) =>
      who.post(`/api/v1/seller-accounts/${id}/portfolio/actions`, { action })
    const explain = (who: Browser, id: string, more: object = {}) =>
      act(who, id, { type: 'explain', reason: 'collector', days: 30, ...more })
    const logged = async (action: string) => {
      const { rows } = await asOperator(installation.store, (handle) =>
        sql<{ count: number }>`
          select count(*)::int as count from audit_events where action = ${action}`.execute(handle),
      )
      return rows[0]!.count
    }

    beforeAll(async () => {
      installation = new Installation(await openStore(await engine.newStore()))
      const { store, intake } = installation
      app = newApi(store, undefined, {}, { intake })
      market = (await newOrganisation(store, 'market')).id
      await newOrganisation(store, 'house', { kind: 'rights-holder' })
      await newOrganisation(store, 'rival', { kind: 'rights-holder' })
      for (const [house, brand] of [
        ['house', 'prada'],
        ['house', 'gucci'],
        ['rival', 'dior'],
      ] as const)
        await newStandingClaim(store, house, brand)
      const input = { organisation: 'market', marketplaces: ['bazaar'] }
      await asOperator(store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
      const { id } = await newKey(store, 'market')
      sender = { kind: 'key', id, organisationId: market, scopes: [] }
      const member = (slug: string, name: string, rights: Record<string, unknown>) =>
        newMember(app, store, slug, `${name}@${slug}.example`, rights)
      ana = await member('market', 'ana', { roles: ['admin'] })
      bea = await member('market', 'bea', { roles: ['analyst'], brands: ['gucci'] })
      audra = await member('market', 'audra', { roles: ['auditor'] })
      hugo = await member('house', 'hugo', { roles: ['analyst'] })
      rita = await member('rival', 'rita', { roles: ['analyst'] })
      await send([
        ...['Prada', 'Gucci', 'Dior'].flatMap((brand, at) => [
          bag(`${at}-a`, brand),
          bag(`${at}-b`, brand),
        ]),
        bag('own sign', 'Prada', { title: 'Prada leather bag, 1:1 replica' }),
        bag('usual', 'Prada', {
          price: { amount: '4000', currency: 'USD' },
          seller: { id: 's-2' },
        }),
        bag('nobody', 'Prada', { seller: { id: ' ', name: 'Nameless' } }),
      ])
    })
    afterAll(async () => {
      await app?.close()
      await installation?.close()
    })

    test('the queue names the seller with facts, counts and pictures, each by what the reader sees', async () => {
      const [first, ...others] = await queue(ana)
      expect(others).toEqual([])
      expect(first).toMatchObject({
        seller: { seller: 's-1', marketplace: 'bazaar', own: true, kind: 'private' },
        listings: 7,
        flagged: true,
        standing: 'marketplace',
        counts: true,
        state: 'open',
      })
      expect(first!.facts[0]).toMatchObject({
        code: 'seller.portfolio-prices',
        count: 7,
        of: 7,
        params: { brands: 3, part: 'tenth' },
      })
      expect(first!.brands[0]).toBe('prada')
      expect(first!.examples).toHaveLength(4)
      const [seen] = await queue(hugo)
      expect(seen).toMatchObject({ listings: 5, standing: 'marketplace', counts: false })
      expect(seen!.facts[0]).toMatchObject({ count: 5, of: 5, params: { brands: 2 } })
      expect(seen!.brands.toSorted()).toEqual(['gucci', 'prada'])
      expect(await queue(rita)).toEqual([])
      expect(await queue(ana, '?brand=rolex')).toEqual([])
      expect(await queue(ana, '?brand=dior&marketplace=bazaar')).toHaveLength(1)
      expect(await queue(ana, '?marketplace=elsewhere')).toEqual([])
    })

    test('a fact opens the listings behind it, those that the reader sees', async () => {
      const id = await idOf()
      const behind = async (who: Browser, fact: string) => {
        const path = `/api/v1/seller-accounts/${id}/portfolio/listings?fact=seller.portfolio-${fact}`
        const ids: string[] = []
        let after = ''
        do {
          const { body } = await who.get(`${path}&limit=2${after}`)
          for (const { listing } of body['items'] as { listing: Listing }[]) ids.push(listing.id)
          after = body['next'] === null ? '' : `&after=${body['next'] as string}`
        } while (after !== '')
        return ids.sort()
      }
      expect(await behind(ana, 'prices')).toEqual([
        '0-a',
        '0-b',
        '1-a',
        '1-b',
        '2-a',
        '2-b',
        'own sign',
      ])
      expect(await behind(hugo, 'prices')).toEqual(['0-a', '0-b', '1-a', '1-b', 'own sign'])
      expect(await behind(ana, 'same-price')).toHaveLength(7)
      expect(await behind(ana, 'reviews')).toEqual([])
    })

    test('the portfolio shows on each listing, and opens none without a fact of its own', async () => {
      expect(await portfolioCodes('own sign')).toContain('seller.portfolio-prices')
      for (const { listing, assessment } of await readListings(installation.store)) {
        if (listing.id === 'own sign') continue
        expect(['clear', 'ask-proof']).toContain(assessment.verdict)
      }
      expect(await portfolioCodes('usual')).toEqual([])
      expect(await portfolioCodes('nobody')).toEqual([])
    })

    test('who sees a part of the organisation, or nothing of the seller, reads no portfolio', async () => {
      const id = await idOf()
      const path = `/api/v1/seller-accounts/${id}/portfolio`
      expect((await bea.get('/api/v1/seller-portfolios')).status).toBe(403)
      expect((await bea.get(path)).status).toBe(403)
      expect((await audra.get(path)).status).toBe(200)
      expect((await explain(audra, id)).status).toBe(403)
      const stranger = await newMember(app, installation.store, 'rival', 'ron@rival.example', {
        roles: ['admin'],
      })
      await newOrganisation(installation.store, 'stranger', { kind: 'rights-holder' })
      const sven = await newMember(app, installation.store, 'stranger', 'sven@stranger.example', {
        roles: ['admin'],
      })
      // A rival sees the seller by a brand of its own, without any fact.
      expect((await stranger.get(path)).body).toEqual({ portfolio: null })
      const unknown = '/api/v1/seller-accounts/00000000-0000-4000-8000-000000000000/portfolio'
      for (const hidden of [path, unknown]) expect((await sven.get(hidden)).status).toBe(404)
      expect((await explain(sven, id)).status).toBe(404)
    })

    test('an explained portfolio leaves the queue and the assessments, until it is undone', async () => {
      const id = await idOf()
      expect((await act(ana, id, { type: 'withdraw-explanation' })).status).toBe(200)
      for (const days of [0, 400, 'some'])
        expect((await explain(ana, id, { days })).status).toBe(422)
      const note = 'Receipts of Lumira seen'
      const { status, body } = await explain(ana, id, { note })
      expect([status, body]).toMatchObject([
        200,
        {
          portfolio: {
            state: 'explained',
            counts: false,
            explanation: { reason: 'collector', note },
          },
        },
      ])
      expect(await queue(ana)).toEqual([])
      expect(await queue(ana, '?state=explained')).toHaveLength(1)
      // Others decide for themselves.
      expect(await queue(hugo)).toHaveLength(1)
      await installation.settle()
      expect(await portfolioCodes('own sign')).toEqual([])
      expect(await queue(ana)).toEqual([])
      expect((await act(ana, id, { type: 'withdraw-explanation' })).status).toBe(200)
      expect(await queue(ana)).toHaveLength(1)
      await installation.settle()
      expect(await portfolioCodes('own sign')).toContain('seller.portfolio-prices')
      expect(await logged('portfolio-explained')).toBe(1)
      expect(await logged('portfolio-explanation-withdrawn')).toBe(1)
      expect(await logged('private-sellers-read')).toBeGreaterThan(0)
    })

    test('a rights holder explains for itself, and nobody else’s assessment changes', async () => {
      const id = await idOf()
      expect((await explain(hugo, id)).status).toBe(200)
      await installation.settle()
      expect(await queue(hugo)).toEqual([])
      expect(await queue(ana)).toHaveLength(1)
      expect(await portfolioCodes('own sign')).toContain('seller.portfolio-prices')
      expect((await act(hugo, id, { type: 'withdraw-explanation' })).status).toBe(200)
    })

    test('an explanation ends with its day, and with facts that change materially', async () => {
      const id = await idOf()
      await explain(ana, id)
      await asOperator(installation.store, (handle) =>
        sql`update seller_portfolios set explained_until = now() - interval '1 minute'
          where organisation_id = ${market}::uuid`.execute(handle),
      )
      expect(await queue(ana)).toHaveLength(1)
      await installation.settle()
      expect(await queue(ana)).toEqual([])
      const more = (from: number, to: number) =>
        send(Array.from({ length: to - from }, (_, at) => bag(`more-${from + at}`, 'Gucci')))
      await more(0, 3)
      expect(await queue(ana)).toEqual([])
      await more(3, 6)
      expect(await queue(ana)).toMatchObject([{ changedSinceExplained: true, counts: true }])
      expect(await portfolioCodes('own sign')).toContain('seller.portfolio-prices')
    })

    test('the seller’s data request names the portfolio and each explanation', async () => {
      const id = await idOf()
      await explain(ana, id, { note: 'Lumira wrote to us' })
      const request = { seller: { marketplace: 'bazaar', id: 's-1' } }
      const { status, body } = await ana.post('/api/v1/privacy/access-requests', request)
      expect(status).toBe(200)
      const { portfolio, portfolioExplanations } = body['account'] as {
        portfolio: { facts: { code: string }[] }
        portfolioExplanations: unknown[]
      }
      expect(portfolio.facts.map(({ code }) => code)).toContain('seller.portfolio-prices')
      expect(portfolioExplanations.at(-1)).toMatchObject({
        reason: 'collector',
        note: 'Lumira wrote to us',
        withdrawnAt: null,
      })
      expect((await act(ana, id, { type: 'withdraw-explanation' })).status).toBe(200)
    })

    test('the seller’s erasure takes the portfolio and the note', async () => {
      const id = await idOf()
      await explain(ana, id, { note: 'Lumira wrote to us' })
      const erased = await ana.post('/api/v1/privacy/erasures', {
        seller: { marketplace: 'bazaar', id: 's-1' },
      })
      expect(erased.status).toBe(200)
      await installation.settle()
      expect(await queue(ana, '?state=explained')).toEqual([])
      expect(await queue(hugo)).toEqual([])
      const { rows } = await asOperator(installation.store, (handle) =>
        sql<{ notes: number; portfolios: number }>`
          select (select count(note)::int from portfolio_explanations) as notes,
            (select count(*)::int from seller_portfolios) as portfolios`.execute(handle),
      )
      expect(rows).toEqual([{ notes: 0, portfolios: 0 }])
    })
  })
})
