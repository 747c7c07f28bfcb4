import type { Assessment, Notice, WithdrawalCause } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import type { undecidedStates } from './types.ts'
import { isFollowUp, isUndecidedItem } from './queries.ts'
import {
  currentListings,
  listingFacts,
  listingNames,
  liveAssessments,
} from '../../listings/ingest/queries.ts'

export type NoticeEvidence = { sha256: string; items: number }

export type ReceivedNoticeRow = {
  id: string
  organisationId: string
  fromOrganisation: string | null
  fromNotice: string | null
  notice: Notice
  evidence: NoticeEvidence[]
  elements: string[]
  contact: boolean
  acknowledged: 'mail' | 'response' | null
  receivedAt: Date
  withdrawnAt: Date | null
  withdrawnReason: string | null
  withdrawnCause: WithdrawalCause | null
}

export type NewReceivedNoticeRow = Omit<
  ReceivedNoticeRow,
  'withdrawnAt' | 'withdrawnReason' | 'withdrawnCause'
> & {
  receiptHash: Buffer | null
  networkHash: Buffer | null
  addressHash: Buffer | null
}

const columns = sql`id, organisation_id as "organisationId",
  from_organisation as "fromOrganisation", from_notice as "fromNotice", notice, evidence, elements,
  contact, acknowledged, received_at as "receivedAt", withdrawn_at as "withdrawnAt",
  withdrawn_reason as "withdrawnReason", withdrawn_cause as "withdrawnCause"`

export async function insertNotice(handle: Transaction, one: NewReceivedNoticeRow): Promise<void> {
  await sql`
    insert into received_notices (id, organisation_id, from_organisation, from_notice, receipt_hash,
      network_hash, address_hash, notice, evidence, elements, contact, acknowledged, received_at)
    values (${one.id}::uuid, ${one.organisationId}::uuid, ${one.fromOrganisation}::uuid,
      ${one.fromNotice}::uuid, ${one.receiptHash}, ${one.networkHash}, ${one.addressHash},
      ${JSON.stringify(one.notice)}::json, ${JSON.stringify(one.evidence)}::json,
      ${one.elements}::text[], ${one.contact}::bool, ${one.acknowledged},
      ${one.receivedAt}::timestamptz)`.execute(handle)
}

export async function findNotice(
  handle: Transaction,
  organisationId: string,
  by: { id: string } | { fromOrganisation: string; fromNotice: string },
): Promise<ReceivedNoticeRow | undefined> {
  const which =
    'id' in by
      ? sql`id = ${by.id}::uuid`
      : sql`from_organisation = ${by.fromOrganisation}::uuid
          and from_notice = ${by.fromNotice}::uuid`
  const query = sql<ReceivedNoticeRow>`
    select ${columns} from received_notices
    where organisation_id = ${organisationId}::uuid and ${which}`
  const { rows } = await runPrepared(query, handle)
  return rows[0]
}

/** The notice of a visitor's code. */
export async function findNoticeByReceipt(
  handle: Transaction,
  hash: Buffer,
): Promise<{ id: string; organisationId: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    select id, organisation_id as "organisationId" from received_notices
    where receipt_hash = ${hash}`.execute(handle)
  return rows[0]
}

/**
 * The number received since a moment from one network, or for one address; times in the future, from a clock that was
 * ahead, do not count.
 */
export async function countNoticesSince(
  handle: Transaction,
  organisationId: string,
  { by, hash, since, now }: { by: 'network' | 'address'; hash: Buffer; since: Date; now: Date },
): Promise<number> {
  const column = by === 'network' ? sql`network_hash` : sql`address_hash`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from received_notices
    where organisation_id = ${organisationId}::uuid and ${column} = ${hash}
      and received_at between ${since}::timestamptz and ${now}::timestamptz`.execute(handle)
  return rows[0]?.count ?? 0
}

export async function markNoticeWithdrawn(
  handle: Transaction,
  { id, at, cause, reason }: { id: string; at: Date; cause: WithdrawalCause; reason: string },
): Promise<void> {
  await sql`
    update received_notices set withdrawn_at = ${at}::timestamptz, withdrawn_reason = ${reason},
      withdrawn_cause = ${cause}
    where id = ${id}::uuid`.execute(handle)
}

