import { sql } from 'kysely'
import { userProfiles } from '../../access/users/queries.ts'
import { brandClasses } from '../../brands/catalog/queries.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type ClaimToEnforce = { id: string; brand: string; isWork: boolean; isAgent: boolean }

/** The organisation's approved claims on these brands that apply today; entries in a register first, the newest first. */
export async function claimsToEnforce(
  handle: Transaction,
  { organisationId, brands }: { organisationId: string; brands: readonly string[] },
): Promise<ClaimToEnforce[]> {
  const { rows } = await sql<ClaimToEnforce>`
    select id, brand_id as brand, work is not null as "isWork", basis = 'agent' as "isAgent"
    from ${allClaims} c
    where organisation_id = ${organisationId}::uuid and state = 'approved'
      and brand_id = any (${[...brands]}::text[]) and sees_brand(brand_id)
      and (now() at time zone 'utc')::date
        between coalesce(acts_from, '-infinity') and coalesce(acts_until, 'infinity')
    order by work is not null, submitted_at desc, id`.execute(handle)
  return rows
}

/** The Nice classes of a brand's goods, from the organisation's own catalog; empty if it states none. */
export async function classesOfBrand(
  handle: Transaction,
  { organisationId, brand }: { organisationId: string; brand: string },
): Promise<number[]> {
  const { rows } = await sql<{ classes: number[] | null }>`
    select nice_classes as classes from ${brandClasses} b
    where organisation_id = ${organisationId}::uuid and id = ${brand}`.execute(handle)
  return rows[0]?.classes ?? []
}

export async function emailOf(handle: Transaction, person: string): Promise<string | undefined> {
  const { rows } = await sql<{ email: string }>`
    select email from ${userProfiles} p where id = ${person}::uuid`.execute(handle)
  return rows[0]?.email
}

/** The open cases that have all of these listings, the last changed first. */
export async function openCasesOf(
  handle: Transaction,
  options: { organisationId: string; listings: readonly string[] },
): Promise<string[]> {
  const { organisationId, listings } = options
  const { rows } = await sql<{ id: string }>`
    select c.id from ${caseFacts} c
    where c.organisation_id = ${organisationId}::uuid and c.closed_at is null and c.id in (
      select case_id from ${caseListings} o
      where o.listing_id = any (${[...listings]}::uuid[])
      group by case_id having count(*) = ${listings.length}::int4)
    order by c.changed_at desc, c.id limit 20`.execute(handle)
  return rows.map(({ id }) => id)
}

/** The first listings of a case. */
export async function listingsOfCase(
  handle: Transaction,
  { caseId, limit }: { caseId: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ listing: string }>`
    select listing_id as listing from ${caseListings} o
    where case_id = ${caseId}::uuid order by listing_id limit ${limit}`.execute(handle)
  return rows.map(({ listing }) => listing)
}
