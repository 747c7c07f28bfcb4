import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

/** The organisations that decide on claims. */
export const claimApprovers = exportedQuery.selectFrom('claim_approvers').select('organisation_id')

/** Claims in any state. */
export const allClaims = exportedQuery
  .selectFrom('claims')
  .select(['id', 'organisation_id', 'brand_id', 'basis', 'office', 'number', 'owner', 'state'])
  .select(['acts_from', 'acts_until', 'submitted_at'])

export type ClaimDates = { organisation: string; brand: string; submitted: Date; decided: Date }

/** Dates claims of the sample to when they were submitted, and decided where they were. */
export async function dateClaims(handle: Transaction, dates: readonly ClaimDates[]): Promise<void> {
  await sql`
    update claims c set submitted_at = given.submitted,
      decided_at = case when c.decided_at is not null then given.decided end,
      approved_at = case when c.approved_at is not null then given.decided end
    from unnest(${dates.map(({ organisation }) => organisation)}::text[],
      ${dates.map(({ brand }) => brand)}::text[],
      ${dates.map(({ submitted }) => submitted)}::timestamptz[],
      ${dates.map(({ decided }) => decided)}::timestamptz[])
      as given (organisation, brand, submitted, decided)
    join ${organisationProfiles} o on o.slug = given.organisation and o.sample
    where c.organisation_id = o.id and c.brand_id = given.brand`.execute(handle)
}
