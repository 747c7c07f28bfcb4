import type { DecisionVerdict, OrganisationKind, OutcomeKind } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { currentListings, mentionsBrandOf } from '../../listings/ingest/queries.ts'

/** The author of the decision, and the kind of his organisation. */
export type DecisionSource = { organisationId: string; source: OrganisationKind }

export type NewProposalRow = {
  id: string
  listingId: string
  version: number
  verdict: DecisionVerdict
  reason: string | null
  note: string | null
  reviewer: string | null
}

export type NewDecisionRow = NewProposalRow & { at: Date }

/** Decisions or proposals about listings as the table `given`; only decisions have times. */
export function unnestDecisions(
  rows: readonly (NewProposalRow & { at?: Date })[],
): RawBuilder<unknown> {
  return sql`
    unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ listingId }) => listingId)}::uuid[],
      ${rows.map(({ version }) => version)}::int4[],
      ${rows.map(({ verdict }) => verdict)}::text[],
      ${rows.map(({ reason }) => reason)}::text[],
      ${rows.map(({ note }) => note)}::text[],
      ${rows.map(({ reviewer }) => reviewer)}::text[],
      ${rows.map(({ at }) => at ?? null)}::timestamptz[])
      as given (id, listing_id, version, verdict, reason, note, reviewer, at)`
}

export async function insertDecisions(
  handle: Transaction,
  { organisationId, source }: DecisionSource,
  rows: readonly NewDecisionRow[],
): Promise<void> {
  await sql`
    insert into decisions (id, organisation_id, source, listing_id, version, verdict,
      reason, note, reviewer, decided_at)
    select id, ${organisationId}::uuid, ${source}, listing_id, version, verdict,
      reason, note, reviewer, at
    from ${unnestDecisions(rows)}`.execute(handle)
}

