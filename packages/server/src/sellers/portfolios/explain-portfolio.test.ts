import type { InboxView, Listing, SellerPortfolioView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import type { ListingIngest } from '../../listings/ingest/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { bag, Installation, readListings } from './test/portfolio-fixture.ts'

onOneEngine((engine) => {
  let installation: Installation
  let app: FastifyInstance
  let ana: Browser
  let bea: Browser
  let audra: Browser
  let hugo: Browser
  let rita: Browser
  let market = ''
  let sender: Parameters<ListingIngest['ingest']>[0]

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

  test('the inbox has the seller by a listing of theirs, without a name', async () => {
    const sellersOf = async (who: Browser) => {
      const { body } = await who.get('/api/v1/inbox')
      const { items, counts } = body as unknown as InboxView
      const found = items.filter(({ kind }) => kind === 'seller')
      expect(found).toHaveLength(counts.find(({ kind }) => kind === 'seller')?.count ?? 0)
      return found
    }
    const path = `/sellers/${await idOf()}`
    const [item, ...others] = await sellersOf(ana)
    expect(others).toEqual([])
    expect(item).toMatchObject({ path, marketplace: 'bazaar', urgency: 'new', from: null })
    expect(item!.title).toMatch(/Prada|Gucci|Dior/)
    expect(JSON.stringify(item)).not.toMatch(/Lumira|s-1/)
    expect(await sellersOf(hugo)).toMatchObject([{ path }])
    for (const who of [bea, audra, rita]) expect(await sellersOf(who)).toEqual([])
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

  test('no API key reads the queue or a portfolio, so that no list of sellers by discount leaves', async () => {
    const { text } = await newKey(installation.store, 'market')
    for (const path of ['seller-portfolios', `seller-accounts/${await idOf()}/portfolio`]) {
      const { statusCode } = await app.inject({
        url: `/api/v1/${path}`,
        headers: { authorization: `Bearer ${text}` },
      })
      expect(statusCode).toBe(403)
    }
  })

  test('an explained portfolio leaves the queue and the assessments, until it is undone', async () => {
    const id = await idOf()
    expect((await act(ana, id, { type: 'withdraw-explanation' })).status).toBe(200)
    for (const days of [0, 400, 'some']) expect((await explain(ana, id, { days })).status).toBe(422)
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
