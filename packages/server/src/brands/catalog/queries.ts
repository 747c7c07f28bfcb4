import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { sampleOrganisations } from '../../access/organisations/queries.ts'

/** Products of all catalogs, including removed ones. */
export const catalogProducts = exportedQuery
  .selectFrom('products')
  .select(['organisation_id', 'id', 'brand_id', 'content', 'changed_at', 'removed_at'])

/** Dates the versions of the sample's catalogs: the newest one, and the first. */
export async function dateCatalogs(
  handle: Transaction,
  { newest, before }: { newest: Date; before: Date },
): Promise<void> {
  for (const table of ['brands', 'products']) {
    await sql`
      update ${sql.table(table)} set changed_at = case when version = 1
        then ${before}::timestamptz else ${newest}::timestamptz end
      where organisation_id in ${sampleOrganisations}`.execute(handle)
  }
  await sql`
    update catalog_versions set at = case when version = 1
      then ${before}::timestamptz else ${newest}::timestamptz end
    where organisation_id in ${sampleOrganisations}`.execute(handle)
}

/** True if an organisation's catalog has never been written. */
export async function hasNoCatalog(handle: Transaction, organisationId: string): Promise<boolean> {
  const { rows } = await sql`
    select from catalog_versions where organisation_id = ${organisationId}::uuid limit 1`.execute(
    handle,
  )
  return rows.length === 0
}

/** Brands of all catalogs, including removed ones. */
export const catalogBrands = exportedQuery
  .selectFrom('brands')
  .select(['organisation_id', 'id', 'name', 'content', 'removed_at'])

/** The Nice classes that catalogs state of their brands; null where they state none. */
export const brandClasses = exportedQuery
  .selectFrom('brands')
  .select(['organisation_id', 'id'])
  .select(sql<number[] | null>`content -> 'niceClasses'`.as('nice_classes'))
  .where('removed_at', 'is', null)