/** The decisions and outcomes among these that are already recorded, with their values. */
export async function findRecorded(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, 'recorded' | 'proposed'>> {
  const { rows } = await sql<{ id: string; how: 'recorded' | 'proposed' }>`
    select id, 'recorded' as how from decisions
    where id = any (${ids}::uuid[]) and organisation_id = ${organisationId}::uuid
    union all
    select id, 'recorded' from outcomes
    where id = any (${ids}::uuid[]) and organisation_id = ${organisationId}::uuid
    union all
    select id, 'proposed' from proposed_decisions
    where id = any (${ids}::uuid[]) and organisation_id = ${organisationId}::uuid`.execute(handle)
  return new Map(rows.map(({ id, how }) => [id, how]))
}

export type NewOutcomeRow = {
  id: string
  listingId: string
  outcome: OutcomeKind
  note: string | null
  at: Date
}

export async function insertOutcomes(
  handle: Transaction,
  { organisationId, source }: DecisionSource,
  rows: readonly NewOutcomeRow[],
): Promise<void> {
  await sql`
    insert into outcomes (id, organisation_id, source, listing_id, outcome, note, happened_at)
    select id, ${organisationId}::uuid, ${source}, listing_id, outcome, note, happened_at
    from unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ listingId }) => listingId)}::uuid[],
      ${rows.map(({ outcome }) => outcome)}::text[],
      ${rows.map(({ note }) => note)}::text[],
      ${rows.map(({ at }) => at)}::timestamptz[])
      as given (id, listing_id, outcome, note, happened_at)`.execute(handle)
}

export type DecisionQuery = {
  organisationId: string
  /** Of one listing only. */
  listingId?: string
  limit: number
  after?: { at: Date; id: string }
  /** The brands to which the reader is limited. */
  only?: readonly string[]
}

type ListingFields = {
  id: string
  listing: { id: string; marketplace: string; externalId: string; title: string | null }
  source: OrganisationKind
  note: string | null
  at: Date
  recordedAt: Date
}

export type DecisionRow = ListingFields & {
  version: number
  verdict: DecisionVerdict
  reason: string | null
  reviewer: string | null
  superseded: boolean
  withdrawnAt: Date | null
  authorKind: string
  authorId: string
}

export type OutcomeRow = ListingFields & { outcome: OutcomeKind }

export const joinDecisionListing = sql`
  left join lateral (
    select marketplace, external_id, content ->> 'title' as title
    from ${currentListings} l where id = p.listing_id
  ) l on true`

export const decisionListingColumn = sql`
  json_build_object('id', p.listing_id, 'marketplace', coalesce(l.marketplace, ''),
    'externalId', coalesce(l.external_id, ''), 'title', l.title)`

/** A page of an organisation's decisions, newest first. */
export async function pageOfDecisions(
  handle: Transaction,
  options: DecisionQuery,
): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    with page as materialized (
      select * from decisions told where ${placeOf(options)}
      order by recorded_at desc, id desc limit ${options.limit}
    )
    select p.id, ${decisionListingColumn} as listing, p.source, p.version, p.verdict, p.reason, p.note,
      p.reviewer, p.decided_at as at, p.recorded_at as "recordedAt",
      exists (
        select from decisions later
        where later.listing_id = p.listing_id and later.organisation_id = p.organisation_id
          and (later.decided_at, later.recorded_at, later.id)
            > (p.decided_at, p.recorded_at, p.id)
          and not exists (select from decision_withdrawals w where w.decision_id = later.id)
      ) as superseded,
      w.withdrawn_at as "withdrawnAt", p.actor_kind as "authorKind", p.actor_id as "authorId"
    from page p ${joinDecisionListing}
    left join decision_withdrawals w on w.decision_id = p.id
    order by p.recorded_at desc, p.id desc`.execute(handle)
  return rows
}

/** A page of an organisation's recorded outcomes, newest first. */
export async function pageOfOutcomes(
  handle: Transaction,
  options: DecisionQuery,
): Promise<OutcomeRow[]> {
  const { rows } = await sql<OutcomeRow>`
    with page as materialized (
      select * from outcomes told where ${placeOf(options)}
      order by recorded_at desc, id desc limit ${options.limit}
    )
    select p.id, ${decisionListingColumn} as listing, p.source, p.outcome, p.note,
      p.happened_at as at, p.recorded_at as "recordedAt"
    from page p ${joinDecisionListing}
    order by p.recorded_at desc, p.id desc`.execute(handle)
  return rows
}

export type NamedDecision = {
  id: string
  /** As in events, without its title. */
  listing: Omit<ListingFields['listing'], 'title'>
  version: number
  verdict: DecisionVerdict
  isWithdrawn: boolean
  authorKind: string
  authorId: string
}

/** Those of these decisions that are the organisation's, and on listings that its member may see. */
export async function findDecisions(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
  only?: readonly string[],
): Promise<NamedDecision[]> {
  const { rows } = await sql<NamedDecision>`
    select p.id, ${decisionListingColumn}::jsonb - 'title' as listing, p.version, p.verdict,
      w.decision_id is not null as "isWithdrawn", p.actor_kind as "authorKind",
      p.actor_id as "authorId"
    from (
      select told.* from unnest(${ids}::uuid[]) as named (id)
      join decisions told on told.id = named.id where ${placeOf({ organisationId, only })}
    ) p ${joinDecisionListing}
    left join decision_withdrawals w on w.decision_id = p.id`.execute(handle)
  return rows
}

/** Records the withdrawal of these decisions; returns those not withdrawn before. */
export async function insertWithdrawals(
  handle: Transaction,
  organisationId: string,
  decisionIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    insert into decision_withdrawals (decision_id, organisation_id)
    select id, ${organisationId}::uuid from unnest(${[...decisionIds].sort()}::uuid[]) as id
    on conflict (decision_id) do nothing returning decision_id as id`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

type Whose = Pick<DecisionQuery, 'organisationId' | 'listingId' | 'after'> & {
  only?: readonly string[] | undefined
}

function placeOf({ organisationId, listingId, after, only }: Whose): ReturnType<typeof sql> {
  const ofOne = listingId === undefined ? sql`` : sql`and listing_id = ${listingId}::uuid`
  const beyond = after
    ? sql`and (recorded_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const within = only ? sql`and ${mentionsBrandOf(sql`told.listing_id`, only)}` : sql``
  return sql`organisation_id = ${organisationId}::uuid ${ofOne} ${beyond} ${within}`
}
