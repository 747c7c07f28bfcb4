import type { SellerTimelineKind } from '@touchstone/contract'
import { sql } from 'kysely'
import { clearances, proofRequests, submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import { noticeFacts, noticeListings } from '../../enforcement/notices/queries.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { allDecisions, withdrawnDecisions } from '../../review/decisions/queries.ts'
import type { ProcedureQuery } from './procedures-repository.ts'

export type TimelineCursor = { at: Date; kind: string; id: string }

export type TimelineRow = {
  at: Date
  kind: SellerTimelineKind
  subject: string
  /** The entry's own id, for the cursor. */
  id: string
  /** The listing that it is about. */
  listing: string | null
  /** Of a case. */
  title: string | null
  value: string | null
}

/** A page of a seller's timeline over all kinds of events, newest first. */
export async function pageOfTimeline(
  handle: Transaction,
  options: ProcedureQuery & { limit: number; after?: TimelineCursor },
): Promise<TimelineRow[]> {
  const { organisationId, account, listings, limit, after } = options
  const own = sql`${organisationId}::uuid`
  const ids = sql`(${[...listings]}::uuid[])`
  const ofAccount = sql`organisation_id = ${own}
    and organisation_id = ${account.organisationId}::uuid
    and seller_hash = ${account.sellerHash}::bytea`
  const beyond = after
    ? sql`where (at, kind, id) < (${after.at}::timestamptz, ${after.kind}, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<TimelineRow>`
    with their_cases as materialized (
      select c.id, c.title, c.opened_at, c.closed_at from ${caseFacts} c where c.id in (
        select o.case_id from ${caseListings} o
        where o.organisation_id = ${own}
          and (o.seller_account_id = ${account.id}::uuid or o.listing_id = any ${ids})
      )
    ),
    their_notices as materialized (
      select n.id, n.ground, n.outcome, n.sent_at, n.decided_at, n.withdrawn_at, n.withdrawn_cause
      from ${noticeFacts} n
      where n.organisation_id = ${own} and n.id in (
        select i.notice_id from ${noticeListings} i where i.listing_id = any ${ids}
      )
    ),
    page as materialized (
      select at, kind, subject, id, listing, title, value from (
        select l.first_seen_at as at, 'listing-seen' as kind, l.id as subject, l.id,
          l.id as listing, null as title, null as value
        from ${listingFacts} l where l.id = any ${ids}
        union all
        select d.decided_at, 'decided', d.listing_id, d.id, d.listing_id, null, d.verdict
        from ${allDecisions} d where d.organisation_id = ${own} and d.listing_id = any ${ids}
        union all
        select w.withdrawn_at, 'decision-withdrawn', d.listing_id, d.id, d.listing_id, null,
          d.verdict
        from ${allDecisions} d join ${withdrawnDecisions} w on w.decision_id = d.id
        where d.organisation_id = ${own} and d.listing_id = any ${ids}
        union all
        select opened_at, 'case-opened', id, id, null, title, null from their_cases
        union all
        select closed_at, 'case-closed', id, id, null, title, null from their_cases
        where closed_at is not null
        union all
        select sent_at, 'notice-sent', id, id, null, null, ground from their_notices
        where sent_at is not null
        union all
        select decided_at, 'notice-decided', id, id, null, null, outcome from their_notices
        where decided_at is not null
        union all
        select withdrawn_at, 'notice-withdrawn', id, id, null, null, withdrawn_cause
        from their_notices where withdrawn_at is not null
        union all
        select m.starts_on::timestamp at time zone 'utc', 'restricted', m.id, m.id, m.listing_id,
          null, m.measure
        from ${allMeasures} m where m.organisation_id = ${own} and m.listing_id = any ${ids}
        union all
        select m.ended_at, 'restriction-ended', m.id, m.id, m.listing_id, null, m.end_reason
        from ${allMeasures} m
        where m.organisation_id = ${own} and m.listing_id = any ${ids} and m.ended_at is not null
        union all
        select p.requested_at, 'proof-requested', p.id, p.id, null, null, p.brand_id
        from ${proofRequests} p where ${ofAccount}
        union all
        select a.submitted_at, 'appealed', a.id, a.id, null, null, null
        from ${submittedAppeals} a where ${ofAccount}
        union all
        select a.decided_at, 'appeal-decided', a.id, a.id, null, null, a.outcome
        from ${submittedAppeals} a where ${ofAccount} and a.decided_at is not null
        union all
        select c.issued_at, 'cleared', c.id, c.id, null, null, c.brand_id
        from ${clearances} c
        where c.marketplace = ${account.marketplace} and c.seller_id = ${account.seller}
        union all
        select c.revoked_at, 'clearance-revoked', c.id, c.id, null, null, c.brand_id
        from ${clearances} c
        where c.marketplace = ${account.marketplace} and c.seller_id = ${account.seller}
          and c.revoked_at is not null
      ) happened ${beyond}
      order by at desc, kind desc, id desc limit ${limit}
    )
    select at, kind, subject, id, listing, title, value from page
    order by at desc, kind desc, id desc`.execute(handle)
  return rows
}
