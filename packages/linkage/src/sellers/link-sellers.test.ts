import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SellerMarket } from '../../test/seller-market.ts'
import { linkSellers, type Judgement } from './index.ts'

const seal = (value: string): string => `sealed ${value.length}`

/** Forty unrelated sellers, and three accounts of one operator with a phone, of which two share words. */
function market(): Listing[] {
  const sellers = new SellerMarket(5)
  const style = sellers.style()
  return [
    ...Array.from({ length: 40 }, (_, at) => sellers.listings(`s${at}`, {})).flat(),
    ...sellers.listings('ring-a', { style, contact: 'WA 0812 3456 7890' }),
    ...sellers.listings('ring-b', { style, contact: 'hubungi 0812-3456-7890' }),
    ...sellers.listings('ring-c', { contact: 'telp +62 812 3456 7890' }),
  ]
}
const listings = market()
const networksOf = (judgements: readonly Judgement[] = []): string[][] =>
  linkSellers(listings, { seal, judgements }).networks.map(({ sellers }) => sellers)

test('accounts with one rare number are one network, whatever the number is used for', () => {
  const { networks, links } = linkSellers(listings, { seal })
  expect(networks.map(({ sellers }) => sellers)).toEqual([['ring-a', 'ring-b', 'ring-c']])
  const link = links.find(({ a, b }) => a === 'ring-a' && b === 'ring-c')
  expect(link?.reasons).toContainEqual({
    code: 'identifier.whatsapp',
    family: 'contact',
    weight: expect.any(Number),
    detail: 'same whatsapp: +6281234567890',
    values: ['+6281234567890'],
    places: [
      { listing: 'ring-a-0', field: 'description', start: 3, end: 17 },
      { listing: 'ring-c-0', field: 'description', start: 5, end: 22 },
    ],
  })
})

test('the order of the listings changes nothing', () => {
  const expected = linkSellers(listings, { seal })
  fc.assert(
    fc.property(fc.shuffledSubarray(listings, { minLength: listings.length }), (shuffled) => {
      expect(linkSellers(shuffled, { seal })).toEqual(expected)
    }),
    { numRuns: 5 },
  )
})

test('a number on many accounts is a hub and links none of them', () => {
  const sellers = new SellerMarket(6)
  const crowd = Array.from({ length: 60 }, (_, at) =>
    sellers.listings(`c${at}`, { contact: 'kirim via forwarder, telp 0812 9999 0000' }),
  ).flat()
  const planted = ['p1', 'p2'].flatMap((id) =>
    sellers.listings(id, {
      contact: 'telp 0812 9999 0000 telegram @velmora_deals rek BCA 7712345678',
    }),
  )
  const { networks, hubs } = linkSellers([...crowd, ...planted], { seal })
  expect(hubs).toEqual([
    {
      type: 'phone',
      value: '+6281299990000',
      accounts: 62,
      why: 'on 62 accounts; of this type one seller’s is usually on at most 30',
    },
  ])
  expect(networks.map(({ sellers: own }) => own)).toEqual([['p1', 'p2']])
})

test('a stock photo on many accounts is a hub and links none of them', () => {
  const sellers = new SellerMarket(7)
  const crowd = Array.from({ length: 40 }, (_, at) =>
    sellers
      .listings(`c${at}`, {})
      .map((listing) => ({ ...listing, images: [{ url: 'https://pictures.example/stock.jpg' }] })),
  ).flat()
  const { networks, hubs } = linkSellers(crowd, { seal })
  expect(networks).toEqual([])
  expect(hubs.map(({ type, accounts }) => [type, accounts])).toEqual([['picture', 40]])
})

test('a thousand unrelated sellers have at most one link', () => {
  const sellers = new SellerMarket(8)
  const crowd = Array.from({ length: 1000 }, (_, at) => sellers.listings(`c${at}`, { count: 4 }))
  const { links } = linkSellers(crowd.flat(), { seal, candidates: 3 })
  expect(links.filter(({ probability }) => probability >= 0.5).length).toBeLessThanOrEqual(1)
})

const judge = (a: string, b: string, judgement: Judgement['judgement'], at: string): Judgement => ({
  a,
  b,
  judgement,
  reason: 'compared by hand',
  at,
})

