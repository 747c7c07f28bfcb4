import { exportedQuery } from '../../platform/db/index.ts'

/** Captures of pages, with their outcomes. */
export const pageCaptures = exportedQuery
  .selectFrom('captures')
  .select(['id', 'organisation_id', 'listing_id', 'url', 'reason', 'state', 'outcome', 'sentence'])
  .select(['requested_by_kind', 'requested_by_id', 'requested_at', 'ended_at'])

export const evidenceFiles = exportedQuery
  .selectFrom('evidence_items')
  .select(['capture_id', 'name', 'sha256'])
