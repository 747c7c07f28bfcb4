import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '../../brands/visibility/index.ts'
import { viewKey } from './types.ts'

/** The portfolios that a viewer has: `seller_account_id`, `probability`. */
export function portfolioProbabilities(viewer: Viewer): RawBuilder<unknown> {
  const organisation = sql`${viewer.organisationId}::uuid`
  return sql`(
    select p.seller_account_id, p.probability from seller_portfolios p
    where p.organisation_id = ${organisation}
      and (p.account_organisation_id = ${organisation} or p.view = ${viewKey(viewer)})
  )`
}
