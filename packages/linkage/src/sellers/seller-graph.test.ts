import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SellerMarket } from '../../test/seller-market.ts'
import { correlationClusters } from '../clustering/index.ts'
import type { Account } from './account.ts'
import { Carriers, type Value } from './carriers.ts'
import { Market } from './market-statistics.ts'
import { SellerEvidence } from './seller-evidence.ts'
import { spellFeatures } from './text-features.ts'
import { longHashOf } from './text-hash.ts'
import {
  fitSellerModel,
  LinkedMarket,
  linkListings,
  readListing,
  SellerListings,
  type HubDecision,
  type LinkedSellers,
  type LinkOptions,
  type MarketChanges,
  type ReadListing,
  type SellerGraph,
  type SellerModel,
} from './index.ts'

const read = (listing: Listing): ReadListing =>
  readListing(listing, { seal: (value) => `sealed ${value.length}` })!

const trained = new SellerMarket(11)
const fitted = modelOf(Array.from({ length: 40 }, (_, at) => trained.listings(`t${at}`, {})).flat())

function modelOf(listings: readonly Listing[]): SellerModel {
  const market = new SellerListings()
  for (const listing of listings) market.add(read(listing))
  return fitSellerModel(market.accounts())
}

/** Under it few accounts make a hub, fill a block or crowd out candidates, so that small markets do all of this. */
const tight: SellerModel = {
  ...fitted,
  prior: -6,
  mostWithPicture: 2,
  limits: { block: 4, owner: 2 },
  identifiers: Object.fromEntries(
    Object.entries(fitted.identifiers).map(([type, one]) => [type, { ...one, most: 3 }]),
  ) as SellerModel['identifiers'],
}

const sellers = ['ana', 'budi', 'citra', 'dewi', 'eka', 'fajar', 'gita', 'hadi']
const words = ['velmora', 'tosqua', 'karnel', 'ombrise', 'lentu', 'sarvo', 'bag', 'shoe']
const anyListing = fc
  .record({
    seller: fc.constantFrom(...sellers),
    marketplace: fc.constantFrom('market', 'market', 'market', 'bazaar'),
    id: fc.integer({ min: 0, max: 3 }),
    title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
    phone: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
    picture: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 2 }),
    day: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ seller, marketplace, id, title, phone, picture, day }): Listing => ({
    id: `${seller}-${id}`,
    marketplace,
    title: title.join(' '),
    ...(phone !== null && { description: `WA 0812 3456 78${10 + phone}` }),
    ...(picture !== null && { images: [{ url: `https://pictures.example/${picture}.jpg` }] }),
    price: { amount: String(10 * title.length), currency: 'IDR' },
    seller: { id: seller, country: 'ID' },
    observedAt: `2026-01-0${day}T00:00:00.000Z`,
  }))
const anyListings = fc.array(anyListing, { minLength: 1, maxLength: 30 })
const anyDecisions = fc.array(
  fc
    .record({
      decision: fc.constantFrom('confirmed' as const, 'restored' as const),
      phone: fc.option(fc.integer({ min: 0, max: 3 })),
      picture: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ decision, phone, picture }): HubDecision =>
      phone === null
        ? { type: 'picture', value: `https://pictures.example/${picture}.jpg`, decision }
        : { type: 'whatsapp', value: `+6281234567${810 + phone}`, decision },
    ),
  { maxLength: 3 },
)
const anyJudgements = fc.array(
  fc.record({
    a: fc.constantFrom(...sellers),
    b: fc.constantFrom(...sellers),
    judgement: fc.constantFrom('same' as const, 'different' as const, 'unsure' as const),
    at: fc.constantFrom('2026-02-01', '2026-02-02'),
  }),
  { maxLength: 4 },
)

function atOnce(listings: readonly Listing[], options: LinkOptions = {}): LinkedSellers {
  const market = new SellerListings()
  for (const listing of listings) market.add(read(listing))
  return linkListings(market, tight, options).linked
}

