import type {
  ExplanationReason,
  PortfolioFact,
  PortfolioFactCode,
  PortfolioState,
  PricePart,
} from '@touchstone/contract'
import { levelsBelow, sharedPriceFrom } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { userProfiles } from '../../access/users/queries.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { markBit, pricedBit } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { accountColumns, type SellerAccountRow } from '../seller-accounts/index.ts'
import { entriesOf, type Sight } from './entries-repository.ts'
import { viewKey, type Standing } from './types.ts'

export type PortfolioRow = SellerAccountRow & {
  listings: number
  probability: number
  flagged: boolean
  standing: Standing
  facts: PortfolioFact[]
  brands: string[]
  examples: string[]
  isExplained: boolean
  changedSinceExplained: boolean
  counts: boolean
  computedAt: Date
  explanation: {
    id: string
    reason: ExplanationReason
    note: string | null
    by: string | null
    at: string
    until: string
  } | null
}

export type PortfolioCursor = { isOneSource: boolean; place: number; id: string }

const isExplained = sql`coalesce(p.explained_until > now(), false)`
const isOneSource = sql`(p.standing = 'one-source')`

/** The portfolios that this viewer has, with accounts that row-level security shows. */
function portfolios(viewer: Viewer, more = sql``, joined = sql``): RawBuilder<unknown> {
  const organisation = sql`${viewer.organisationId}::uuid`
  // A portfolio from before the brands in sight changed may count what is visible no more.
  return sql`
    select ${accountColumns}, p.listings, p.probability, p.flagged, p.standing, p.facts, p.brands,
      p.examples, ${isExplained} as "isExplained",
      p.changed_since_explained as "changedSinceExplained", p.counts,
      p.computed_at as "computedAt",
      (
        select json_build_object('id', e.id, 'reason', e.reason, 'note', e.note, 'at', e.at,
          'until', e.until,
          'by', (select u.name from ${userProfiles} u where u.id::text = e.actor_id))
        from portfolio_explanations e
        where e.seller_account_id = p.seller_account_id
          and e.organisation_id = p.organisation_id and e.withdrawn_at is null and e.until > now()
        order by e.at desc, e.id desc limit 1
      ) as explanation ${more}
    from seller_portfolios p join seller_accounts a on a.id = p.seller_account_id ${joined}
    where p.organisation_id = ${organisation}
      and (p.account_organisation_id = ${organisation} or p.view = ${viewKey(viewer)})`
}

/** The portfolios that a viewer has: `seller_account_id`, `probability`. */
export function portfolioProbabilities(viewer: Viewer): RawBuilder<unknown> {
  const organisation = sql`${viewer.organisationId}::uuid`
  return sql`(
    select p.seller_account_id, p.probability from seller_portfolios p
    where p.organisation_id = ${organisation}
      and (p.account_organisation_id = ${organisation} or p.view = ${viewKey(viewer)})
  )`
}

/** A portfolio in the queue, with the probability that orders it. */
export type QueuedPortfolioRow = PortfolioRow & { place: number }

/** What decisions on the sellers of some accounts add to the log-odds. */
export type AccountPriors = readonly { account: string; logOdds: number }[]

export type PortfolioQuery = {
  viewer: Viewer
  priors: AccountPriors
  state: PortfolioState
  brand: string | undefined
  marketplace: string | undefined
  after: PortfolioCursor | undefined
  limit: number
}

/** The probability with what decisions add: a flagged portfolio stays flagged. */
const placeWith = sql`case when p.probability >= 1 then p.probability
  else greatest(0.5, 1 / (1 + exp(-ln(p.probability / (1 - p.probability)) - o."logOdds"))) end`

/**
 * A page of the queue: what one source alone says comes last. Portfolios of sellers with decisions are few, and placed
 * among the others, which are read from an index.
 */
export async function pageOfPortfolios(
  handle: Transaction,
  { viewer, priors, state, brand, marketplace, after, limit }: PortfolioQuery,
): Promise<QueuedPortfolioRow[]> {
  const accounts = priors.map(({ account }) => account)
  const beyond = (place: RawBuilder<unknown>): RawBuilder<unknown> =>
    after === undefined
      ? sql``
      : sql`and (${isOneSource}, -${place}, p.seller_account_id)
          > (${after.isOneSource}::bool, -${after.place}::float8, ${after.id}::uuid)`
  const conditions = [
    sql`and p.flagged and ${isExplained} = ${state === 'explained'}::bool`,
    brand === undefined ? sql`` : sql`and ${brand}::text = any (p.brands)`,
    marketplace === undefined ? sql`` : sql`and p.marketplace = ${marketplace}::text`,
  ]
  const wanted = sql.join(conditions, sql` `)
  const others = sql`
    ${portfolios(viewer, sql`, p.probability as place`)} ${wanted} ${beyond(sql`p.probability`)}
      and p.seller_account_id <> all (${accounts}::uuid[])
    order by ${isOneSource}, p.probability desc, p.seller_account_id limit ${limit}`
  const decided = sql`
    ${portfolios(
      viewer,
      sql`, ${placeWith} as place`,
      sql`join unnest(${accounts}::uuid[], ${priors.map(({ logOdds }) => logOdds)}::float8[])
        as o (account, "logOdds") on o.account = p.seller_account_id`,
    )} ${wanted} ${beyond(placeWith)}`
  const { rows } = await sql<QueuedPortfolioRow>`
    select * from ((${others}) union all (${decided})) queued
    order by standing = 'one-source', place desc, id limit ${limit}`.execute(handle)
  return rows
}

