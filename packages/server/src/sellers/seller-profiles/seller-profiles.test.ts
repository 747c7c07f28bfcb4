import type {
  SellerAccountView,
  SellerAccountDetailView,
  SellerTimelineEntryView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Page<T> = { items: T[]; next: string | null }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let ana: Browser
  let bea: Browser
  let hugo: Browser
  let house = ''
  const keys: Record<string, string> = {}
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const scopes = ['listings:write', 'listings:read', 'decisions:write']
    for (const [slug, kind] of [
      ['market', 'marketplace'],
      ['other', 'marketplace'],
      ['prada-house', 'rights-holder'],
    ] as const) {
      const { id } = await newOrganisation(store, slug, { kind })
      if (slug === 'prada-house') house = id
      keys[slug] = (await newKey(store, slug, scopes)).text
    }
    await newStandingClaim(store, 'prada-house', 'prada')
    ana = await newMember(app, store, 'market', 'ana@market.example', { roles: ['admin'] })
    bea = await newMember(app, store, 'market', 'bea@market.example', {
      roles: ['analyst'],
      brands: ['gucci'],
    })
    hugo = await newMember(app, store, 'prada-house', 'hugo@prada.example', { roles: ['analyst'] })
    const seller = { id: 's-1', name: 'Lumira Bags', country: 'PL', type: 'private' }
    const listing = (id: string, title: string, more: object = {}) =>
      send('market', { id, title, marketplace: 'bazaar', seller, ...more })
    const usd = (amount: string) => ({ price: { amount, currency: 'USD' } })
    await listing('a', 'Prada wallet, 1:1 replica', usd('40'))
    await listing('b', 'Prada purse, 1:1 replica', usd('9.5'))
    await listing('c', 'Wooden spoon', { price: { amount: '3', currency: 'EUR' } })
    await listing('d', 'Wooden bowl', { seller: { id: 's-2', name: 'Bowls' }, shipsFrom: 'DE' })
    await listing('e', 'Wooden cup', { seller: { id: ' ', name: 'Nameless' } })
    await listing('f', 'Prada hat, 1:1 replica', { marketplace: 'elsewhere' })
    await send('other', { id: 'g', title: 'Prada glove', marketplace: 'bazaar', seller })
    await ask('market', 'POST', '/decisions', { id: ids['b'], verdict: 'counterfeit' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask<T>(who: string, method: 'GET' | 'POST', path: string, payload?: object) {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${keys[who]}` },
      ...(payload && { payload }),
    })
    return { status: response.statusCode, body: response.json<T>() }
  }
  async function send(who: string, listing: { id: string } & Record<string, unknown>) {
    const { body } = await ask<{ id: string }>(who, 'POST', '/listings', listing)
    ids[listing.id] = body.id
  }
  const accountOf = async (listing: string, who = 'market'): Promise<string> => {
    const { body } = await ask<{ sellerAccount: string }>(who, 'GET', `/listings/${ids[listing]}`)
    return body.sellerAccount
  }
  const list = async (who: string, query = '') =>
    (await ask<Page<SellerAccountView>>(who, 'GET', `/seller-accounts${query}`)).body
  const namesOf = ({ items }: Page<SellerAccountView>) =>
    items.map(({ seller, marketplace }) => `${seller} at ${marketplace}`).sort()
  const listingIds = async (who: string, query: string) => {
    const { body } = await ask<Page<{ listing: { id: string } }>>(who, 'GET', `/listings?${query}`)
    return body.items.map(({ listing }) => listing.id).sort()
  }
  /** How often reading private sellers was recorded, by its subject. */
  const logged = async (slug: string): Promise<Map<string, number>> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ subject: string; count: number }>`
        select e.subject_kind || ' ' || e.subject_id as subject, count(*)::int as count
        from audit_events e join organisations o on o.id = e.organisation_id
        where o.slug = ${slug} and e.action = 'private-sellers-read' group by 1`.execute(handle),
    )
    return new Map(rows.map(({ subject, count }) => [subject, count]))
  }

  test('an account is a seller ID on a marketplace of one organisation; a name alone is none', async () => {
    expect(await accountOf('a')).toBe(await accountOf('c'))
    expect(await accountOf('f')).not.toBe(await accountOf('a'))
    expect(await accountOf('g', 'other')).not.toBe(await accountOf('a'))
    expect(await accountOf('e')).toBeNull()
    expect(namesOf(await list('market'))).toEqual([
      's-1 at bazaar',
      's-1 at elsewhere',
      's-2 at bazaar',
    ])
    expect(namesOf(await list('other'))).toEqual(['s-1 at bazaar'])
  })

  test('the list counts the listings of each, and finds by name, ID and marketplace', async () => {
    const { items } = await list('market', '?search=LUMIRA&marketplace=bazaar')
    expect(items).toMatchObject([
      {
        own: true,
        name: 'Lumira Bags',
        country: 'PL',
        kind: 'private',
        listings: { count: 3, flagged: 2, more: false },
      },
    ])
    expect(namesOf(await list('market', '?search=S-2'))).toEqual(['s-2 at bazaar'])
    expect(namesOf(await list('market', '?search=nobody'))).toEqual([])
  })

  test('pages go on where they ended, in both orders', async () => {
    for (const [sort, expected] of [
      ['last-seen', 3],
      ['most-flagged', 2],
    ] as const) {
      const seen: string[] = []
      let after = ''
      do {
        const page = await list('market', `?sort=${sort}&limit=1${after}`)
        seen.push(...page.items.map(({ id }) => id))
        after = page.next === null ? '' : `&after=${page.next}`
      } while (after !== '')
      expect(new Set(seen).size).toBe(expected)
      expect(seen).toHaveLength(expected)
      if (sort === 'most-flagged') expect(seen[0]).toBe(await accountOf('a'))
    }
  })

  test('a page states counts by verdict, decision, brand and price', async () => {
    const { body } = await ask<SellerAccountDetailView>(
      'market',
      'GET',
      `/seller-accounts/${await accountOf('a')}`,
    )
    expect(body).toMatchObject({
      seller: 's-1',
      listings: { count: 3, flagged: 2, more: false },
      verdicts: { clear: 1 },
      notAssessed: 0,
      decisions: { counterfeit: 1, genuine: 0 },
      undecided: 2,
      prices: [
        { currency: 'USD', listings: 2, lowest: '9.5', highest: '40' },
        { currency: 'EUR', listings: 1, lowest: '3', highest: '3' },
      ],
      brands: [{ id: 'prada', listings: 2 }],
      procedures: null,
    })
  })

  test('a rights holder sees the accounts of listings about its brand, and those listings alone', async () => {
    expect(namesOf(await list('prada-house'))).toEqual([
      's-1 at bazaar',
      's-1 at bazaar',
      's-1 at elsewhere',
    ])
    expect(namesOf(await list('prada-house', '?sort=most-flagged'))).toContain('s-1 at bazaar')
    const { body } = await ask<SellerAccountDetailView>(
      'prada-house',
      'GET',
      `/seller-accounts/${await accountOf('a')}`,
    )
    expect(body).toMatchObject({ own: false, listings: { count: 2 }, undecided: 2 })
    expect((await hugo.get(`/api/v1/seller-accounts/${await accountOf('d')}`)).status).toBe(404)
    expect(await listingIds('prada-house', `sellerAccount=${await accountOf('a')}`)).toEqual([
      'a',
      'b',
    ])
  })

  test('forbidden and unknown accounts answer alike', async () => {
    const account = await accountOf('a')
    const unknown = account.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
    for (const path of ['', '/timeline']) {
      const forbidden = await bea.get(`/api/v1/seller-accounts/${account}${path}`)
      const missing = await bea.get(`/api/v1/seller-accounts/${unknown}${path}`)
      expect([forbidden.status, forbidden.body['type']]).toEqual([404, missing.body['type']])
      expect(missing.status).toBe(404)
    }
    expect((await ask('other', 'GET', `/seller-accounts/${account}`)).status).toBe(404)
    expect((await ask('market', 'GET', '/seller-accounts/no-id')).status).toBe(404)
    expect(await listingIds('other', `sellerAccount=${account}`)).toEqual([])
    expect((await bea.get('/api/v1/seller-accounts')).body['items']).toEqual([])
  })

  test('listings are filtered by seller, price, country and day', async () => {
    const account = await accountOf('a')
    const today = new Date().toISOString().slice(0, 10)
    expect(await listingIds('market', `sellerAccount=${account}`)).toEqual(['a', 'b', 'c'])
    expect(await listingIds('market', `sellerAccount=${account}&verdict=clear`)).toEqual(['c'])
    expect(
      await listingIds('market', `sellerAccount=${account}&sort=most-probable&limit=2`),
    ).toEqual(['a', 'b'])
    expect(await listingIds('market', 'currency=USD&priceFrom=9.5&priceTo=39.99')).toEqual(['b'])
    expect(await listingIds('market', 'country=DE')).toEqual(['d'])
    expect(await listingIds('market', 'country=PL')).toEqual(['a', 'b', 'c', 'f'])
    expect(await listingIds('market', 'seenTo=2020-01-01')).toEqual([])
    expect(await listingIds('market', 'seenFrom=2020-01-01&country=DE')).toEqual(['d'])
    expect(await listingIds('market', `seenFrom=2020-01-01&seenTo=${today}`)).toHaveLength(6)
    expect(await listingIds('prada-house', 'country=PL&priceFrom=20')).toEqual(['a'])
    const { body } = await ask('market', 'GET', `/listings/count?sellerAccount=${account}`)
    expect(body).toEqual({ count: 3, more: false })
  })

  test('a case is opened on all listings of a seller, and the seller’s page tells of it', async () => {
    const account = await accountOf('a')
    const opened = await ana.post('/api/v1/cases', {
      title: 'All of Lumira Bags',
      about: 'seller',
      sellerAccount: account,
    })
    expect(opened).toMatchObject({ status: 201, body: { listings: 3, more: false } })
    const { id, ...empty } = (await ana.post('/api/v1/cases', { title: 'Empty', about: 'seller' }))
      .body as { id: string; more?: boolean }
    expect(empty.more).toBeUndefined()
    const action = { type: 'add-seller-listings', sellerAccount: account }
    const acted = await ana.post(`/api/v1/cases/${id}/actions`, { action })
    expect(acted).toMatchObject({ status: 200, body: { changed: 3, more: false } })
    const again = await ana.post(`/api/v1/cases/${id}/actions`, { action })
    expect(again).toMatchObject({ status: 200, body: { changed: 0 } })
    const cases = await ana.get(`/api/v1/cases?sellerAccount=${account}`)
    expect(cases.body['items']).toHaveLength(2)
    const page = await ana.get(`/api/v1/seller-accounts/${account}`)
    expect(page.body['procedures']).toMatchObject({
      cases: {
        open: 2,
        closed: 0,
        items: expect.arrayContaining([
          expect.objectContaining({ title: 'All of Lumira Bags', state: 'open', listings: 3 }),
        ]),
      },
      notices: { sent: 0, items: [] },
      restrictions: { inForce: 0, reversed: 0 },
      appeals: { open: 0 },
      clearances: { valid: 0 },
    })
    const unseen = await hugo.post('/api/v1/cases', {
      title: 'x',
      about: 'seller',
      sellerAccount: await accountOf('d'),
    })
    expect(unseen).toMatchObject({ status: 404, body: { pointer: '/sellerAccount' } })
  })

  test('the timeline tells what happened, newest first and page by page', async () => {
    const account = await accountOf('a')
    const entries: SellerTimelineEntryView[] = []
    let after = ''
    do {
      const { body } = await ana.get(`/api/v1/seller-accounts/${account}/timeline?limit=2${after}`)
      const page = body as Page<SellerTimelineEntryView>
      entries.push(...page.items)
      after = page.next === null ? '' : `&after=${page.next}`
    } while (after !== '')
    const kinds = entries.map(({ kind }) => kind).sort()
    expect(kinds.filter((kind) => kind === 'listing-seen')).toHaveLength(3)
    expect(kinds).toContain('decided')
    expect(kinds).toContain('case-opened')
    const times = entries.map(({ at }) => at)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(entries.find(({ kind }) => kind === 'decided')).toMatchObject({
      subject: ids['b'],
      title: 'Prada purse, 1:1 replica',
      value: 'counterfeit',
    })
    // What another organisation decided is not the reader's to know.
    const { body } = await hugo.get(`/api/v1/seller-accounts/${account}/timeline`)
    const theirs = (body as Page<SellerTimelineEntryView>).items.map(({ kind }) => kind)
    expect(new Set(theirs)).toEqual(new Set(['listing-seen']))
  })

  test('reading sellers who state that they are private persons is recorded', async () => {
    const account = await accountOf('a')
    const subjects = [`organisation ${house}`, `seller-account ${account}`]
    const counts = async (): Promise<number[]> => {
      const entries = await logged('prada-house')
      return subjects.map((subject) => entries.get(subject) ?? 0)
    }
    const [lists = 0, accounts = 0] = await counts()
    await list('prada-house')
    await ask('prada-house', 'GET', `/seller-accounts/${account}`)
    expect(await counts()).toEqual([lists + 1, accounts + 1])
  })

  test('a listing that names another seller now moves to the other account', async () => {
    const before = await accountOf('d')
    await send('market', {
      id: 'd',
      title: 'Wooden bowl',
      marketplace: 'bazaar',
      seller: { id: 's-3', name: 'Bowls again' },
    })
    const now = await accountOf('d')
    expect(now).not.toBe(before)
    const page = await ask<SellerAccountDetailView>('market', 'GET', `/seller-accounts/${before}`)
    expect(page.body.listings).toEqual({ count: 0, flagged: 0, more: false })
    expect(await listingIds('market', 'country=DE')).toEqual([])
  })
})
