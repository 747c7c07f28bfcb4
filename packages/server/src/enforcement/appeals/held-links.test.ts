import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newMember, type Browser } from '../../../test/users.ts'
import {
  day,
  openAppealsFixture,
  ownChannel,
  seller,
  readResponse,
  type AppealsFixture,
} from './test/appeals-fixture.ts'
import { findLink } from '../appeal-links/index.ts'
import { pageDigest } from './read-seller-page.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'

type Body = Record<string, unknown>
type Listing = { listing: string; externalId: string; seller: string }
type Minted = { token: string; link: { id: string } }

onOneEngine((engine) => {
  let harbour: AppealsFixture
  let officer: Browser
  let count = 0

  beforeAll(async () => {
    harbour = await openAppealsFixture(engine)
    const { app, store } = harbour
    await newOrganisation(store, 'customs', { kind: 'authority' })
    officer = await newMember(app, store, 'customs', 'runa@customs.example')
    const input = { organisation: 'market-a', marketplaces: [seller.marketplace] }
    await asOperator(store, (handle) => bindMarketplaces({ handle, actor: operator, input }))
  })
  afterAll(() => harbour?.close())

  const asOfficer = async (): Promise<Browser> => {
    officer.cookies.clear()
    await readResponse(officer.signIn('runa@customs.example'))
    return officer
  }

  async function newListing(): Promise<Listing> {
    const of = `S-${(count += 1)}`
    const listing = await harbour.newListing(of)
    const { body } = await harbour.moderator.get(`/api/v1/listings/${listing}`)
    return { listing, externalId: (body['listing'] as { id: string }).id, seller: of }
  }

  async function requestProof({ listing }: Listing): Promise<string> {
    const proofRequestInput = {
      listing,
      brand: 'velmoraq',
      reason: 'Proof',
      accepts: ['invoice'],
      days: 5,
    }
    return (
      await readResponse(harbour.moderator.post('/api/v1/proof-requests', proofRequestInput))
    )['id'] as string
  }

  const mint = (listing: Listing, about: object): Promise<Minted> =>
    harbour.mint(about, { days: 7, seller: { ...seller, id: listing.seller } })

  const open = async (token: string) => {
    const response = await harbour.app.inject({
      method: 'POST',
      url: '/api/v1/seller/session',
      payload: { token },
      remoteAddress: '198.51.100.9',
    })
    const { requestId: _id, instance: _same, ...error } = response.json<Body>()
    const headers = Object.keys(response.headers).sort()
    return { status: response.statusCode, error, headers, body: response.json<Body>() }
  }

  const scopes: [string, (listing: Listing) => Promise<{ by: Browser; scope: Body }>][] = [
    [
      'the offer',
      async ({ listing }) => ({ by: harbour.moderator, scope: { kind: 'listing', listing } }),
    ],
    [
      'a case with the offer',
      async ({ listing }) => {
        const file = { title: 'x', about: 'seller', brands: ['velmoraq'], listings: [listing] }
        const { id } = await readResponse(harbour.moderator.post('/api/v1/cases', file))
        return { by: harbour.moderator, scope: { kind: 'case', case: id } }
      },
    ],
    [
      'the seller',
      async (listing) => ({
        by: harbour.moderator,
        scope: { kind: 'seller', seller: { ...seller, id: listing.seller } },
      }),
    ],
    [
      'the offer by an authority',
      async ({ externalId }) => ({
        by: await asOfficer(),
        scope: {
          kind: 'listings',
          listings: [{ marketplace: seller.marketplace, id: externalId }],
          contact: 'Harbour desk',
        },
      }),
    ],
  ]
  const hold = async (
    listing: Listing,
    [, of]: (typeof scopes)[number],
    days = 30,
  ): Promise<() => Promise<void>> => {
    const { by, scope } = await of(listing)
    const holdInput = { wantedBy: 'authority', reference: 'File 7/26', reason: 'A search.', scope }
    const { id } = await readResponse(
      by.post('/api/v1/confidentiality-holds', { ...holdInput, days, reviewDays: 1 }),
    )
    return async () => {
      const own = by === officer ? await asOfficer() : by
      await readResponse(
        own.post(`/api/v1/confidentiality-holds/${id as string}/actions`, {
          action: { type: 'lift', reason: 'Released.' },
        }),
      )
    }
  }

  const things: [string, (listing: Listing) => Promise<object>][] = [
    ['a request for proof', async (listing) => ({ proofRequest: await requestProof(listing) })],
    [
      'a proceeding',
      async ({ listing }) => {
        const { id } = await readResponse(
          harbour.moderator.post('/api/v1/proceedings', {
            title: 'Belts',
            listing,
            regime: 'eu-dsa',
            profile: { tier: 'marketplace', sizeClass: 'other' },
          }),
        )
        return { proceeding: id }
      },
    ],
  ]

  describe.each(scopes)('while %s is held', (...scope) => {
    test.each(things)('a link about %s does not open, as if it had ended', async (_what, of) => {
      const listing = await newListing()
      const about = await of(listing)
      const revoked = await mint(listing, about)
      const kept = await mint(listing, about)
      const ended = await open(revoked.token)
      expect(ended.status).toBe(404)
      const release = await hold(listing, scope)
      // Byte for byte the response of a link that was replaced.
      const held = await open(kept.token)
      expect([held.status, held.error, held.headers]).toEqual([
        ended.status,
        ended.error,
        ended.headers,
      ])
      expect(
        (
          await harbour.moderator.post('/api/v1/appeal-links', {
            ...about,
            ...proofRequestFor(listing),
          })
        ).status,
      ).toBe(409)
      await release()
      expect((await open(kept.token)).status).toBe(200)
    })
  })

  const proofRequestFor = (listing: Listing): object => ({
    seller: { ...seller, id: listing.seller },
    ownChannel,
    locale: 'en',
    days: 7,
  })

  test('a link blocked by a hold opens for its remaining days, and one that expired before stays expired', async () => {
    const listing = await newListing()
    const [late, kept] = [
      await mint(listing, { proofRequest: await requestProof(listing) }),
      await mint(listing, { proofRequest: await requestProof(listing) }),
    ]
    const release = await hold(listing, scopes[0]!)
    await harbour.pass(20 * day)
    expect((await open(kept.token)).status).toBe(404)
    await release()
    await harbour.pass(6 * day)
    const { status, body } = await open(kept.token)
    expect(status).toBe(200)
    const { body: links } = await harbour.moderator.get('/api/v1/appeal-links')
    const one = (links['items'] as Body[]).find(({ id }) => id === body['link'])
    expect(Date.parse(one!['expiresAt'] as string)).toBe(harbour.clock.now + day)
    await harbour.pass(2 * day)
    expect((await open(late.token)).status).toBe(404)
    // A later hold does not extend what had expired before it.
    const again = await hold(listing, scopes[0]!)
    await again()
    expect((await open(late.token)).status).toBe(404)
  })

  test('a submission for a proof request is neither decided, reported nor cleared like an appeal', async () => {
    const listing = await newListing()
    const proofRequest = await requestProof(listing)
    const visitor = await harbour.opened(await mint(listing, { proofRequest }))
    await readResponse(harbour.answer(visitor))
    const appeal = await harbour.latestAppeal()
    const { moderator, reviewer, market, clock } = harbour
    const digest = () =>
      harbour.asMarket(async (handle) => {
        const link = await findLink(handle, { organisationId: market, id: visitor.link })
        return pageDigest({ handle, link: link!, now: new Date(clock.now) })
      })
    const submitted = await digest()
    const decide = () =>
      reviewer.post(`/api/v1/proof-requests/${proofRequest}/actions`, {
        action: { type: 'accept', reasons: 'It names the goods.', months: 3 },
      })
    const first = await hold(listing, scopes[0]!)
    const actions = [
      decide,
      () =>
        moderator.post(`/api/v1/proof-requests/${proofRequest}/actions`, {
          action: { type: 'withdraw', reasons: 'x' },
        }),
    ]
    for (const act of actions) expect(await act()).toMatchObject({ status: 409 })
    await first()
    await readResponse(decide())
    const release = await hold(listing, scopes[0]!)
    // Decided before the hold and not shown: the open page shows it once the hold ends.
    expect(await harbour.pageOf(visitor)).toMatchObject({ state: 'submitted', decision: null })
    expect(await digest()).toEqual(submitted)
    const later = [
      () => reviewer.post(`/api/v1/appeals/${appeal}/deliveries`, { how: 'By mail' }),
      () =>
        reviewer.post('/api/v1/clearances', { appeal, brand: 'velmoraq', right: 'EM 018000001' }),
    ]
    for (const act of later) {
      const { status, body } = await act()
      expect([status, JSON.stringify(body)]).toEqual([409, expect.stringContaining('on hold')])
    }
    await release()
    expect(await digest()).not.toEqual(submitted)
    expect(await harbour.pageOf(visitor)).toMatchObject({
      state: 'accepted',
      decision: { reasons: 'It names the goods.' },
    })
    for (const act of later) expect((await act()).status).toBeLessThan(300)
  })

  test('an access request reveals no link about an item on hold', async () => {
    const listing = await newListing()
    const { link } = await mint(listing, { proofRequest: await requestProof(listing) })
    const access = async (): Promise<string> => {
      const of = { seller: { ...seller, id: listing.seller } }
      return JSON.stringify(
        await readResponse(harbour.moderator.post('/api/v1/privacy/access-requests', of)),
      )
    }
    expect(await access()).toContain(link.id)
    // The access request uses the wall clock.
    const release = await hold(listing, scopes[0]!, 180)
    expect(await access()).not.toContain(link.id)
    await release()
  })
})
