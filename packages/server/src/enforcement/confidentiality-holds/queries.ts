import { sql } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const activeConfidentialityHolds = exportedQuery
  .selectFrom('confidentiality_holds')
  .select(['organisation_id', 'scope', 'listing_id', 'case_id', 'seller_hash'])
  .where(sql<boolean>`lifted_at is null and expires_at > now()`)
