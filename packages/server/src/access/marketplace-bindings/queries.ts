import { exportedQuery } from '../../platform/db/index.ts'

/** Which organisation answers for which marketplace; the operator alone sees those of all. */
export const marketplaceBindings = exportedQuery
  .selectFrom('marketplace_bindings')
  .select(['organisation_id', 'marketplace'])
