import type { BulkRestrictionView, CheckedFact, Measure } from '@touchstone/contract'
import { sql } from 'kysely'
import { memberRights, userProfiles } from '../../access/users/queries.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { listingNames } from '../../listings/ingest/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

export type BulkState = BulkRestrictionView['state']
export type BulkItemState = 'waiting' | 'restricted' | 'failed' | 'reversed' | 'reversal-failed'

export type BulkRow = {
  id: string
  organisationId: string
  personId: string
  fact: CheckedFact
  measures: Measure[]
  why: string
  state: BulkState
  reversedBy: string | null
  reversal: string | null
  createdAt: Date
}

const columns = sql`b.id, b.organisation_id as "organisationId", b.person_id as "personId", b.fact,
  b.measures, b.why, b.state, b.reversed_by as "reversedBy", b.reversal,
  b.created_at as "createdAt"`

export type NewBulkItem = { notice: string; position: number; version: number }

export async function insertBulk(
  handle: Transaction,
  bulk: Omit<BulkRow, 'state' | 'reversedBy' | 'reversal'>,
  items: readonly NewBulkItem[],
): Promise<void> {
  await sql`
    insert into bulk_restrictions
      (id, organisation_id, person_id, fact, measures, why, created_at, progressed_at)
    values (${bulk.id}::uuid, ${bulk.organisationId}::uuid, ${bulk.personId}::uuid,
      ${JSON.stringify(bulk.fact)}::json, ${bulk.measures}::text[], ${bulk.why},
      ${bulk.createdAt}::timestamptz, ${bulk.createdAt}::timestamptz)`.execute(handle)
  await sql`
    insert into bulk_restriction_items
      (bulk_id, place, organisation_id, notice_id, position, version)
    select ${bulk.id}::uuid, (place - 1)::int4, ${bulk.organisationId}::uuid, notice, position, version
    from unnest(${items.map(({ notice }) => notice)}::uuid[],
      ${items.map(({ position }) => position)}::int4[],
      ${items.map(({ version }) => version)}::int4[])
      with ordinality as given (notice, position, version, place)`.execute(handle)
}

