import type { NoticeHistoryView } from '@touchstone/contract'
import { sql } from 'kysely'
import { clearances } from '../appeals/queries.ts'
import { caseFacts } from '../../investigation/cases/queries.ts'
import { currentListings, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'

export type NoticeHistoryRow = Outgoing<NoticeHistoryView>

type NoticeHistoryQuery = {
  organisationId: string
  listings: readonly string[]
  /** The notice whose own events are left out. */
  except: string | undefined
  /** The brands of a limited membership. */
  only: readonly string[] | undefined
  now: Date
}

const maxRows = 50
/** Most listings of the same sellers that are looked at. */
const maxOfSellers = 500

/**
 * What happened to notices on these listings and on others of the same seller accounts, and clearances of the sellers,
 * newest first.
 */
export async function readHistoryRows(
  handle: Transaction,
  { organisationId, listings, except, only, now }: NoticeHistoryQuery,
): Promise<NoticeHistoryRow[]> {
  const { rows } = await sql<NoticeHistoryRow>`
    with own as materialized (
      select l.id, l.marketplace, l.external_id, l.seller_account_id,
        l.content -> 'seller' ->> 'id' as seller
      from ${currentListings} l
      where l.id = any (${[...listings]}::uuid[])
        and ${only ? mentionsBrandOf(sql`l.id`, only) : sql`true`}
    ), concerned as materialized (
      select id, true as is_own from own
      union all
      (select l.id, false from ${currentListings} l
        where l.seller_account_id in (select seller_account_id from own)
          and l.id not in (select id from own)
          and ${only ? mentionsBrandOf(sql`l.id`, only) : sql`true`}
        limit ${maxOfSellers})
    ), found as materialized (
      select n.id, bool_or(c.is_own) as is_own
      from concerned c
      join notice_items i on i.listing_id = c.id
      join notices n on n.id = i.notice_id
      where n.organisation_id = ${organisationId}::uuid
        and n.id is distinct from ${except ?? null}::uuid
        and ${
          only
            ? sql`exists (select from ${caseFacts} k
                where k.id = n.case_id and k.brands && ${[...only]}::text[])`
            : sql`true`
        }
      group by n.id
    ), told as (
      select case n.state when 'draft' then 'draft' when 'proposed' then 'awaiting-approval'
          else 'sent' end as kind,
        coalesce(n.sent_at, n.drafted_at) as at, f.is_own, n.id as notice, null::uuid as clearance,
        n.ground, null::text as cause, null::text as reason,
        f.is_own and n.state in ('sent', 'proposed') as stops
      from found f join notices n on n.id = f.id
      where n.state <> 'withdrawn' or n.sent_at is not null
      union all
      select 'withdrawn', n.withdrawn_at, f.is_own, n.id, null, n.ground, n.withdrawn_cause,
        (select e.data ->> 'reason' from notice_events e
          where e.notice_id = n.id and e.kind = 'withdrawn' order by e.position desc limit 1),
        f.is_own and n.withdrawn_cause = 'mistaken' and n.sent_at is not null
      from found f join notices n on n.id = f.id where n.state = 'withdrawn'
      union all
      select 'overturned', coalesce(
          (select max(e.at) from notice_events e
            where e.notice_id = n.id and e.kind = 'outcome-changed'), n.decided_at, n.sent_at),
        f.is_own, n.id, null, n.ground, null, null, f.is_own
      from found f join notices n on n.id = f.id where n.outcome = 'overturned'
      union all
      select 'appeal-lost', e.at, f.is_own, n.id, null, n.ground, null, e.data ->> 'summary', false
      from found f join notices n on n.id = f.id
      join notice_events e on e.notice_id = n.id and e.kind = 'seller-answer-decided'
      where e.data ->> 'outcome' in ('upheld', 'accepted')
      union all
      select 'cleared', c.issued_at, bool_or(c.product is null or c.product = o.external_id), null,
        c.id, null, null, c.right_name,
        c.expires_at > ${now}::timestamptz and c.revoked_at is null
          and bool_or(c.product is null or c.product = o.external_id)
      from own o join ${clearances} c on c.marketplace = o.marketplace and c.seller_id = o.seller
      where c.revoked_at is null
      group by c.id, c.issued_at, c.right_name, c.expires_at, c.revoked_at
    )
    select kind, at, case when is_own then 'listing' else 'seller' end as about, notice, clearance,
      ground, cause, reason, stops
    from told order by at desc, kind, notice limit ${maxRows}`.execute(handle)
  return rows
}