/** Links listings in several runs, each going on from the one before. */
class Runs {
  readonly #market = new SellerListings()
  graph: SellerGraph | undefined

  next(listings: readonly Listing[], options: LinkOptions = {}) {
    for (const listing of listings) this.#market.add(read(listing))
    const run = linkListings(this.#market, tight, options, this.graph)
    this.graph = run.graph
    this.#market.settle()
    return run
  }
}

test('listings that arrive in any order, in any number of runs, have the links of one run', () => {
  const arrival = fc
    .record({ listings: anyListings, judgements: anyJudgements, hubDecisions: anyDecisions })
    .chain(({ listings, judgements, hubDecisions }) =>
      fc.record({
        listings: fc.constant(listings),
        judgements: fc.constant(judgements),
        hubDecisions: fc.constant(hubDecisions),
        shuffled: fc.shuffledSubarray(hubDecisions, { minLength: hubDecisions.length }),
        arriving: fc.shuffledSubarray(listings, { minLength: listings.length }),
        ends: fc.array(fc.nat(listings.length), { maxLength: 5 }),
        judgedFrom: fc.nat(5),
        decidedFrom: fc.nat(5),
      }),
    )
  fc.assert(
    fc.property(arrival, (given) => {
      const { listings, judgements, arriving, ends, judgedFrom, decidedFrom } = given
      const runs = new Runs()
      const borders = [...ends.toSorted((a, b) => a - b), arriving.length]
      const [last] = borders
        .map((end, at) =>
          runs.next(arriving.slice(borders[at - 1] ?? 0, end), {
            judgements: at >= judgedFrom ? judgements : [],
            hubDecisions: at >= decidedFrom ? given.shuffled : [],
          }),
        )
        .slice(-1)
      const told = judgedFrom < borders.length ? judgements : []
      const hubDecisions = decidedFrom < borders.length ? given.hubDecisions : []
      expect(JSON.stringify(last?.linked)).toBe(
        JSON.stringify(atOnce(listings, { judgements: told, hubDecisions })),
      )
    }),
    { numRuns: 150 },
  )
})

/** All values by which accounts are found and weighed, as texts. */
function valuesOf({ listings, identifiers, pictures }: Account): Set<string> {
  return new Set([
    ...spellFeatures(listings, 'words').keys(),
    ...[...identifiers.keys()].map((key) => `identifier ${key}`),
    ...[...pictures].map((picture) => `picture ${picture}`),
  ])
}

const shareAny = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].some((value) => other.has(value))

const accountsOf = (listings: readonly Listing[]): Account[] => {
  const market = new SellerListings()
  for (const listing of listings) market.add(read(listing))
  return market.accounts()
}

/** By how many accounts a value is weighed that people decided on. */
function decidedNumber(value: Value, decisions: readonly HubDecision[]): number | undefined {
  const own = decisions.filter(({ type, value: text }) =>
    type === 'picture' ? longHashOf(text) === value : `number ${text}` === value,
  )
  if (own.some(({ decision }) => decision === 'confirmed')) return Infinity
  return own.length > 0 ? 2 : undefined
}

