import { exportedQuery } from '../../platform/db/index.ts'

/** Which organisation issues numbers that begin so. */
export const gtinPrefixes = exportedQuery
  .selectFrom('gtin_prefixes')
  .select(['prefix', 'organisation_id'])
