import type { DecisionVerdict, ProposalState } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import {
  unnestDecisions,
  decisionListingColumn,
  joinDecisionListing,
  type NewProposalRow,
} from './repository.ts'
import { mentionsBrandOf } from '../../listings/ingest/queries.ts'

/** Verdicts that need a second person; none if nothing is set. */
export async function findSecondPersonVerdicts(
  handle: Transaction,
  organisationId: string,
): Promise<DecisionVerdict[]> {
  const { rows } = await sql<{ verdicts: DecisionVerdict[] }>`
    select second_person as verdicts from decision_rules
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]?.verdicts ?? []
}

export async function upsertSecondPersonVerdicts(
  handle: Transaction,
  organisationId: string,
  verdicts: readonly DecisionVerdict[],
): Promise<void> {
  await sql`
    insert into decision_rules (organisation_id, second_person)
    values (${organisationId}::uuid, ${verdicts}::text[])
    on conflict (organisation_id) do update
      set second_person = excluded.second_person, changed_at = now()`.execute(handle)
}

/** Stores proposals; returns the ids of those stored: a listing with a pending proposal gets no other. */
export async function insertProposals(
  handle: Transaction,
  organisationId: string,
  rows: readonly NewProposalRow[],
): Promise<ReadonlySet<string>> {
  const inserted = await sql<{ id: string }>`
    insert into proposed_decisions (id, organisation_id, listing_id, version, verdict, reason,
      note, reviewer)
    select id, ${organisationId}::uuid, listing_id, version, verdict, reason, note, reviewer
    from ${unnestDecisions(rows)}
    on conflict (listing_id, organisation_id) where state = 'proposed' do nothing
    returning id`.execute(handle)
  return new Set(inserted.rows.map(({ id }) => id))
}

export type ProposalActor = { kind: 'operator' | 'person' | 'key'; id: string }

export type ProposalRow = {
  id: string
  listing: { id: string; marketplace: string; externalId: string; title: string | null }
  version: number
  verdict: DecisionVerdict
  reason: string | null
  note: string | null
  reviewer: string | null
  proposedAt: Date
  proposedBy: ProposalActor
  state: ProposalState
  settledAt: Date | null
  settledBy: ProposalActor | null
  settledNote: string | null
  decision: string | null
}

const columns = sql`
  p.id, ${decisionListingColumn} as listing, p.version, p.verdict, p.reason, p.note, p.reviewer,
  p.proposed_at as "proposedAt",
  json_build_object('kind', p.actor_kind, 'id', p.actor_id) as "proposedBy",
  p.state, p.settled_at as "settledAt",
  case when p.settled_at is not null then
    json_build_object('kind', p.settled_by_kind, 'id', p.settled_by_id) end as "settledBy",
  p.settled_note as "settledNote", p.decision_id as decision`

export type ProposalQuery = {
  organisationId: string
  state?: ProposalState
  listingId?: string
  limit: number
  after?: { at: Date; id: string }
  /** The brands to which the reader is limited. */
  only?: readonly string[]
}

/** A page of an organisation's proposals, newest first. */
export async function pageOfProposals(
  handle: Transaction,
  options: ProposalQuery,
): Promise<ProposalRow[]> {
  const { organisationId, state, listingId, after, limit, only } = options
  const conditions = [
    sql`organisation_id = ${organisationId}::uuid`,
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(listingId === undefined ? [] : [sql`listing_id = ${listingId}::uuid`]),
    ...(after ? [sql`(proposed_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`] : []),
    ...(only ? [within(only)] : []),
  ]
  const { rows } = await sql<ProposalRow>`
    with page as materialized (
      select * from proposed_decisions told where ${sql.join(conditions, sql` and `)}
      order by proposed_at desc, id desc limit ${limit}
    )
    select ${columns} from page p ${joinDecisionListing}
    order by p.proposed_at desc, p.id desc`.execute(handle)
  return rows
}

/** A pending proposal, locked until the transaction ends; undefined if none has this id. */
export async function lockProposal(
  handle: Transaction,
  { organisationId, id, only }: { organisationId: string; id: string; only?: readonly string[] },
): Promise<ProposalRow | undefined> {
  await sql`
    select id from proposed_decisions where id = ${id}::uuid
      and organisation_id = ${organisationId}::uuid for update`.execute(handle)
  return findProposal(handle, { organisationId, id, ...(only && { only }) })
}

export async function findProposal(
  handle: Transaction,
  { organisationId, id, only }: { organisationId: string; id: string; only?: readonly string[] },
): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`
    select ${columns}
    from (
      select * from proposed_decisions told
      where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
        ${only ? sql`and ${within(only)}` : sql``}
    ) p ${joinDecisionListing}`.execute(handle)
  return rows[0]
}

function within(only: readonly string[]): RawBuilder<unknown> {
  return mentionsBrandOf(sql`told.listing_id`, only)
}

export type ProposalSettlement = {
  id: string
  state: Exclude<ProposalState, 'proposed'>
  by: ProposalActor
  note: string | null
  decision: string | null
}

export async function settleProposal(
  handle: Transaction,
  { id, state, by, note, decision }: ProposalSettlement,
): Promise<void> {
  await sql`
    update proposed_decisions
    set state = ${state}, settled_at = now(), settled_by_kind = ${by.kind},
      settled_by_id = ${by.id}, settled_note = ${note}, decision_id = ${decision}::uuid
    where id = ${id}::uuid and state = 'proposed'`.execute(handle)
}
