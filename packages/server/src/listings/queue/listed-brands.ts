import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { listingMentions } from '../ingest/queries.ts'
import { viewerOf } from './read-listings.ts'

/** The names of the brands that the organisation's own listings refer to: it sees their ids in each assessment. */
export async function listListedBrands(options: {
  handle: Transaction
  actor: Actor
  names: BrandNames
}): Promise<{ id: string; name: string }[]> {
  const { handle, actor, names } = options
  const { organisationId, only } = await viewerOf(handle, actor)
  const ids = only ?? [...names.byId.keys()]
  const { rows } = await sql<{ id: string }>`
    select b.id from unnest(${[...ids]}::text[]) as b (id)
    where exists (
      select from ${listingMentions} m
      where m.organisation_id = ${organisationId}::uuid and m.brand_id = b.id)`.execute(handle)
  return rows.flatMap(({ id }) => {
    const name = names.byId.get(id)
    return name === undefined ? [] : [{ id, name }]
  })
}
