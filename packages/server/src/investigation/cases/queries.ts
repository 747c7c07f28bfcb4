import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const caseFacts = exportedQuery
  .selectFrom('cases')
  .select(['id', 'organisation_id', 'title', 'brands', 'events', 'assignee', 'assigned_until'])
  .select(['due_at', 'sla_at', 'sla_late', 'snoozed_until', 'opened_at', 'closed_at', 'changed_at'])
  .select('urgency')

/** The listings of cases. */
export const caseListings = exportedQuery
  .selectFrom('case_listings')
  .select(['case_id', 'listing_id', 'organisation_id', 'seller_account_id'])

/** The listing that was last added to a case. */
export function newestListingOf(caseId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select o.listing_id from case_listings o where o.case_id = ${caseId}
    order by o.added_at desc, o.listing_id desc limit 1)`
}

/** The timelines of cases, as far as the reader may see each entry's content. */
export const caseEvents = exportedQuery
  .selectFrom('case_events')
  .select(['case_id', 'position', 'kind', 'data', 'at', 'actor_kind', 'actor_id'])
