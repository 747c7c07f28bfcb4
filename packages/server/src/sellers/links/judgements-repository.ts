import { randomUUID } from 'node:crypto'
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

/** The judgements on one pair of accounts, withdrawn ones included, the newest first. */
export async function findJudgementsOfPair(
  handle: Transaction,
  organisationId: string,
  { a, b, limit }: { a: string; b: string; limit: number },
): Promise<JudgementRow[]> {
  const { rows } = await sql<JudgementRow>`
    ${judgements} and j.organisation_id = ${organisationId}::uuid
      and j.account_a = least(${a}::uuid, ${b}::uuid)
      and j.account_b = greatest(${a}::uuid, ${b}::uuid)
    order by j.at desc, j.id desc limit ${limit}`.execute(handle)
  return rows
}

export type NewJudgement = {
  id: string
  a: string
  b: string
  judgement: LinkJudgement
  reason: string | null
  needsApproval: boolean
  /** The model that linked the pair, if it is not to be read from the link. */
  linkedBy?: number | null
  /** What the evidence alone made it, likewise. */
  probability?: number | null
}

const byEvidence = sql`
  from seller_links l
  where l.account_a = given.a and l.account_b = given.b and not exists (
    select from json_array_elements(l.reasons) r where r ->> 'family' = 'judgement'
  )`

/** The model that links a pair by evidence alone. */
const linkedByEvidence = sql`select l.model ${byEvidence} and l.linked`

/** Whether two accounts are linked or in one network, and which model links them by evidence alone. */
export async function readEvidence(
  handle: Transaction,
  { a, b }: { a: string; b: string },
): Promise<{ isLinked: boolean; linkedBy: number | null }> {
  const { rows } = await sql<{ isLinked: boolean; linkedBy: number | null }>`
    select exists (
        select from seller_links l
        where l.account_a = given.a and l.account_b = given.b and l.linked
      ) or exists (
        select from network_memberships m
        join network_memberships o on o.network_id = m.network_id and o.until_at is null
        where m.seller_account_id = given.a and m.until_at is null
          and o.seller_account_id = given.b
      ) as "isLinked", (${linkedByEvidence}) as "linkedBy"
    from (values (${a}::uuid, ${b}::uuid)) as given (a, b)`.execute(handle)
  return rows[0] ?? { isLinked: false, linkedBy: null }
}

/** A link that is contested shows nowhere; the next turn parts the network. */
export async function suspendLink(
  handle: Transaction,
  organisationId: string,
  { a, b }: { a: string; b: string },
): Promise<void> {
  await sql`
    delete from seller_links
    where organisation_id = ${organisationId}::uuid and account_a = ${a}::uuid
      and account_b = ${b}::uuid`.execute(handle)
  await noteJudged(handle, organisationId)
}

/** Who ever judged two accounts, or approved it. */
export async function findJudges(
  handle: Transaction,
  organisationId: string,
  { a, b }: { a: string; b: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct actor_id as id from link_judgements
    where organisation_id = ${organisationId}::uuid and account_a = ${a}::uuid
      and account_b = ${b}::uuid and kind in ('judgement', 'approval')`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Judges two accounts different, and withdraws judgements that they are the same. Returns the judgement. */
export async function judgeDifferent(
  handle: Transaction,
  organisationId: string,
  pair: {
    a: string
    b: string
    reason: string
    linkedBy: number | null
    probability: number | null
  },
): Promise<string> {
  const { a, b, reason, linkedBy, probability } = pair
  const { rows } = await sql<JudgementRow>`
    ${judgements} and j.organisation_id = ${organisationId}::uuid and j.account_a = ${a}::uuid
      and j.account_b = ${b}::uuid and j.judgement = 'same' and w.id is null`.execute(handle)
  for (const of of rows)
    await insertSecondRow(handle, organisationId, { id: randomUUID(), kind: 'withdrawal', of })
  const id = randomUUID()
  const judged = { id, a, b, judgement: 'different', reason, needsApproval: false } as const
  await insertJudgements(handle, organisationId, [{ ...judged, linkedBy, probability }])
  return id
}

export async function insertJudgements(
  handle: Transaction,
  organisationId: string,
  added: readonly NewJudgement[],
): Promise<void> {
  await sql`
    insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement, reason,
      needs_approval, linked_by, evidence_probability)
    select id, ${organisationId}::uuid, 'judgement', a, b, judgement, reason, needs_approval,
      coalesce(linked_by, (${linkedByEvidence})),
      coalesce(probability, (select l.probability ${byEvidence}))
    from unnest(${added.map(({ id }) => id)}::uuid[], ${added.map(({ a }) => a)}::uuid[],
      ${added.map(({ b }) => b)}::uuid[], ${added.map(({ judgement }) => judgement)}::text[],
      ${added.map(({ reason }) => reason)}::text[],
      ${added.map(({ needsApproval }) => needsApproval)}::bool[],
      ${added.map(({ linkedBy = null }) => linkedBy)}::int4[],
      ${added.map(({ probability = null }) => probability)}::float8[])
      as given (id, a, b, judgement, reason, needs_approval, linked_by, probability)`.execute(
    handle,
  )
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
export async function noteJudged(handle: Transaction, organisationId: string): Promise<void> {
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