/** How many are open, up to a number. */
export async function countOpenPortfolios(
  handle: Transaction,
  viewer: Viewer,
  upTo: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int4 as count from (
      ${portfolios(viewer)} and p.flagged and not ${isExplained} limit ${upTo}
    ) open`.execute(handle)
  return rows[0]?.count ?? 0
}

export async function findPortfolio(
  handle: Transaction,
  viewer: Viewer,
  account: string,
): Promise<PortfolioRow | undefined> {
  const { rows } = await sql<PortfolioRow>`
    ${portfolios(viewer)} and p.seller_account_id = ${account}::uuid`.execute(handle)
  return rows[0]
}

const markOfFact = {
  'seller.portfolio-choices': 'choices',
  'seller.portfolio-pictures': 'pictures',
  'seller.portfolio-quantities': 'quantities',
  'seller.portfolio-signs': 'signs',
  'seller.portfolio-reviews': 'reviews',
} as const satisfies Partial<Record<PortfolioFactCode, Parameters<typeof markBit>[0]>>

/** Which listings of an account share a fact. */
function sharing({ code, params }: PortfolioFact): RawBuilder<unknown> {
  if (code === 'seller.portfolio-prices')
    return sql`e.level < ${levelsBelow(params['part'] as PricePart)}::int4`
  if (code === 'seller.portfolio-same-price')
    return sql`e.marks & ${pricedBit}::int4 <> 0 and (e.amount::numeric, e.currency) in (
      select o.amount::numeric, o.currency from entries o where o.marks & ${pricedBit}::int4 <> 0
      group by 1, 2 having count(distinct o.brand) >= ${sharedPriceFrom.brands}
        or count(o.level) >= ${sharedPriceFrom.compared})`
  return sql`e.marks & ${markBit(markOfFact[code])}::int4 <> 0`
}

export type FactCursor = { at: Date; id: string }

/** The listings behind a fact, newest first. */
export async function pageOfFact(
  handle: Transaction,
  sight: Sight,
  { fact, after, limit }: { fact: PortfolioFact; after?: FactCursor; limit: number },
): Promise<{ id: string; at: Date }[]> {
  const beyond = after
    ? sql`and (e.seen_at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<{ id: string; at: Date }>`
    with entries as (${entriesOf(sight)})
    select e.id, e.seen_at as at from entries e
    where ${sharing(fact)} ${beyond}
    order by e.seen_at desc, e.id desc limit ${limit}`.execute(handle)
  return rows
}

export type NewExplanation = {
  id: string
  reason: ExplanationReason
  note: string | null
  facts: readonly PortfolioFact[]
  until: Date
}

/** Stores an explanation, which takes the portfolio out of the queue at once. */
export async function insertExplanation(
  handle: Transaction,
  organisationId: string,
  account: Pick<SellerAccountRow, 'id' | 'organisationId'>,
  { id, reason, note, facts, until }: NewExplanation,
): Promise<void> {
  await sql`
    insert into portfolio_explanations (id, organisation_id, seller_account_id,
      account_organisation_id, reason, note, facts, until)
    values (${id}::uuid, ${organisationId}::uuid, ${account.id}::uuid,
      ${account.organisationId}::uuid, ${reason}, ${note}, ${JSON.stringify(facts)}::json,
      ${until}::timestamptz)`.execute(handle)
  await sql`
    update seller_portfolios
    set explained_until = ${until}::timestamptz, changed_since_explained = false, counts = false
    where organisation_id = ${organisationId}::uuid
      and seller_account_id = ${account.id}::uuid`.execute(handle)
  await noteOwnChange(handle, organisationId, account)
}

/** Withdraws the explanations that hold; false if there is none. */
export async function withdrawExplanations(
  handle: Transaction,
  organisationId: string,
  account: Pick<SellerAccountRow, 'id' | 'organisationId'>,
  by: string,
): Promise<boolean> {
  const { rows } = await sql`
    update portfolio_explanations set withdrawn_at = now(), withdrawn_by = ${by}
    where organisation_id = ${organisationId}::uuid and seller_account_id = ${account.id}::uuid
      and withdrawn_at is null and until > now()
    returning id`.execute(handle)
  if (rows.length === 0) return false
  const isOwn = account.organisationId === organisationId
  await sql`
    update seller_portfolios
    set explained_until = null, changed_since_explained = false,
      counts = ${isOwn}::bool and flagged and standing <> 'one-source'
    where organisation_id = ${organisationId}::uuid
      and seller_account_id = ${account.id}::uuid`.execute(handle)
  await noteOwnChange(handle, organisationId, account)
  return true
}

/** Has the seller's listings assessed again: those of others are not for this organisation to assess. */
async function noteOwnChange(
  handle: Transaction,
  organisationId: string,
  account: Pick<SellerAccountRow, 'id' | 'organisationId'>,
): Promise<void> {
  if (account.organisationId !== organisationId) return
  await sql`
    insert into portfolio_changes (organisation_id, seller_account_id)
    values (${organisationId}::uuid, ${account.id}::uuid)`.execute(handle)
}
