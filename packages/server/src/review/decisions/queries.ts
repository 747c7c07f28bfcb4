import { sql } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { sampleOrganisations } from '../../access/organisations/queries.ts'

/** Decisions that were not withdrawn. The newest of an organisation on a listing applies. */
export const decisionsInForce = exportedQuery
  .selectFrom('decisions as d')
  .select(['d.id', 'd.organisation_id', 'd.listing_id', 'd.version', 'd.verdict'])
  .select(['d.decided_at', 'd.recorded_at'])
  .where(({ not, exists, selectFrom }) =>
    not(
      exists(
        selectFrom('decision_withdrawals as w').whereRef('w.decision_id', '=', 'd.id').select([]),
      ),
    ),
  )

/** Decisions, withdrawn ones too. */
export const allDecisions = exportedQuery
  .selectFrom('decisions')
  .select(['id', 'organisation_id', 'listing_id', 'verdict', 'reason', 'note'])
  .select(['decided_at', 'recorded_at'])

/** The decisions that were withdrawn. */
export const withdrawnDecisions = exportedQuery
  .selectFrom('decision_withdrawals')
  .select(['decision_id', 'withdrawn_at'])

export const decisionProposals = exportedQuery
  .selectFrom('proposed_decisions')
  .select(['id', 'organisation_id', 'listing_id', 'verdict', 'state', 'reason', 'note'])
  .select(['settled_note', 'proposed_at', 'actor_kind', 'actor_id'])

/** Recorded outcomes of listings. */
export const recordedOutcomes = exportedQuery
  .selectFrom('outcomes')
  .select(['id', 'organisation_id', 'listing_id', 'outcome', 'note', 'happened_at', 'recorded_at'])
  .select(['actor_kind', 'actor_id'])

/** Deletes the reasons and notes of an organisation's decisions, proposals and outcomes on these versions. */
export async function redactDecisionTexts(
  handle: Transaction,
  organisationId: string,
  versions: readonly { listingId: string; version: number }[],
): Promise<void> {
  const ids = versions.map(({ listingId }) => listingId)
  await sql`
    update decisions d set reason = null, note = null
    from unnest(${ids}::uuid[], ${versions.map(({ version }) => version)}::int[])
      as given (listing_id, version)
    where d.listing_id = given.listing_id and d.version = given.version
      and d.organisation_id = ${organisationId}::uuid
      and (d.reason is not null or d.note is not null)`.execute(handle)
  await sql`
    update proposed_decisions p set reason = null, note = null, settled_note = null
    from unnest(${ids}::uuid[], ${versions.map(({ version }) => version)}::int[])
      as given (listing_id, version)
    where p.listing_id = given.listing_id and p.version = given.version
      and p.organisation_id = ${organisationId}::uuid
      and (p.reason is not null or p.note is not null or p.settled_note is not null)`.execute(
    handle,
  )
  await sql`
    update outcomes set note = null
    where listing_id = any (${ids}::uuid[]) and organisation_id = ${organisationId}::uuid
      and note is not null`.execute(handle)
}

/** Dates decisions and outcomes of the sample from before it was loaded to when they were recorded in its history. */
export async function dateDecisions(handle: Transaction, begunAt: Date): Promise<void> {
  await sql`
    update decisions set recorded_at = decided_at
    where organisation_id in ${sampleOrganisations} and decided_at < ${begunAt}::timestamptz`.execute(
    handle,
  )
  await sql`
    update outcomes set recorded_at = happened_at
    where organisation_id in ${sampleOrganisations} and happened_at < ${begunAt}::timestamptz`.execute(
    handle,
  )
}
