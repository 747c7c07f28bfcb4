import type { SellerAccountOrder } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { ThresholdView } from '../../brands/thresholds/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import { matchesVerdict, visibleListings } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { accountColumns, type SellerAccountRow } from '../seller-accounts/index.ts'

export type AccountCursor = { key: Date | number; id: string }

export type AccountQuery = {
  viewer: Viewer
  view: ThresholdView | undefined
  order: SellerAccountOrder
  search: string | undefined
  marketplace: string | undefined
  after: AccountCursor | undefined
  limit: number
}

export type CountedAccountRow = SellerAccountRow & {
  key: Date | number
  count: number
  flagged: number
}

/** Maximum own accounts searched for one page. */
const maxWalked = 20_000
/** Newest listings whose sellers are listed if no index leads to the accounts. */
const newestListings = 5000
/** Listings of one account are counted up to this number. */
export const countedListings = 1000

const flaggedVerdicts = ['block', 'review'] as const

/** A page of the accounts that this viewer may see, each with how many listings it sees. */
export async function pageOfAccounts(
  handle: Transaction,
  options: AccountQuery,
): Promise<CountedAccountRow[]> {
  const { viewer, limit } = options
  const { rows } = await sql<CountedAccountRow>`
    with candidates (id, key) as materialized (${candidates(options)}),
    page as materialized (
      select id, key from candidates order by key desc, id desc limit ${limit}
    )
    select page.key, ${accountColumns}, counted.count, counted.flagged
    from page
    cross join lateral (select * from seller_accounts a where a.id = page.id) a
    cross join lateral (
      select count(*)::int as count, count(*) filter (where flagged)::int as flagged
      from (
        select ${isFlagged(options)} as flagged from ${listingFacts} l
        where l.organisation_id = a.organisation_id and l.seller_account_id = a.id
          and l.version > 0 and ${isAbout(viewer)}
        limit ${countedListings + 1}
      ) listed
    ) counted
    order by page.key desc, page.id desc`.execute(handle)
  return rows
}

function isAbout({ only }: Viewer): RawBuilder<unknown> {
  return only === undefined ? sql`true` : mentionsBrandOf(sql`l.id`, only)
}

function isFlagged({ view }: AccountQuery): RawBuilder<unknown> {
  const [block, review] = flaggedVerdicts.map((verdict) =>
    view === undefined ? sql`verdict = ${verdict}` : matchesVerdict({ verdict, view }),
  )
  return sql`coalesce(${block} or ${review}, false)`
}

function candidates(options: AccountQuery): RawBuilder<unknown> {
  return options.order === 'most-flagged' ? mostFlagged(options) : lastSeen(options)
}

function lastSeen(options: AccountQuery): RawBuilder<unknown> {
  const { viewer, limit } = options
  const own = sql`(
    select a.id, a.last_seen_at from (
      select * from seller_accounts a
      where a.organisation_id = ${viewer.organisationId}::uuid ${beyond(options)}
      order by a.last_seen_at desc, a.id desc limit ${maxWalked}
    ) a
    where true ${matching(options)}
    order by a.last_seen_at desc, a.id desc limit ${limit}
  )`
  const named = sql`(
    with seen (id, key) as materialized (${newestOf(options, {})}),
    named as materialized (
      select distinct l.organisation_id, l.seller_account_id
      from (select id from seen order by key desc, id desc limit ${newestListings}) newest
      cross join lateral (
        select f.organisation_id, f.seller_account_id from ${listingFacts} f
        where f.id = newest.id and f.seller_account_id is not null
      ) l
    )
    select a.id, a.last_seen_at
    from named cross join lateral (
      select * from seller_accounts a where a.id = named.seller_account_id offset 0
    ) a
    where true ${matching(options)} ${beyond(options)}
    order by a.last_seen_at desc, a.id desc limit ${limit}
  )`
  if (viewer.only !== undefined) return named
  return viewer.brands.size === 0 ? own : sql`${own} union ${named}`
}

function mostFlagged(options: AccountQuery): RawBuilder<unknown> {
  const { after, limit } = options
  const [block, review] = flaggedVerdicts.map((verdict) => newestOf(options, { verdict }))
  const place = after
    ? sql`where (flagged.count, flagged.id) < (${after.key}::int8, ${after.id}::uuid)`
    : sql``
  return sql`
    with blocked (id, key) as materialized (${block}),
    reviewed (id, key) as materialized (${review}),
    newest as materialized (
      (select id from blocked order by key desc, id desc limit ${newestListings})
      union
      (select id from reviewed order by key desc, id desc limit ${newestListings})
    ),
    flagged as materialized (
      select l.seller_account_id as id, count(*) as count
      from newest cross join lateral (
        select f.seller_account_id from ${listingFacts} f
        where f.id = newest.id and f.seller_account_id is not null
      ) l
      group by 1
    )
    select a.id, flagged.count
    from flagged cross join lateral (
      select * from seller_accounts a where a.id = flagged.id ${matching(options)} offset 0
    ) a
    ${place}
    order by flagged.count desc, a.id desc limit ${limit}`
}

/** The newest listings that this viewer may see, as the queue reads them. */
function newestOf(
  { viewer, view, marketplace }: AccountQuery,
  filters: { verdict?: (typeof flaggedVerdicts)[number] },
): RawBuilder<unknown> {
  return visibleListings({
    viewer,
    view,
    filters: { ...filters, marketplace },
    order: 'newest',
    limit: newestListings,
  })
}

function matching({ search, marketplace }: AccountQuery): RawBuilder<unknown> {
  const words = search === undefined ? undefined : sql`lower(${search}::text)`
  return sql.join(
    [
      marketplace === undefined ? sql`` : sql`and a.marketplace = ${marketplace}::text`,
      words === undefined
        ? sql``
        : sql`and (position(${words} in lower(a.name)) > 0
            or position(${words} in lower(a.seller_id)) > 0)`,
    ],
    sql` `,
  )
}

function beyond({ after }: AccountQuery): RawBuilder<unknown> {
  return after
    ? sql`and (a.last_seen_at, a.id) < (${after.key}::timestamptz, ${after.id}::uuid)`
    : sql``
}