/** A bulk restriction, locked for a change of its state if asked. */
export async function findBulk(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<BulkRow | undefined> {
  const query = sql<BulkRow>`
    select ${columns} from bulk_restrictions b where b.id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`
  return (await runPrepared(query, handle)).rows[0]
}

export type CountedBulkRow = BulkRow & {
  decidedBy: string
  items: number
  waiting: number
  restricted: number
  failed: number
  reversed: number
}

const counted = sql`${columns},
  coalesce((select p.name from ${userProfiles} p where p.id = b.person_id), '') as "decidedBy",
  c.items, c.waiting, c.restricted, c.failed, c.reversed`
const counts = sql`cross join lateral (
  select count(*)::int as items,
    (count(*) filter (where i.state = 'waiting'))::int as waiting,
    (count(*) filter (where i.state in ('restricted', 'reversal-failed')))::int as restricted,
    (count(*) filter (where i.state = 'failed'))::int as failed,
    (count(*) filter (where i.state = 'reversed'))::int as reversed
  from bulk_restriction_items i where i.bulk_id = b.id) c`

export async function findCountedBulk(
  handle: Transaction,
  id: string,
): Promise<CountedBulkRow | undefined> {
  const { rows } = await sql<CountedBulkRow>`
    select ${counted} from bulk_restrictions b ${counts} where b.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/** Newest first. */
export async function pageOfBulk(
  handle: Transaction,
  options: { organisationId: string; limit: number; after?: { at: Date; id: string } },
): Promise<CountedBulkRow[]> {
  const { organisationId, limit, after } = options
  const from = after
    ? sql`and (b.created_at, b.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<CountedBulkRow>`
    select ${counted} from bulk_restrictions b ${counts}
    where b.organisation_id = ${organisationId}::uuid ${from}
    order by b.created_at desc, b.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function setBulkState(
  handle: Transaction,
  id: string,
  change: { state: BulkState; now: Date; reversal?: { by: string; reason: string } },
): Promise<void> {
  const { state, now, reversal } = change
  const reversed =
    reversal === undefined
      ? sql``
      : sql`, reversed_by = ${reversal.by}::uuid, reversal = ${reversal.reason}`
  await sql`
    update bulk_restrictions set state = ${state}, progressed_at = ${now}::timestamptz ${reversed}
    where id = ${id}::uuid`.execute(handle)
}

export type BulkItemRow = {
  place: number
  noticeId: string
  position: number
  version: number
  state: BulkItemState
  instance: string | null
}

/** The next item in a state, locked; one that another process works on is passed over. */
export async function claimItem(
  handle: Transaction,
  bulkId: string,
  states: readonly BulkItemState[],
): Promise<BulkItemRow | undefined> {
  const query = sql<BulkItemRow>`
    select place, notice_id as "noticeId", position, version, state, instance
    from bulk_restriction_items
    where bulk_id = ${bulkId}::uuid and state = any (${[...states]}::text[])
    order by place limit 1 for update skip locked`
  return (await runPrepared(query, handle)).rows[0]
}

export async function setItemState(
  handle: Transaction,
  { bulkId, place, from }: { bulkId: string; place: number; from: readonly BulkItemState[] },
  change: {
    state: BulkItemState
    instance?: string | null
    problem?: { code: string; message: string }
  },
): Promise<void> {
  const { state, instance, problem } = change
  const query = sql`
    update bulk_restriction_items set state = ${state},
      problem_code = ${problem?.code ?? null}, problem = ${problem?.message ?? null}
      ${instance === undefined ? sql`` : sql`, instance = ${instance}`}
    where bulk_id = ${bulkId}::uuid and place = ${place}::int4
      and state = any (${[...from]}::text[])`
  await runPrepared(query, handle)
}

/** Failed items wait again: what stopped them may be gone. */
export async function retryItems(
  handle: Transaction,
  bulkId: string,
  { from, to }: { from: BulkItemState; to: BulkItemState },
): Promise<void> {
  await sql`
    update bulk_restriction_items set state = ${to}, problem = null, problem_code = null
    where bulk_id = ${bulkId}::uuid and state = ${from}`.execute(handle)
}

export async function noteProgress(handle: Transaction, id: string, now: Date): Promise<void> {
  const query = sql`
    update bulk_restrictions set progressed_at = ${now}::timestamptz where id = ${id}::uuid`
  await runPrepared(query, handle)
}

export type ProblemRow = {
  notice: string
  position: number
  state: BulkItemState
  title: string | null
  code: string
  message: string
}

/** The items that failed, in their order. */
export async function listProblems(handle: Transaction, bulkId: string): Promise<ProblemRow[]> {
  const { rows } = await sql<ProblemRow>`
    select b.notice_id as notice, b.position, b.state, b.problem_code as code, b.problem as message,
      (select l.title from ${listingNames} l
        where l.id = i.listing_id and l.organisation_id = i.organisation_id) as title
    from bulk_restriction_items b
    join received_items i on i.notice_id = b.notice_id and i.position = b.position
    where b.bulk_id = ${bulkId}::uuid and b.problem is not null
    order by b.place limit 500`.execute(handle)
  return rows
}

/** Notices with items that were restricted or reversed. */
export async function listTouchedNotices(handle: Transaction, bulkId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct notice_id as id from bulk_restriction_items
    where bulk_id = ${bulkId}::uuid and instance is not null order by notice_id`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Work without progress since a moment, for the operator. */
export async function listStalledBulk(handle: Transaction, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from bulk_restrictions
    where state in ('running', 'reversing') and progressed_at < ${before}::timestamptz
    order by progressed_at, id limit 20`.execute(handle)
  return rows.map(({ id }) => id)
}

/** The person with their present roles; undefined if they left the organisation. */
export async function findDecider(
  handle: Transaction,
  { organisationId, personId }: { organisationId: string; personId: string },
): Promise<Extract<Actor, { kind: 'person' }> | undefined> {
  type Rights = Pick<Extract<Actor, { kind: 'person' }>, 'roles' | 'brands' | 'territories'>
  const query = sql<Rights>`
    select m.roles, m.brands, m.territories from ${memberRights} m
    where m.organisation_id = ${organisationId}::uuid and m.person_id = ${personId}::uuid`
  const [rights] = (await runPrepared(query, handle)).rows
  return rights && { kind: 'person', id: personId, organisationId, ...rights }
}