export type ReceivedItemRow = {
  noticeId: string
  position: number
  organisationId: string
  proceedingId: string
  instance: string
  listingKey: string
  listingId: string | null
  urgency: number
  receivedAt: Date
}

const itemColumns = sql`i.notice_id as "noticeId", i.position, i.organisation_id as "organisationId",
  i.proceeding_id as "proceedingId", i.instance, i.listing_key as "listingKey",
  i.listing_id as "listingId", i.urgency, i.received_at as "receivedAt"`

export async function insertItem(handle: Transaction, one: ReceivedItemRow): Promise<void> {
  await sql`
    insert into received_items (notice_id, position, organisation_id, proceeding_id, instance,
      listing_key, listing_id, urgency, received_at)
    values (${one.noticeId}::uuid, ${one.position}::int4, ${one.organisationId}::uuid,
      ${one.proceedingId}::uuid, ${one.instance}, ${one.listingKey}, ${one.listingId}::uuid,
      ${one.urgency}::int4, ${one.receivedAt}::timestamptz)`.execute(handle)
}

export async function itemsOf(
  handle: Transaction,
  organisationId: string,
  noticeId: string,
): Promise<ReceivedItemRow[]> {
  const { rows } = await sql<ReceivedItemRow>`
    select ${itemColumns} from received_items i
    where i.notice_id = ${noticeId}::uuid and i.organisation_id = ${organisationId}::uuid
    order by i.position`.execute(handle)
  return rows
}

export async function findItem(
  handle: Transaction,
  organisationId: string,
  { id, position }: { id: string; position: number },
): Promise<ReceivedItemRow | undefined> {
  const query = sql<ReceivedItemRow>`
    select ${itemColumns} from received_items i
    where i.notice_id = ${id}::uuid and i.position = ${position}::int4
      and i.organisation_id = ${organisationId}::uuid`
  return (await runPrepared(query, handle)).rows[0]
}

export async function itemsOfProceeding(
  handle: Transaction,
  organisationId: string,
  proceedingId: string,
): Promise<ReceivedItemRow[]> {
  const { rows } = await sql<ReceivedItemRow>`
    select ${itemColumns} from received_items i
    where i.proceeding_id = ${proceedingId}::uuid and i.organisation_id = ${organisationId}::uuid
    order by i.received_at, i.notice_id, i.position`.execute(handle)
  return rows
}

export async function setUrgency(
  handle: Transaction,
  item: ReceivedItemRow,
  urgency: number,
): Promise<void> {
  const query = sql`
    update received_items set urgency = ${urgency}::int4
    where notice_id = ${item.noticeId}::uuid and position = ${item.position}::int4`
  await runPrepared(query, handle)
}

export async function setItemListing(
  handle: Transaction,
  { noticeId, position }: ReceivedItemRow,
  { listingId, listingKey }: { listingId: string; listingKey: string },
): Promise<void> {
  await sql`
    update received_items set listing_id = ${listingId}::uuid, listing_key = ${listingKey}
    where notice_id = ${noticeId}::uuid and position = ${position}::int4`.execute(handle)
}

export type ItemWithState = ReceivedItemRow & { state: string }

/** All items about one listing, oldest first. */
export async function listItemsAbout(
  handle: Transaction,
  organisationId: string,
  listingKey: string,
): Promise<ItemWithState[]> {
  const { rows } = await sql<ItemWithState>`
    select ${itemColumns}, m.state from received_items i
    join workflow_instances m on m.proceeding_id = i.proceeding_id and m.instance = i.instance
    where i.organisation_id = ${organisationId}::uuid and i.listing_key = ${listingKey}
    order by i.received_at, i.notice_id, i.position limit 200`.execute(handle)
  return rows
}

export type QueueCursor = { urgency: number; receivedAt: Date; noticeId: string; position: number }
export type QueuedItemRow = ItemWithState & {
  from: { organisation: string | null; name: string | null }
  dueAt: Date | null
  ground: string | null
  title: string | null
  named: string | null
  follows: { workflow: string; state: string }[]
  others: number
}

