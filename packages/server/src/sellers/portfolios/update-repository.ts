import type { PortfolioFact } from '@touchstone/contract'
import { levelsBelow, sharedPriceFrom } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { marketplaceBindings } from '../../access/marketplace-bindings/queries.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { visibleBrands } from '../../brands/visibility/queries.ts'
import type { MentionPlace } from '../../listings/ingest/index.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { pricedBit } from '../../listings/queue/index.ts'
import { entriesOf, type Account, type Sight } from './entries-repository.ts'
import type { ComputedPortfolio } from './types.ts'

// For the operator's work, which sees all organisations.

export type ChangedAccount = Account & {
  marketplace: string
  /** Whether its organisation is the marketplace that the account is on. */
  isOfMarketplace: boolean
}

/** True for the one process that updates portfolios now, until the transaction ends. */
export async function lockUpdates(handle: Transaction): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('portfolios', 0)) as locked`.execute(handle)
  return rows[0]?.locked === true
}

/** Whether an organisation is that marketplace: confirmed by the operator, or the only one of its sender. */
function isOfMarketplace(
  organisation: RawBuilder<unknown>,
  marketplace: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`case when ${marketplace} = '' then exists (
      select from ${organisationProfiles} o
      where o.id = ${organisation} and o.kind in ('marketplace', 'host')
    ) else exists (
      select from ${marketplaceBindings} b
      where b.organisation_id = ${organisation} and b.marketplace = ${marketplace}
    ) end`
}

/** Whether anything but these accounts changed, or listings of a brand remain to be queued. */
export async function hasChanges(handle: Transaction, except: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ isDue: boolean }>`
    select exists (
        select from portfolio_changes where seller_account_id <> all (${[...except]}::uuid[])
      ) or exists (select from portfolio_brand_views where pending) as "isDue"`.execute(handle)
  return rows[0]?.isDue === true
}

/** Changes that are read for one turn. */
const changesAtOnce = 2000

/** Removes the accounts that changed first from the queue, some at a time. */
export async function dequeueChangedAccounts(
  handle: Transaction,
  { limit, except }: { limit: number; except: readonly string[] },
): Promise<ChangedAccount[]> {
  const { rows } = await sql<ChangedAccount>`
    with oldest as materialized (
      select since, seller_account_id from portfolio_changes
      where seller_account_id <> all (${[...except]}::uuid[])
      order by since, id limit ${changesAtOnce}
    ),
    taken as materialized (
      select seller_account_id as id from oldest group by 1 order by min(oldest.since), 1 limit ${limit}
    ),
    done as (
      delete from portfolio_changes c using taken where c.seller_account_id = taken.id
    )
    select a.id, a.organisation_id as "organisationId", a.marketplace,
      ${isOfMarketplace(sql`a.organisation_id`, sql`a.marketplace`)} as "isOfMarketplace"
    from taken
    join seller_accounts a on a.id = taken.id
    order by a.id`.execute(handle)
  return rows
}

/** Prices below the lowest usual one, of goods that are compared. */
const below = sql`f.portfolio_level < ${levelsBelow('whole')}::int4`
const marked = sql`f.portfolio_marks & ${pricedBit - 1}::int4 <> 0`
const priced = sql`f.portfolio_marks & ${pricedBit}::int4 <> 0`

export type AccountSize = {
  id: string
  listings: number
  /** False if the listings are too few, or too usual, for any fact that their organisation is shown, and it has no portfolio to remove. */
  mayHaveFacts: boolean
  /** False if they are too few for any fact that others are shown, and these have no portfolio to remove. */
  mayBeSeen: boolean
  /** True if a listing was assessed with the portfolio. */
  isConsidered: boolean
}

/** How many listings accounts have. Most have so few, or so usual ones, that nothing need be computed. */
export async function sizeAccounts(
  handle: Transaction,
  accounts: readonly Account[],
): Promise<AccountSize[]> {
  if (accounts.length === 0) return []
  const { rows } = await sql<AccountSize>`
    select given.id, coalesce(l.listings, 0) as listings,
      coalesce(l.considered, false) as "isConsidered",
      coalesce(l.some or l.considered, false) or coalesce(p.own, false) as "mayHaveFacts",
      coalesce(l.seen, false) or coalesce(p.others, false) as "mayBeSeen"
    from unnest(${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ organisationId }) => organisationId)}::uuid[]) as given (id, organisation)
    cross join lateral (
      select sum(alike.listings)::int4 as listings,
        sum(alike.below) >= 3 or sum(alike.marked) >= 2
          or bool_or(alike.priced >= ${sharedPriceFrom.brands} and alike.first_brand < alike.last_brand
            or alike.compared >= ${sharedPriceFrom.compared}) as some,
        sum(alike.seen) >= 2 as seen, bool_or(alike.considered) as considered
      from (
        select count(*) as listings, count(*) filter (where ${below}) as below,
          count(*) filter (where ${marked}) as marked,
          count(*) filter (where ${priced}) as priced,
          count(f.portfolio_level) filter (where ${priced}) as compared,
          min(f.lead_brand_id) filter (where ${priced}) as first_brand,
          max(f.lead_brand_id) filter (where ${priced}) as last_brand,
          count(*) filter (where f.portfolio_sight is not null) as seen,
          bool_or(f.portfolio_considered) as considered
        from ${listingFacts} f
        where f.organisation_id = given.organisation and f.seller_account_id = given.id
          and f.version > 0
        group by f.price_amount, f.price_currency
      ) alike
    ) l
    cross join lateral (
      select bool_or(p.organisation_id = given.organisation) as own,
        bool_or(p.organisation_id <> given.organisation) as others
      from seller_portfolios p where p.seller_account_id = given.id
    ) p`.execute(handle)
  return rows
}

/** Queues accounts again: their listings are to be assessed in several turns. */
export async function noteAccountChanges(
  handle: Transaction,
  accounts: readonly Account[],
): Promise<void> {
  if (accounts.length === 0) return
  await sql`
    insert into portfolio_changes (organisation_id, seller_account_id)
    select organisation, id from unnest(${accounts.map(({ id }) => id)}::uuid[],
      ${accounts.map(({ organisationId }) => organisationId)}::uuid[])
      as given (id, organisation)`.execute(handle)
}

/** Other organisations that see listings of these accounts, or whose portfolios of them are stored. */
export async function findSights(
  handle: Transaction,
  accounts: readonly Account[],
): Promise<{ viewer: string; account: string }[]> {
  const ids = accounts.map(({ id }) => id)
  const { rows } = await sql<{ viewer: string; account: string }>`
    with sights as materialized (
      select s.organisation_id, s.brand_id from ${visibleBrands} s
    ),
    named as materialized (
      select distinct l.seller_account_id as account, l.organisation_id as owner, m.brand_id
      from unnest(${ids}::uuid[], ${accounts.map(({ organisationId }) => organisationId)}::uuid[])
        as given (id, organisation)
      cross join lateral (
        select * from ${listingFacts} f
        where f.organisation_id = given.organisation and f.seller_account_id = given.id
          and f.version > 0 and f.portfolio_sight is not null offset 0
      ) l
      cross join lateral (
        select m.brand_id from ${listingMentions} m
        where m.listing_id = l.id and m.organisation_id = l.organisation_id and m.shared
          and m.confidence >= 0.9 offset 0
      ) m
      where exists (select from sights)
    )
    select distinct s.organisation_id as viewer, named.account
    from named join sights s on s.brand_id = named.brand_id
    where s.organisation_id <> named.owner
    union
    select p.organisation_id, p.seller_account_id from seller_portfolios p
    where p.seller_account_id = any (${ids}::uuid[])
      and p.organisation_id <> p.account_organisation_id`.execute(handle)
  return rows
}

export type StoredExplanation = {
  organisationId: string
  account: string
  facts: PortfolioFact[]
  until: Date
}

/** The newest explanation of each account by each organisation that holds now. */
export async function findExplanations(
  handle: Transaction,
  accounts: readonly string[],
): Promise<StoredExplanation[]> {
  const { rows } = await sql<StoredExplanation>`
    select distinct on (e.seller_account_id, e.organisation_id)
      e.organisation_id as "organisationId", e.seller_account_id as account, e.facts, e.until
    from portfolio_explanations e
    where e.seller_account_id = any (${[...accounts]}::uuid[])
      and e.withdrawn_at is null and e.until > now()
    order by e.seller_account_id, e.organisation_id, e.at desc, e.id desc`.execute(handle)
  return rows
}

export type NewPortfolio = ComputedPortfolio & {
  account: ChangedAccount
  examples: readonly string[]
  explainedUntil: Date | null
  hasChangedSinceExplained: boolean
  counts: boolean
}

/** Replaces an organisation's portfolios of these accounts; those without a fact are not stored. */
export async function replacePortfolios(
  handle: Transaction,
  { organisationId, view }: { organisationId: string; view: string },
  accounts: readonly Account[],
  portfolios: readonly NewPortfolio[],
): Promise<void> {
  const storedIds = portfolios.map(({ account }) => account.id)
  await sql`
    delete from seller_portfolios
    where organisation_id = ${organisationId}::uuid
      and seller_account_id = any (${accounts.map(({ id }) => id)}::uuid[])
      and seller_account_id <> all (${storedIds}::uuid[])`.execute(handle)
  for (const one of portfolios) {
    const { account, listings, probability, flagged, standing, facts, brands, counts } = one
    await sql`
      insert into seller_portfolios (organisation_id, seller_account_id, account_organisation_id,
        marketplace, listings, probability, flagged, standing, facts, brands, examples, view,
        explained_until, changed_since_explained, counts)
      values (${organisationId}::uuid, ${account.id}::uuid, ${account.organisationId}::uuid,
        ${account.marketplace}, ${listings}, ${probability}, ${flagged}, ${standing},
        ${JSON.stringify(facts)}::json, ${brands}::text[], ${one.examples}::uuid[], ${view},
        ${one.explainedUntil}, ${one.hasChangedSinceExplained}, ${counts})
      on conflict (organisation_id, seller_account_id) do update
      set marketplace = excluded.marketplace, listings = excluded.listings,
        probability = excluded.probability, flagged = excluded.flagged,
        standing = excluded.standing, facts = excluded.facts, brands = excluded.brands,
        examples = excluded.examples, view = excluded.view,
        explained_until = excluded.explained_until,
        changed_since_explained = excluded.changed_since_explained, counts = excluded.counts,
        computed_at = now()`.execute(handle)
  }
}

const examplesOfPortfolio = 4

/** Listings to show with a portfolio: the cheapest, then those with the most marks. */
export async function findExamples(handle: Transaction, sight: Sight): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from (${entriesOf(sight)}) e
    where e.marks is not null
    order by e.level nulls last, e.marks desc, e.seen_at desc, e.id
    limit ${examplesOfPortfolio}`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Queues accounts whose explanation has ended. */
