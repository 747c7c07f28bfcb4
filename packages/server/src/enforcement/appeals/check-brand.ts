import { starterPack } from '@touchstone/recognition'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { catalogBrands } from '../../brands/catalog/queries.ts'
import { listingMentions } from '../../listings/ingest/queries.ts'

const starterBrands = new Set(starterPack.flatMap(({ brands }) => brands.map(({ id }) => id)))

/**
 * Refuses a brand that is in none of the organisation's claims, catalog, starter pack or listings. A mistyped name
 * would clear nobody of anything.
 */
export async function assertKnownBrand(
  handle: Transaction,
  organisationId: string,
  brand: string,
): Promise<void> {
  if (starterBrands.has(brand)) return
  const isOwnOrganisation = sql`organisation_id = ${organisationId}::uuid`
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from ${allClaims} c where ${isOwnOrganisation} and brand_id = ${brand}
        and state in ('approved', 'contested'))
      or exists (select from ${catalogBrands} b where ${isOwnOrganisation} and id = ${brand} and removed_at is null)
      or exists (select from ${listingMentions} m where ${isOwnOrganisation} and brand_id = ${brand}) as known`.execute(
    handle,
  )
  if (rows[0]?.known === true) return
  throw new AppError({
    code: 'brand-unknown',
    message: `there is no brand ${JSON.stringify(brand)} in your claims, catalog or listings: write its id as used in a catalog or an assessment`,
    pointer: '/brand',
  })
}