/** Filters of the queue. */
export type QueueFilter = {
  /** Undecided items, or decided ones with follow-up work. */
  work: 'undecided' | 'following'
  state?: (typeof undecidedStates)[number] | undefined
  urgencies?: readonly number[] | undefined
  ground?: string | undefined
  /** Only items with a deadline that had passed at this time. */
  overAt?: Date | undefined
}

/** The queue's items in order of work. */
export async function pageOfQueue(
  handle: Transaction,
  options: { organisationId: string; limit: number; after?: QueueCursor; filter?: QueueFilter },
): Promise<QueuedItemRow[]> {
  const { organisationId, after, filter } = options
  const organisation = sql`m.organisation_id = ${organisationId}::uuid`
  const waiting =
    filter?.work === 'following'
      ? sql`workflow_instances m
          join received_items i on i.proceeding_id = m.proceeding_id and i.instance = m.instance
          where ${organisation} and m.part = 'notice' and not (${isUndecidedItem})
            and (i.proceeding_id, i.instance) in (
              select m.proceeding_id, split_part(m.instance, '/', 1) from workflow_instances m
              where ${organisation} and ${isFollowUp('m')})`
      : sql`workflow_instances m
          join received_items i on i.proceeding_id = m.proceeding_id and i.instance = m.instance
          where ${organisation} and ${isUndecidedItem}`
  const from = after
    ? sql`and (i.urgency, i.received_at, i.notice_id, i.position) > (${after.urgency}::int4,
        ${after.receivedAt}::timestamptz, ${after.noticeId}::uuid, ${after.position}::int4)`
    : sql``
  const { rows } = await sql<QueuedItemRow>`
    with page as materialized (
      select i.*, m.state from ${waiting} ${from} ${filter ? within(filter) : sql``}
      order by i.urgency, i.received_at, i.notice_id, i.position limit ${options.limit}
    )
    select ${itemColumns}, i.state, n.notice ->> 'ground' as ground,
      json_build_object('organisation', n.from_organisation, 'name', n.notice ->> 'name') as "from",
      (select l.title from ${listingNames} l
        where l.id = i.listing_id and l.organisation_id = i.organisation_id) as title,
      coalesce(n.notice -> 'items' -> i.position -> 'urls' ->> 0,
        n.notice -> 'items' -> i.position -> 'identifiers' ->> 0) as named,
      (select min(c.due_at) from proceeding_deadlines c
        where c.proceeding_id = i.proceeding_id and ${isOfItem(sql`c.instance`)}
          and (c.instance = i.instance or exists (select 1 from workflow_instances o
            where o.proceeding_id = c.proceeding_id and o.instance = c.instance
              and ${isFollowUp('o')}))) as "dueAt",
      coalesce((select json_agg(json_build_object('workflow', o.workflow, 'state', o.state)
          order by o.instance) from workflow_instances o
        where o.proceeding_id = i.proceeding_id and o.instance <> i.instance
          and ${isOfItem(sql`o.instance`)} and ${isFollowUp('o')}), '[]'::json) as follows,
      (select count(*)::int from received_items o
        where o.organisation_id = i.organisation_id and o.listing_key = i.listing_key
          and o.listing_key <> 'unknown'
          and (o.notice_id, o.position) <> (i.notice_id, i.position)) as others
    from page i join received_notices n on n.id = i.notice_id
    order by i.urgency, i.received_at, i.notice_id, i.position`.execute(handle)
  return rows
}

/** Whether a workflow instance belongs to the item: its id starts with the item's. */
function isOfItem(instance: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`split_part(${instance}, '/', 1) = i.instance`
}

function within({ state, urgencies, ground, overAt }: QueueFilter): RawBuilder<unknown> {
  return sql`
    ${state === undefined ? sql`` : sql`and m.state = ${state}`}
    ${urgencies === undefined ? sql`` : sql`and i.urgency = any (${[...urgencies]}::int4[])`}
    ${
      ground === undefined
        ? sql``
        : sql`and exists (select 1 from received_notices g
            where g.id = i.notice_id and g.notice ->> 'ground' = ${ground})`
    }
    ${
      overAt === undefined
        ? sql``
        : sql`and exists (select 1 from proceeding_deadlines c
            where c.proceeding_id = i.proceeding_id and ${isOfItem(sql`c.instance`)}
              and c.due_at <= ${overAt}::timestamptz)`
    }`
}

