import { exportedQuery } from '../../platform/db/index.ts'

/** The listings of notices. */
export const noticeListings = exportedQuery
  .selectFrom('notice_items')
  .select(['notice_id', 'listing_id'])

/** Notices at every stage, without their content. */
export const noticeFacts = exportedQuery
  .selectFrom('notices')
  .select([
    'id',
    'organisation_id',
    'case_id',
    'regime',
    'ground',
    'state',
    'drafted_at',
    'sent_at',
  ])
  .select(['decided_at', 'outcome', 'withdrawn_at', 'withdrawn_cause'])