export async function noteEndedExplanations(handle: Transaction): Promise<void> {
  await sql`
    with ended as (
      update seller_portfolios set explained_until = null where explained_until <= now()
      returning seller_account_id, account_organisation_id
    )
    insert into portfolio_changes (organisation_id, seller_account_id)
    select distinct account_organisation_id, seller_account_id from ended`.execute(handle)
}

/** Queues accounts whose organisation has become the marketplace, or is it no longer. */
export async function noteChangedBindings(handle: Transaction): Promise<void> {
  await sql`
    insert into portfolio_changes (organisation_id, seller_account_id)
    select distinct p.account_organisation_id, p.seller_account_id from seller_portfolios p
    where (p.standing = 'marketplace')
      <> ${isOfMarketplace(sql`p.account_organisation_id`, sql`p.marketplace`)}`.execute(handle)
}

/** Organisations that see others' listings by brand today, or did, with the view that was last computed. */
export async function findViews(
  handle: Transaction,
): Promise<{ organisationId: string; view: string | null }[]> {
  const { rows } = await sql<{ organisationId: string; view: string | null }>`
    select organisation_id as "organisationId", max(view) as view
    from (
      select s.organisation_id, null as view from ${visibleBrands} s
      union all select organisation_id, view from portfolio_views
    ) seen
    group by organisation_id order by organisation_id`.execute(handle)
  return rows
}

