import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

/** Brands whose listings an organisation may see, by an approved claim valid today, and the keys of catalogs that it sees by it. */
export const visibleBrands = exportedQuery
  .selectFrom('brand_sight')
  .select(['organisation_id', 'brand_id', 'hears'])
  .where(sql<boolean>`(now() at time zone 'utc')::date between starts_on and ends_on`)

/** Organisations with an approved claim on a brand, valid today or on other days. */
export function organisationsOfBrand(brand: string): RawBuilder<unknown> {
  return sql`(select organisation_id from brand_sight where brand_id = ${brand})`
}