export type OwnListingRow = {
  id: string
  marketplace: string
  externalId: string
  listing: Record<string, unknown>
  firstSeenAt: Date
}

/** Candidates for all items of a notice together. */
const mostCandidates = 1000

/** The organisation's own listings at these addresses or of these numbers, each as it was last sent. */
export async function findOwnListings(
  handle: Transaction,
  organisationId: string,
  { externalIds, addresses }: { externalIds: readonly string[]; addresses: readonly Buffer[] },
): Promise<OwnListingRow[]> {
  if (externalIds.length + addresses.length === 0) return []
  const { rows } = await sql<OwnListingRow>`
    select l.id, l.marketplace, l.external_id as "externalId", l.content as listing,
      l.first_seen_at as "firstSeenAt"
    from ${currentListings} l
    where l.organisation_id = ${organisationId}::uuid
      and (l.external_id = any (${[...externalIds]}::text[])
        or l.address_hash = any (${[...addresses]}::bytea[]))
    order by l.address_hash = any (${[...addresses]}::bytea[]) desc nulls last,
      l.first_seen_at desc, l.id limit ${mostCandidates}`.execute(handle)
  return rows
}

const mostSearched = 20_000

/** The organisation's newest listings with these words in the title. */
export async function searchOwnListings(
  handle: Transaction,
  organisationId: string,
  { words, limit }: { words: string; limit: number },
): Promise<OwnListingRow[]> {
  const { rows } = await sql<OwnListingRow>`
    select l.id, l.marketplace, l.external_id as "externalId", l.content as listing,
      l.first_seen_at as "firstSeenAt"
    from (
      select * from ${currentListings} o where o.organisation_id = ${organisationId}::uuid
      order by o.first_seen_at desc limit ${mostSearched}
    ) l
    where strpos(lower(l.content ->> 'title'), lower(${words})) > 0 and sees_listing(l.id)
    order by l.first_seen_at desc, l.id limit ${limit}`.execute(handle)
  return rows
}

/** One of the organisation's own listings. */
export async function findOwnListing(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<OwnListingRow | undefined> {
  const query = sql<OwnListingRow>`
    select l.id, l.marketplace, l.external_id as "externalId", l.content as listing,
      l.first_seen_at as "firstSeenAt"
    from ${currentListings} l
    where l.organisation_id = ${organisationId}::uuid and l.id = ${id}::uuid
      and sees_listing(l.id)`
  return (await runPrepared(query, handle)).rows[0]
}

/** The seller's most recently restricted listing, for its marketplace and language. */
export async function findLastRestrictedListing(
  handle: Transaction,
  organisationId: string,
  seller: string,
): Promise<OwnListingRow | undefined> {
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from measures
    where organisation_id = ${organisationId}::uuid and seller = ${seller}
      and listing_id is not null
    order by starts_on desc, id desc limit 1`.execute(handle)
  return rows[0] && findOwnListing(handle, organisationId, rows[0].id)
}

/** The newest assessment of each own listing, preferably by this engine. */
export async function assessmentsOf(
  handle: Transaction,
  organisationId: string,
  { ids, engine }: { ids: readonly string[]; engine: string },
): Promise<Map<string, Assessment>> {
  const { rows } = await sql<{ id: string; body: Assessment }>`
    select l.id, a.body from ${listingFacts} l
    cross join lateral (
      select body from ${liveAssessments} a
      where a.listing_id = l.id and a.version = l.version
      order by a.engine = ${engine} desc, a.at desc, a.id limit 1
    ) a
    where l.id = any (${[...ids]}::uuid[])
      and l.organisation_id = ${organisationId}::uuid`.execute(handle)
  return new Map(rows.map(({ id, body }) => [id, body]))
}