/** Queues all accounts that an organisation sees by these brands, or has a portfolio of. */
export async function noteViewChange(
  handle: Transaction,
  organisationId: string,
  { view, brands }: { view: string; brands: readonly string[] },
): Promise<void> {
  await sql`
    insert into portfolio_changes (organisation_id, seller_account_id)
    select l.organisation_id, l.seller_account_id
    from ${listingMentions} m
    join ${listingFacts} l on l.id = m.listing_id and l.organisation_id = m.organisation_id
    where m.brand_id = any (${[...brands]}::text[]) and m.confidence >= 0.9 and m.shared
      and m.organisation_id <> ${organisationId}::uuid and l.seller_account_id is not null
    union
    select p.account_organisation_id, p.seller_account_id from seller_portfolios p
    where p.organisation_id = ${organisationId}::uuid
      and p.account_organisation_id <> ${organisationId}::uuid`.execute(handle)
  await sql`
    insert into portfolio_views (organisation_id, view) values (${organisationId}::uuid, ${view})
    on conflict (organisation_id) do update set view = excluded.view`.execute(handle)
}

/** Notes the brands by which organisations see what they sent otherwise than when it was last queued for assessment. */
export async function noteBrandViews(handle: Transaction): Promise<void> {
  await sql`
    with sight as (
      select s.organisation_id, s.brand_id,
        coalesce(array_agg(distinct key order by key) filter (where key is not null), '{}') as hears
      from ${visibleBrands} s
      join ${organisationProfiles} o
        on o.id = s.organisation_id and o.kind in ('rights-holder', 'counsel')
      left join lateral unnest(s.hears) as key on true
      group by s.organisation_id, s.brand_id
    )
    insert into portfolio_brand_views (organisation_id, brand_id, hears)
    select organisation_id, brand_id, s.hears
    from sight s full join portfolio_brand_views v using (organisation_id, brand_id)
    where s.hears is distinct from v.hears
    on conflict (organisation_id, brand_id) do update
    set hears = excluded.hears, pending = true, reached_at = null, reached_id = null`.execute(
    handle,
  )
}

export type PendingBrand = {
  organisationId: string
  brand: string
  reachedAt: Date | null
  reachedId: string | null
}

/** A brand for which listings of an organisation remain to be queued. */
export async function findPendingBrand(handle: Transaction): Promise<PendingBrand | undefined> {
  const { rows } = await sql<PendingBrand>`
    select organisation_id as "organisationId", brand_id as brand, reached_at as "reachedAt",
      reached_id as "reachedId"
    from portfolio_brand_views where pending
    order by organisation_id, brand_id limit 1 for update`.execute(handle)
  return rows[0]
}

/** Notes how far the listings of a brand are queued; without a place, all are. */
export async function noteBrandPlace(
  handle: Transaction,
  { organisationId, brand }: PendingBrand,
  place: MentionPlace | undefined,
): Promise<void> {
  const which = sql`organisation_id = ${organisationId}::uuid and brand_id = ${brand}`
  if (place === undefined)
    await sql`delete from portfolio_brand_views where ${which} and hears is null`.execute(handle)
  await sql`
    update portfolio_brand_views
    set pending = ${place !== undefined}, reached_at = ${place?.at ?? null},
      reached_id = ${place?.id ?? null}
    where ${which}`.execute(handle)
}
