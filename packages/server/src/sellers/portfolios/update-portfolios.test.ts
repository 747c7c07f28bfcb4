import type { Listing, PortfolioSummary } from '@touchstone/contract'
import { Portfolio, portfolioEntry, type PortfolioEntry } from '@touchstone/recognition'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
} from '../../../test/builders.ts'
import { isEndurance, onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { newApi, newMember } from '../../../test/users.ts'
import { bindMarketplaces } from '../../access/marketplace-bindings/index.ts'
import { revokeClaim } from '../../brands/claims/index.ts'
import { findViewer, releaseListing, type Viewer } from '../../brands/visibility/index.ts'
import { deleteListings } from '../../listings/ingest/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { Installation, names, readListings, type StoredListing } from './test/portfolio-fixture.ts'

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
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never

const ofHouse: Goods = {
  id: '0',
  title: 'Gucci leather bag',
  amount: '9',
  quantity: 1,
  seller: 's-2',
  site: 'elsewhere',
  from: 'house',
  by: 'feed',
}

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

/** Listings that are seen otherwise once the house claims their brand. */
const claimedLater: Step[] = [
  {
    type: 'send',
    goods: [{ ...ofHouse, id: '0', title: 'Gucci bag, 1:1 replica', quantity: 400 }],
  },
  { type: 'claim', brand: 'gucci' },
  {
    type: 'send',
    goods: [
      { ...ofHouse, id: '2', title: 'Prada leather bag' },
      { ...ofHouse, id: '1', amount: '4000' },
    ],
  },
  { type: 'claim', brand: 'gucci' },
]

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

onOneEngine((engine) => {
  const timeout = isEndurance ? 3_600_000 : undefined
  let sequence = 0
  const standings = new Set<string>()

  test(
    'after any sequence, portfolios equal those computed anew, and assessments what the engine says with them',
    async () => {
      const installation = new Installation(await openStore(await engine.newStore()))
      const { store, intake } = installation
      const app = newApi(store, undefined, {}, { intake })
      const claims = new Map<string, { id: string }>()
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.array(steps, { minLength: 3, maxLength: isEndurance ? 9 : 5 }),
            async (sequenceOfSteps) => {
              const run = sequence++
              const market = (await newOrganisation(store, `market-${run}`)).id
              const house = (
                await newOrganisation(store, `house-${run}`, { kind: 'rights-holder' })
              ).id
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
              // As of the last step, for each listing whose seller's portfolio counted.
              const counted = new Map<string, PortfolioSummary>()
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
                    const isSeenOtherwise =
                      step.type === 'claim' &&
                      one.organisationId === house &&
                      one.assessment.brands.some(({ id }) => id === step.brand)
                    const considered = isSeenOtherwise
                      ? counted.get(one.id)
                      : isSame
                        ? before.portfolio
                        : undefined
                    const others = portfolio.without(entryOf(one))
                    const counts = whole?.counts === true
                    // Else judged again only where the portfolio began or ceased to count.
                    const now = counts ? (considered ?? others) : undefined
                    judgedWith.set(one.id, { version, portfolio: now })
                    if (counts) counted.set(one.id, others)
                    else counted.delete(one.id)
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
          {
            numRuns: isEndurance ? 100 : 5,
            examples: [[[cheapBags, { type: 'bind', is: false }]], [claimedLater]],
          },
        )
        // Otherwise the sequences prove little.
        for (const met of ['marketplace flagged counts', 'one-source flagged'])
          expect([...standings]).toContain(met)
      } finally {
        await app.close()
        await installation.close()
      }
    },
    timeout,
  )
})
