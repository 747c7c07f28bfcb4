import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { closedBucket } from '../../brands/thresholds/index.ts'
import { catalogBits } from '../queue/index.ts'
import { organisationsOfBrand } from '../../brands/visibility/queries.ts'

/**
 * Removes from the filter and sort columns what came from a catalog that current holders of the brand may not see:
 * that of a rival whose claim was revoked. Such listings use the shipped thresholds until reassessed. For the
 * operator.
 */
export async function revokeCatalogVisibility(handle: Transaction, brand: string): Promise<void> {
  await sql`
    update listings l set rung = ${closedBucket(sql`l.rung`)}
    from listing_mentions m
    where m.brand_id = ${brand} and m.listing_id = l.id and is_unheard(m)
      and l.organisation_id in ${organisationsOfBrand(brand)}`.execute(handle)
  await sql`
    update listing_mentions m
    set shown_probability = plain_probability, plain_probability = null, heard_by = null,
      verdict = coalesce(plain_verdict, verdict), plain_verdict = null,
      shown_signals = shown_signals & ~${String(catalogBits)}::int8, rung = ${closedBucket(sql`rung`)}
    where brand_id = ${brand} and is_unheard(m)`.execute(handle)
}