test('the links are those of all pairs that have anything in common, weighed one by one', () => {
  const loose = { ...tight, limits: { block: 1000, owner: 1000 } }
  fc.assert(
    fc.property(anyListings, anyDecisions, (listings, hubDecisions) => {
      const accounts = accountsOf(listings)
      const carriers = new Carriers(accounts)
      const evidence = new SellerEvidence(accounts, new Market(loose.statistics), loose, {
        of: (value) => decidedNumber(value, hubDecisions) ?? carriers.of(value),
      })
      const scores = new Map<string, number>()
      const edges = new Map(accounts.map((_, place) => [place, [] as number[]]))
      for (const [one, first] of accounts.entries())
        for (const [other, second] of accounts.entries()) {
          if (one >= other) continue
          const { bits, isGrounded } = evidence.weigh(one, other)
          const score = isGrounded ? loose.prior + bits : Math.min(-1 / 1024, loose.prior + bits)
          scores.set(`${one} ${other}`, score)
          const isComparable = shareAny(valuesOf(first), valuesOf(second))
          if (!isComparable || score < 0) continue
          edges.get(one)?.push(other)
          edges.get(other)?.push(one)
        }
      const market = new SellerListings()
      for (const listing of listings) market.add(read(listing))
      const { graph } = linkListings(market, loose, { hubDecisions })
      const reach = (from: number, seen = new Set<number>()): Set<number> => {
        if (seen.has(from)) return seen
        seen.add(from)
        for (const other of edges.get(from) ?? []) reach(other, seen)
        return seen
      }
      const components = [...edges.keys()]
        .map((from) => [...reach(from)].toSorted((a, b) => a - b))
        .filter((members, from) => members.length > 1 && members[0] === from)
      expect(graph.components.map(({ members }) => members)).toEqual(components)
      if ([...scores.values()].some((score) => score === -1 / 1024)) return
      const networks = components.flatMap((members) => {
        const pairs = members.flatMap((one, first) =>
          members.slice(first + 1).map((other, at) => ({
            one: first,
            other: first + at + 1,
            weight: scores.get(`${one} ${other}`) ?? 0,
          })),
        )
        return correlationClusters(members.length, pairs)
          .filter(({ length }) => length > 1)
          .map((own) => own.map((at) => members[at]))
      })
      expect(
        graph.components.flatMap((component) => component.networks.map(({ members }) => members)),
      ).toEqual(networks)
    }),
    { numRuns: 60 },
  )
})

test('listings that are removed or replaced leave nothing of what they were', () => {
  // An account without listings stays, and would share its ID with one at another marketplace.
  const readAtMarket = (listing: Listing): ReadListing =>
    read({ ...listing, marketplace: 'market' })
  const linksOf = (market: SellerListings, before?: SellerGraph) => {
    const run = linkListings(market, tight, {}, before)
    market.settle()
    return run
  }
  fc.assert(
    fc.property(
      fc.uniqueArray(anyListing, { maxLength: 20, selector: ({ id }) => id }),
      fc.array(fc.tuple(fc.nat(19), fc.option(anyListing)), { maxLength: 6 }),
      (listings, changes) => {
        const market = new SellerListings()
        for (const listing of listings) market.add(readAtMarket(listing))
        const { graph } = linksOf(market)
        const left = new Map(listings.map((listing) => [listing.id, readAtMarket(listing)]))
        for (const [at, other] of changes) {
          const known = [...left.values()][at]
          if (known === undefined) continue
          const replaced =
            other === null
              ? undefined
              : {
                  ...readAtMarket(other),
                  id: known.id,
                  seller: known.seller,
                }
          left.delete(known.id)
          if (replaced === undefined) market.remove(known)
          else {
            left.set(known.id, replaced)
            market.replace(replaced)
          }
        }
        const anew = new SellerListings()
        for (const listing of left.values()) anew.add(listing)
        const told = ({ links, networks, hubs, identifiers }: LinkedSellers): string =>
          JSON.stringify({ links, networks, hubs, identifiers })
        expect(told(linksOf(market, graph).linked)).toBe(told(linksOf(anew).linked))
      },
    ),
    { numRuns: 100 },
  )
})

/** What updates told so far. */
class Told {
  readonly #links = new Map<string, unknown>()
  readonly #networks = new Map<string, unknown>()
  readonly #hubs = new Map<string, unknown>()

  add({ links, unlinked, networks, accounts, hubs, ended }: MarketChanges): void {
    for (const { a, b } of unlinked) this.#links.delete(`${a} ${b}`)
    for (const link of links) this.#links.set(`${link.a} ${link.b}`, link)
    for (const { seller } of accounts) this.#networks.delete(seller)
    for (const network of networks)
      for (const seller of network.sellers) this.#networks.set(seller, network)
    for (const { type, value } of ended) this.#hubs.delete(`${type} ${value}`)
    for (const hub of hubs) this.#hubs.set(`${hub.type} ${hub.value}`, hub)
  }

