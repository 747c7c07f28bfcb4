import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

export const organisationProfiles = exportedQuery
  .selectFrom('organisations')
  .select(['id', 'slug', 'name', 'kind', 'parent_id', 'sample', 'created_at'])

/** A scalar that changes with every change of an organisation, much cheaper than reading them. */
export const organisationsMark = sql<string>`(
  select count(*) || '/' || coalesce(sum(xmin::text::int8), 0) from organisations)`

/** A page of the ids of all organisations; needs the operator's context. */
export async function organisationsAfter(
  handle: Transaction,
  after: string,
  createdBefore?: Date,
): Promise<string[]> {
  const early = createdBefore === undefined ? sql`` : sql`and created_at < ${createdBefore}`
  const { rows } = await sql<{ id: string }>`
    select id from organisations where id > ${after}::uuid ${early}
    order by id limit 100`.execute(handle)
  return rows.map(({ id }) => id)
}

/** The ids of the sample alliance's organisations. */
export const sampleOrganisations = exportedQuery
  .selectFrom('organisations')
  .select('id')
  .where(sql<boolean>`sample`)