test('a domain links accounts that name it throughout, not those of which a few titles name it', () => {
  const named = (id: string, titles: number): Listing[] =>
    new SellerMarket(8)
      .listings(id, { count: 6, contact: '' })
      .map((one, at) => (at < titles ? { ...one, title: `${one.title} VELMORA.XYZ` } : one))
      .map((one) => ({
        ...one,
        title: `${id} ${one.title}`,
        price: { amount: '9', currency: 'CNY' },
      }))
  const crowd = listings.filter(({ seller }) => seller?.id.startsWith('s'))
  const reasonsOf = (titles: number): string[] =>
    linkSellers([...crowd, ...named('x', titles), ...named('y', titles)], { seal }).links.flatMap(
      ({ reasons }) => reasons.flatMap(({ code }) => (code.startsWith('identifier') ? [code] : [])),
    )
  expect(reasonsOf(2)).toEqual([])
  expect(reasonsOf(5)).toEqual(['identifier.domain'])
})

test('a judgement binds, against the evidence too', () => {
  expect(networksOf([judge('s1', 's2', 'same', '2026-02-01')])).toContainEqual(['s1', 's2'])
  const parted = networksOf([
    judge('ring-a', 'ring-c', 'different', '2026-02-01'),
    judge('ring-b', 'ring-c', 'different', '2026-02-02'),
  ])
  expect(parted).toEqual([['ring-a', 'ring-b']])
  expect(networksOf([judge('s1', 's2', 'unsure', '2026-02-01')])).toEqual(networksOf())
})

test('a judgement taken back restores everything', () => {
  const expected = JSON.stringify(linkSellers(listings, { seal }))
  const account = fc.constantFrom('s1', 's2', 'ring-a', 'ring-b', 'ring-c', 'unknown')
  const judgement = fc.record({
    a: account,
    b: account,
    judgement: fc.constantFrom('same', 'different', 'unsure'),
    at: fc.constantFrom('2026-02-01', '2026-02-02'),
    withdrawnAt: fc.constant('2026-03-01'),
  })
  fc.assert(
    fc.property(fc.array(judgement, { maxLength: 6 }), (judgements) => {
      expect(JSON.stringify(linkSellers(listings, { seal, judgements }))).toBe(expected)
    }),
    { numRuns: 5 },
  )
})

test('contradicting judgements are told, not settled', () => {
  const disputed = [
    judge('s1', 's2', 'same', '2026-02-01'),
    judge('s2', 's1', 'different', '2026-02-02'),
  ]
  const told = linkSellers(listings, { seal, judgements: disputed })
  expect(told.contradictions).toEqual([{ a: 's1', b: 's2' }])
  expect(told.networks).toEqual(linkSellers(listings, { seal }).networks)
  const chain = [
    judge('s1', 's2', 'same', '2026-02-01'),
    judge('s2', 's3', 'same', '2026-02-01'),
    judge('s1', 's3', 'different', '2026-02-01'),
  ]
  expect(linkSellers(listings, { seal, judgements: chain }).contradictions).toEqual([
    { a: 's1', b: 's3' },
  ])
})

test('the number of a card links and is never told', () => {
  const sellers = new SellerMarket(9)
  const owners = ['x', 'y'].flatMap((id) =>
    sellers.listings(id, { contact: 'kartu 4111 1111 1111 1111' }),
  )
  const linked = linkSellers([...listings, ...owners], { seal })
  expect(linked.networks.map(({ sellers: own }) => own)).toContainEqual(['x', 'y'])
  expect(JSON.stringify(linked)).not.toMatch(/4111 1111|41111111|sealed/)
})

test('accounts of two marketplaces with one ID are two', () => {
  const [one, ...rest] = listings
  const elsewhere = { ...one!, marketplace: 'other' }
  const { accounts, identifiers } = linkSellers([elsewhere, one!, ...rest], { seal })
  expect(accounts).toBe(44)
  expect(new Set(identifiers.map(({ seller }) => seller))).toEqual(
    new Set(['ring-a', 'ring-b', 'ring-c']),
  )
})

test('listings without a seller and an empty market are no fault', () => {
  const [{ seller: _, ...bare }] = listings as [Listing]
  expect(linkSellers([bare], { seal })).toMatchObject({ accounts: 0, links: [], networks: [] })
})