  get all() {
    return [this.#links, this.#networks, this.#hubs].map((told) =>
      [...told].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
  }
}

test('a market that is kept is the same as one made anew, and its updates tell what differs', () => {
  const readAtMarket = (listing: Listing): ReadListing =>
    read({ ...listing, marketplace: 'market' })
  const options = { model: tight, least: 0, judgedAlone: false, told: { most: 2, least: -4 } }
  const anyStep = fc.record({
    arriving: fc.array(anyListing, { maxLength: 4 }),
    gone: fc.array(fc.record({ seller: fc.constantFrom(...sellers), id: fc.nat(3) }), {
      maxLength: 2,
    }),
    judgements: anyJudgements,
    decisions: anyDecisions,
  })
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 6 }), (steps) => {
      const listings = new SellerListings()
      const market = new LinkedMarket(options)
      const told = new Told()
      for (const { arriving, gone, judgements, decisions } of steps) {
        for (const listing of arriving) listings.replace(readAtMarket(listing))
        for (const { seller, id } of gone)
          listings.remove({ seller, marketplace: 'market', id: `${seller}-${id}` })
        told.add(market.update(listings.changed(), judgements, decisions))
        listings.settle()
        const anew = new LinkedMarket(options)
        const expected = new Told()
        expected.add(anew.update(listings.accounts(), judgements, decisions))
        expect(told.all).toEqual(expected.all)
        expect(market.graph()).toEqual(anew.graph())
        expect(JSON.stringify(market.linked(2, -4))).toBe(JSON.stringify(anew.linked(2, -4)))
      }
    }),
    { numRuns: 150 },
  )
})

test('a judgement or a decision on a hub taken back restores everything, in a run that goes on from it too', () => {
  fc.assert(
    fc.property(anyListings, anyJudgements, anyDecisions, (listings, judgements, hubDecisions) => {
      const expected = JSON.stringify(atOnce(listings))
      const runs = new Runs()
      runs.next(listings, { judgements, hubDecisions })
      const withdrawn = judgements.map((one) => ({ ...one, withdrawnAt: '2026-03-01' }))
      const { linked } = runs.next([], { judgements: [...judgements, ...withdrawn] })
      expect(JSON.stringify(linked)).toBe(expected)
    }),
    { numRuns: 60 },
  )
})

test('an arrival changes the components alone that hold its accounts, or carriers of what these share', () => {
  fc.assert(
    fc.property(anyListings, fc.array(anyListing, { maxLength: 2 }), (listings, arriving) => {
      const runs = new Runs()
      const earlier = runs.next(listings).graph
      const { graph, work } = runs.next(arriving)
      const [before, after] = [accountsOf(listings), accountsOf([...listings, ...arriving])]
      const changed = after.filter(({ key, listings: now }) => {
        const was = before.find((one) => one.key === key)
        return JSON.stringify(was?.listings) !== JSON.stringify(now)
      })
      const keys = new Set(changed.map(({ key }) => key))
      const involved = new Set(
        [...changed, ...before.filter(({ key }) => keys.has(key))].flatMap((one) => [
          ...valuesOf(one),
        ]),
      )
      const touched = new Set(
        [...before, ...after]
          .filter((one) => keys.has(one.key) || shareAny(valuesOf(one), involved))
          .map(({ key }) => key),
      )
      const told = ({ accounts, components }: SellerGraph): string[] =>
        components
          .map(({ members, networks }) => ({
            members: members.map((member) => accounts[member] ?? ''),
            networks: networks.map((network) => ({
              ...network,
              members: network.members.map((member) => accounts[member]),
              weakest: network.weakest.side.map((member) => accounts[member]),
            })),
          }))
          .filter(({ members }) => !members.some((member) => touched.has(member)))
          .map((component) => JSON.stringify(component))
      expect(told(graph)).toEqual(told(earlier))
      expect(work.components).toBeLessThanOrEqual(graph.components.length - told(graph).length)
    }),
    { numRuns: 100 },
  )
})

