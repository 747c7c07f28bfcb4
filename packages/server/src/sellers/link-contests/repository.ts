import type { LinkContestState } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { LinkRow } from '../links/index.ts'

/** What a link rested on when it was contested. */
export type ContestedEvidence = Pick<LinkRow, 'weight' | 'probability' | 'linked' | 'reasons'> & {
  since: string
}

export type ContestRow = {
  id: string
  a: string
  b: string
  account: string
  other: string
  text: string | null
  state: LinkContestState
  linkedBy: number | null
  by: string
  at: Date
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
  judgement: string | null
  evidence: ContestedEvidence | null
}

export type ContestCursor = { at: Date; id: string }

const contests = sql`
  select c.id, c.account_a as a, c.account_b as b, c.account_id as account,
    case when c.account_id = c.account_a then c.account_b else c.account_a end as other,
    c.words as text, c.state, c.linked_by as "linkedBy", c.actor_id as by, c.at,
    c.decided_by as "decidedBy", c.decided_at as "decidedAt", c.decision_reason as reason,
    c.judgement_id as judgement, c.evidence
  from link_contests c`

export type ContestFilter = {
  state: LinkContestState | undefined
  account: string | undefined
}

/** A page of contests, the newest first. */
export async function pageOfContests(
  handle: Transaction,
  organisationId: string,
  options: ContestFilter & { after?: ContestCursor; limit: number },
): Promise<ContestRow[]> {
  const { state, account, after, limit } = options
  const ofState = state === undefined ? sql`` : sql`and c.state = ${state}`
  const ofAccount =
    account === undefined
      ? sql``
      : sql`and (c.account_a = ${account}::uuid or c.account_b = ${account}::uuid)`
  const beyond = after
    ? sql`and (c.at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ContestRow>`
    ${contests} where c.organisation_id = ${organisationId}::uuid ${ofState} ${ofAccount} ${beyond}
    order by c.at desc, c.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findContest(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<ContestRow | undefined> {
  const { rows } = await sql<ContestRow>`
    ${contests} where c.organisation_id = ${organisationId}::uuid and c.id = ${id}::uuid`.execute(
    handle,
  )
  return rows[0]
}

export async function lockContest(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<ContestRow | undefined> {
  const { rows } = await sql<ContestRow>`
    ${contests} where c.organisation_id = ${organisationId}::uuid and c.id = ${id}::uuid
    for update`.execute(handle)
  return rows[0]
}

export type NewContest = {
  id: string
  a: string
  b: string
  account: string
  text: string
  linkedBy: number | null
  evidence: ContestedEvidence | null
}

/** Stores a contest and suspends the link; false if it is contested already. */
export async function insertContest(
  handle: Transaction,
  organisationId: string,
  { id, a, b, account, text, linkedBy, evidence }: NewContest,
): Promise<boolean> {
  const { rows } = await sql`
    insert into link_contests (id, organisation_id, account_a, account_b, side, words,
      linked_by, evidence)
    values (${id}::uuid, ${organisationId}::uuid, ${a}::uuid, ${b}::uuid,
      ${account === a ? 'a' : 'b'}, ${text}, ${linkedBy}::int4,
      ${evidence && JSON.stringify(evidence)}::json)
    on conflict do nothing returning id`.execute(handle)
  return rows.length > 0
}

export async function storeDecision(
  handle: Transaction,
  id: string,
  decision: {
    state: LinkContestState
    by: string
    reason: string
    judgement: string | null
  },
): Promise<void> {
  await sql`
    update link_contests
    set state = ${decision.state}, decided_at = now(), decided_by = ${decision.by},
      decision_reason = ${decision.reason}, judgement_id = ${decision.judgement}::uuid
    where id = ${id}::uuid`.execute(handle)
}
