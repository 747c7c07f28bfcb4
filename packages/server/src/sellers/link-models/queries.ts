import { exportedQuery } from '../../platform/db/index.ts'

/** Models that returned to shadow by themselves, because people overturned too many of their links. */
export const returnedLinkModels = exportedQuery
  .selectFrom('link_models')
  .select(['organisation_id', 'version', 'returned_at'])
  .where('state', '=', 'shadow')
  .where('returned_at', 'is not', null)