test('an arrival elsewhere makes nothing anew, one in a network that network alone', () => {
  const sellers = new SellerMarket(12)
  const crowd = Array.from({ length: 20 }, (_, at) => sellers.listings(`s${at}`, {})).flat()
  const rings = [1, 2, 3].flatMap((ring) =>
    ['a', 'b'].flatMap((account) =>
      sellers.listings(`ring-${ring}-${account}`, { contact: `WA 0812 3456 780${ring}` }),
    ),
  )
  const model = modelOf([...crowd, ...rings])
  const market = new SellerListings()
  const run = (listings: readonly Listing[], before?: SellerGraph) => {
    for (const listing of listings) market.add(read(listing))
    const done = linkListings(market, model, {}, before)
    market.settle()
    return done
  }
  const first = run([...crowd, ...rings])
  expect(first.work).toMatchObject({ accounts: 26, components: 3 })
  const alone = run(
    sellers.listings('new', { style: ['unheard', 'unseen'], count: 1 }),
    first.graph,
  )
  expect(alone.work.components).toBe(0)
  const joined = run(sellers.listings('ring-2-c', { contact: 'WA 0812 3456 7802' }), alone.graph)
  expect(joined.work.components).toBe(1)
  expect(joined.linked.networks.map(({ sellers: own }) => own)).toEqual([
    ['ring-1-a', 'ring-1-b'],
    ['ring-2-a', 'ring-2-b', 'ring-2-c'],
    ['ring-3-a', 'ring-3-b'],
  ])
  const again = run([...crowd, ...rings], joined.graph)
  expect(again.work).toEqual({ accounts: 0, pairs: 0, components: 0 })
})

test('a number becomes a hub with one carrier more, which parts those that it linked', () => {
  const sellers = new SellerMarket(13)
  const listingsOf = (seller: string): Listing[] =>
    sellers.listings(seller, { contact: 'WA 0812 3456 7809' })
  const runs = new Runs()
  const linked = runs.next(['x', 'y', 'z'].flatMap(listingsOf)).linked
  expect(linked.networks.map(({ sellers: own }) => own)).toEqual([['x', 'y', 'z']])
  const parted = runs.next(listingsOf('w')).linked
  expect(parted.networks).toEqual([])
  expect(parted.hubs).toMatchObject([{ type: 'whatsapp', value: '+6281234567809', accounts: 4 }])
})

test('a number that people restored links its accounts again, and one that they confirmed links none', () => {
  const sellers = new SellerMarket(14)
  const listings = ['u', 'v', 'w', 'x'].flatMap((seller) =>
    sellers.listings(seller, { contact: 'WA 0812 3456 7809' }),
  )
  const value = '+6281234567809'
  const hub = { type: 'whatsapp', value, accounts: 4 }
  const decided = (decision: HubDecision['decision']): HubDecision[] => [
    { type: 'whatsapp', value, decision },
  ]
  const runs = new Runs()
  expect(runs.next(listings).linked).toMatchObject({ networks: [], hubs: [hub] })
  const restored = runs.next([], { hubDecisions: decided('restored') }).linked
  expect(restored.networks.map(({ sellers: own }) => own)).toEqual([['u', 'v', 'w', 'x']])
  expect(restored.hubs).toEqual([{ ...hub, why: 'restored by people', decision: 'restored' }])
  const few = listings.slice(0, listings.length / 2)
  expect(atOnce(few).networks).toHaveLength(1)
  expect(atOnce(few, { hubDecisions: decided('confirmed') })).toMatchObject({
    networks: [],
    hubs: [{ ...hub, accounts: 2, why: 'confirmed by people', decision: 'confirmed' }],
  })
})
