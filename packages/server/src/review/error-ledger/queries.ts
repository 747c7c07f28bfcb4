import { exportedQuery } from '../../platform/db/index.ts'

/** The organisations whose error ledger anyone can read. */
export const publishedErrorLedgers = exportedQuery
  .selectFrom('published_error_ledgers')
  .select(['organisation_id', 'published_at'])
