import type { LinkJudgement } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type JudgementRow = {
  id: string
  a: string
  b: string
  judgement: LinkJudgement
  reason: string | null
  needsApproval: boolean
  by: string
  at: Date
  approvedBy: string | null
  withdrawnBy: string | null
  withdrawnAt: Date | null
}

export type JudgementCursor = { at: Date; id: string }

const judgements = sql`
  select j.id, j.account_a as a, j.account_b as b, j.judgement, j.reason,
    j.needs_approval as "needsApproval", j.actor_id as by, j.at, y.actor_id as "approvedBy",
    w.actor_id as "withdrawnBy", w.at as "withdrawnAt"
  from link_judgements j
  left join link_judgements y on y.judgement_id = j.id and y.kind = 'approval'
  left join link_judgements w on w.judgement_id = j.id and w.kind = 'withdrawal'
  where j.kind = 'judgement'`

/** A page of judgements, the newest first. */
export async function pageOfJudgements(
  handle: Transaction,
  organisationId: string,
  { after, limit }: { after?: JudgementCursor; limit: number },
): Promise<JudgementRow[]> {
  const beyond = after
    ? sql`and (j.at, j.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<JudgementRow>`
    ${judgements} and j.organisation_id = ${organisationId}::uuid ${beyond}
    order by j.at desc, j.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findJudgementsById(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<JudgementRow[]> {
  const { rows } = await sql<JudgementRow>`
    ${judgements} and j.organisation_id = ${organisationId}::uuid
      and j.id = any (${[...ids]}::uuid[])`.execute(handle)
  return rows
}

export type NewJudgement = {
  id: string
  a: string
  b: string
  judgement: LinkJudgement
  reason: string | null
  needsApproval: boolean
}

export async function insertJudgements(
  handle: Transaction,
  organisationId: string,
  added: readonly NewJudgement[],
): Promise<void> {
  await sql`
    insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement, reason,
      needs_approval)
    select id, ${organisationId}::uuid, 'judgement', a, b, judgement, reason, needs_approval
    from unnest(${added.map(({ id }) => id)}::uuid[], ${added.map(({ a }) => a)}::uuid[],
      ${added.map(({ b }) => b)}::uuid[], ${added.map(({ judgement }) => judgement)}::text[],
      ${added.map(({ reason }) => reason)}::text[],
      ${added.map(({ needsApproval }) => needsApproval)}::bool[])
      as given (id, a, b, judgement, reason, needs_approval)`.execute(handle)
  await noteJudged(handle, organisationId)
}

/** Withdraws or approves a judgement by a second row; false if that has been done already. */
export async function insertSecondRow(
  handle: Transaction,
  organisationId: string,
  { id, kind, of }: { id: string; kind: 'withdrawal' | 'approval'; of: JudgementRow },
): Promise<boolean> {
  const { rows } = await sql`
    insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement,
      judgement_id)
    values (${id}::uuid, ${organisationId}::uuid, ${kind}, ${of.a}::uuid, ${of.b}::uuid,
      ${of.judgement}, ${of.id}::uuid)
    on conflict do nothing returning id`.execute(handle)
  if (rows.length > 0) await noteJudged(handle, organisationId)
  return rows.length > 0
}

/** Accounts are linked anew. */
async function noteJudged(handle: Transaction, organisationId: string): Promise<void> {
  await sql`
    insert into link_changes (organisation_id) values (${organisationId}::uuid)`.execute(handle)
}

/** Of these accounts those of the organisation, each with all accounts of its network. */
export async function findNetworksOfAccounts(
  handle: Transaction,
  organisationId: string,
  accounts: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; members: string[] }>`
    select a.id, coalesce((
        select array_agg(o.seller_account_id::text)
        from network_memberships m
        join network_memberships o on o.network_id = m.network_id and o.until_at is null
        where m.seller_account_id = a.id and m.until_at is null
      ), array[a.id::text]) as members
    from seller_accounts a
    where a.organisation_id = ${organisationId}::uuid
      and a.id = any (${[...accounts]}::uuid[])`.execute(handle)
  return new Map(rows.map(({ id, members }) => [id, members]))
}
