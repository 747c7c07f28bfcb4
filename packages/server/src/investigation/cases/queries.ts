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

/** The timelines of cases, as far as the reader may see each entry's content. */
export const caseEvents = exportedQuery
  .selectFrom('case_events')
  .select(['case_id', 'position', 'kind', 'data', 'at', 'actor_kind', 'actor_id'])
