import { sql, type RawBuilder } from 'kysely'
import { starterPackKey, type Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, listingMentions, listingVersions } from '../../listings/ingest/queries.ts'
import { markBit } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { EntryGroup } from './compute-portfolio.ts'

export type Account = { id: string; organisationId: string }
/** Whose listings of an account count, and as what. */
export type Sight = { viewer: Viewer; account: Account }

type GroupRow = EntryGroup & { account: string }

/** Marks that come from a catalog or a bank, which not everyone who sees the brand may know. */
const catalogMarks = markBit('pictures') | markBit('quantities') | markBit('signs')

/** The listings of accounts as their own organisation counts them, equal ones together. */
export async function readOwnEntries(
  handle: Transaction,
  accounts: readonly Account[],
  { bySource }: { bySource: boolean },
): Promise<GroupRow[]> {
  if (accounts.length === 0) return []
  const source = bySource
    ? sql`(
        select coalesce(v.ingested_by_kind || ' ' || v.ingested_by_id, '') from ${listingVersions} v
        where v.listing_id = l.id and v.version = l.version
      )`
    : sql`''`
  const { rows } = await sql<GroupRow>`
    select account, brand, level, marks, amount, currency, source, count(*)::int as count
    from (
      select given.id as account, l.lead_brand_id as brand, l.portfolio_level as level,
        l.portfolio_marks as marks, l.price_amount::text as amount, l.price_currency as currency,
        ${source} as source
      from unnest(${accounts.map(({ id }) => id)}::uuid[],
        ${accounts.map(({ organisationId }) => organisationId)}::uuid[]) as given (id, organisation)
      cross join lateral (
        select * from ${listingFacts} f
        where f.organisation_id = given.organisation and f.seller_account_id = given.id
          and f.version > 0 offset 0
      ) l
    ) entries
    group by account, brand, level, marks, amount, currency, source`.execute(handle)
  return rows
}

/** The same as a rights holder sees them by its brands. */
export async function readVisibleEntries(
  handle: Transaction,
  viewer: Viewer,
  accounts: readonly Account[],
): Promise<GroupRow[]> {
  if (accounts.length === 0 || viewer.brands.size === 0) return []
  const { rows } = await sql<GroupRow>`
    select account, brand, level, marks, amount, currency, organisation::text as source,
      count(*)::int as count
    from (
      select given.id as account, given.organisation, l.*
      from unnest(${accounts.map(({ id }) => id)}::uuid[],
        ${accounts.map(({ organisationId }) => organisationId)}::uuid[]) as given (id, organisation)
      cross join lateral (
        ${visibleEntries(viewer, sql`given.id`, sql`given.organisation`)} offset 0
      ) l
    ) entries
    group by account, organisation, brand, level, marks, amount, currency`.execute(handle)
  return rows
}

/** Each visible listing of an account, by the most certain of the viewer's brands. */
function visibleEntries(
  viewer: Viewer,
  account: RawBuilder<unknown>,
  organisation: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const isHeard = sql`(m.brand_id <> all (${[...viewer.besideRivals]}::text[])
    or coalesce(m.heard_by && ${[starterPackKey, ...viewer.hears]}::text[], false))`
  return sql`
    select distinct on (f.id) f.id, m.brand_id as brand,
      case when ${isHeard} then m.portfolio_level end as level,
      case when ${isHeard} then m.portfolio_marks
        else m.portfolio_marks & ~${catalogMarks}::int4 end as marks,
      f.price_amount::text as amount, f.price_currency as currency, f.first_seen_at as seen_at
    from ${listingFacts} f
    join ${listingMentions} m on m.listing_id = f.id and m.organisation_id = f.organisation_id
    where f.organisation_id = ${organisation} and f.seller_account_id = ${account}
      and f.version > 0 and m.shared and m.confidence >= 0.9
      and m.brand_id = any (${[...viewer.brands]}::text[])
    order by f.id, (m.portfolio_marks is null), m.confidence desc, m.brand_id`
}

/** The listings of one account as the viewer counts them, with their ids. */
export function entriesOf({ viewer, account }: Sight): RawBuilder<unknown> {
  const id = sql`${account.id}::uuid`
  const organisation = sql`${account.organisationId}::uuid`
  if (viewer.organisationId !== account.organisationId)
    return visibleEntries(viewer, id, organisation)
  return sql`
    select f.id, f.lead_brand_id as brand, f.portfolio_level as level, f.portfolio_marks as marks,
      f.price_amount::text as amount, f.price_currency as currency, f.first_seen_at as seen_at
    from ${listingFacts} f
    where f.organisation_id = ${organisation} and f.seller_account_id = ${id} and f.version > 0`
}
