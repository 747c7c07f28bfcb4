import { sql, type RawBuilder } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { sampleOrganisations } from '../../access/organisations/queries.ts'
import { submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import { reportedAppeals } from '../../enforcement/notices/queries.ts'
import { reportedOutcomes } from '../../sellers/referrals/queries.ts'

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

/**
 * What an organisation concluded of each listing since then, by its last decision in force, and what became of that: `listing_id`,
 * `verdict`, `decided_at`; `reversed` if the seller contested it and was right; `goods`, what is known of the goods
 * since: `counterfeit`, `honest`, or null. What authorities reported of referred listings counts as outcomes. A notice
 * that was sent is no decision.
 */
export function settledListings(
  organisationId: string,
  { since, listing }: { since: RawBuilder<unknown>; listing?: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const org = sql`${organisationId}::uuid`
  const ofOne = listing === undefined ? sql`` : sql`and listing_id = ${listing}`
  return sql`(
    select d.listing_id, d.verdict, d.decided_at,
      d.verdict in ('counterfeit', 'trademark-misuse') and (c.upheld or o.honest or o.restored)
        as reversed,
      case
        when d.verdict = 'counterfeit' then
          case when c.upheld or o.honest then 'honest'
            when not o.restored then 'counterfeit' end
        when d.verdict in ('genuine', 'grey-market') then
          case when o.bought_counterfeit then 'counterfeit' when not o.seized then 'honest' end
      end as goods
    from (
      select distinct on (listing_id) * from ${decisionsInForce} told
      where organisation_id = ${org} and decided_at >= ${since} ${ofOne}
      order by listing_id, decided_at desc, recorded_at desc, id desc
    ) d
    cross join lateral (
      select
        coalesce(bool_or(outcome in
          ('appeal-upheld', 'seller-proved-genuine', 'test-purchase-genuine')), false) as honest,
        coalesce(bool_or(outcome = 'restored'), false) as restored,
        coalesce(bool_or(outcome = 'test-purchase-counterfeit'), false) as bought_counterfeit,
        coalesce(bool_or(outcome = 'goods-seized'), false) as seized
      from (
        select told.outcome, told.happened_at from ${recordedOutcomes} told
        where told.listing_id = d.listing_id and told.organisation_id = ${org}
        union all
        select told.outcome, told.happened_at
        from ${reportedOutcomes(org, sql`d.listing_id`)} told
      ) told
      where told.happened_at >= d.decided_at
    ) o
    cross join lateral (
      select exists (
        select from ${allMeasures} m
        join ${submittedAppeals} p on p.proceeding_id = m.proceeding_id
        where m.listing_id = d.listing_id and p.organisation_id = ${org}
          and p.state = 'decided' and p.outcome = 'upheld' and p.decided_at >= d.decided_at
          and (p.instance is null or starts_with(p.instance, m.instance || '/'))
      ) or exists (
        select from ${reportedAppeals} r
        where r.listing_id = d.listing_id and r.organisation_id = ${org} and r.outcome = 'upheld'
      ) as upheld
    ) c
  )`
}

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
