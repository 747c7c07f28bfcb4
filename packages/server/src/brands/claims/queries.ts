import type { ClaimState } from '@touchstone/contract'
import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

/** The organisations that decide on claims. */
export const claimApprovers = exportedQuery.selectFrom('claim_approvers').select('organisation_id')

/** Claims in any state. */
export const allClaims = exportedQuery
  .selectFrom('claims')
  .select(['id', 'organisation_id', 'brand_id', 'basis', 'kind', 'office', 'number', 'work'])
  .select(['owner', 'state'])
  .select(['acts_from', 'acts_until', 'submitted_at'])

/** The proofs that came with claims, by the digests of their files; none of those that were named by reference. */
export const claimProofs = exportedQuery
  .selectFrom('claim_documents')
  .select(['claim_id', 'organisation_id', 'sha256'])
  .where('purpose', '=', 'proof')

export type ClaimStanding = {
  state: ClaimState
  /** Whether it is approved, and an agent's power of attorney covers today. */
  applies: boolean
}

/** How the organisation's newest claim to each of these brands stands. */
export async function claimStandingsOf(
  handle: Transaction,
  organisationId: string,
  brands: readonly string[],
): Promise<Map<string, ClaimStanding>> {
  const { rows } = await sql<ClaimStanding & { brand: string }>`
    select distinct on (brand_id) brand_id as brand, state,
      state = 'approved' and (now() at time zone 'utc')::date
        between coalesce(acts_from, '-infinity') and coalesce(acts_until, 'infinity') as applies
    from claims
    where organisation_id = ${organisationId}::uuid and kind = 'registered'
      and brand_id = any (${[...brands]}::text[])
    order by brand_id, submitted_at desc, id`.execute(handle)
  return new Map(rows.map(({ brand, state, applies }) => [brand, { state, applies }]))
}

export type ClaimDates = { organisation: string; brand: string; submitted: Date; decided: Date }

/** Sets the times at which the sample's claims were submitted and decided. */
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
