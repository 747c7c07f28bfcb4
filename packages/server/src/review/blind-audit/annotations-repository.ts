import type { DecisionVerdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

export type AnnotatorScope = {
  organisationId: string
  /** Id of the person. */
  reader: string
  /** The brands to which the member is limited. */
  only: readonly string[] | undefined
  now: Date
}

export type AssignedItem = { id: string; listingId: string; version: number }
export type OpenItem = AssignedItem & { slot: number }

/** Releases listings assigned before a time and not read. */
export async function releaseStaleItems(
  handle: Transaction,
  { organisationId, before }: { organisationId: string; before: Date },
): Promise<void> {
  await sql`
    delete from annotations
    where organisation_id = ${organisationId}::uuid and label is null
      and claimed_at < ${before}::timestamptz`.execute(handle)
}

/**
 * Listings that lack a reading and that this reader may give: visible to him, of his brands, and without a reading in
 * this audit sample, a decision or a proposal by him. Two people read each; a third if they differ.
 */
const openTo = ({
  organisationId,
  reader,
  only,
  now,
}: AnnotatorScope): ReturnType<typeof sql> => sql`
  from audit_samples s
  join audit_items i on i.sample_id = s.id
  cross join lateral (
    select count(*)::int as taken, count(label)::int as read, count(distinct label)::int as said,
      coalesce(array_agg(slot), '{}') as slots
    from annotations r where r.item_id = i.id
  ) r
  where s.organisation_id = ${organisationId}::uuid and s.closes_at > ${now}::timestamptz
    and (r.taken < 2 or (r.taken = 2 and r.read = 2 and r.said = 2))
    ${only === undefined ? sql`` : sql`and i.brands && ${only}::text[]`}
    and exists (select from ${listingFacts} l where l.id = i.listing_id)
    and not exists (
      select from annotations own where own.item_id = i.id and own.reader = ${reader}::uuid
    )
    and not exists (
      select from decisions d
      where d.listing_id = i.listing_id and d.organisation_id = ${organisationId}::uuid
        and d.actor_kind = 'person' and d.actor_id = ${reader}::text
    )
    and not exists (
      select from proposed_decisions p
      where p.listing_id = i.listing_id and p.organisation_id = ${organisationId}::uuid
        and p.actor_kind = 'person' and p.actor_id = ${reader}::text
    )`

/** The listing assigned to the reader and not yet read. */
export async function findAssignedItem(
  handle: Transaction,
  options: AnnotatorScope,
): Promise<AssignedItem | undefined> {
  const { organisationId, reader, only, now } = options
  const { rows } = await sql<AssignedItem>`
    select i.id, i.listing_id as "listingId", i.version
    from annotations r
    join audit_items i on i.id = r.item_id
    join audit_samples s on s.id = i.sample_id
    where r.organisation_id = ${organisationId}::uuid and r.reader = ${reader}::uuid
      and r.label is null and s.closes_at > ${now}::timestamptz
      ${only === undefined ? sql`` : sql`and i.brands && ${only}::text[]`}
      and exists (select from ${listingFacts} l where l.id = i.listing_id)
    order by r.claimed_at limit 1`.execute(handle)
  return rows[0]
}

/** The next ones that this reader may read, in the order of the audit samples. */
export async function listOpenItems(
  handle: Transaction,
  options: AnnotatorScope,
  limit: number,
): Promise<OpenItem[]> {
  const { rows } = await sql<OpenItem>`
    select i.id, i.listing_id as "listingId", i.version,
      case when not 1 = any (r.slots) then 1 when not 2 = any (r.slots) then 2 else 3 end as slot
    ${openTo(options)} order by s.week, i.place limit ${limit}`.execute(handle)
  return rows
}

export async function countOpenItems(
  handle: Transaction,
  options: AnnotatorScope,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count ${openTo(options)}`.execute(handle)
  return rows[0]?.count ?? 0
}

/** False where another was quicker. */
export async function claimItem(
  handle: Transaction,
  { organisationId, reader, now }: AnnotatorScope,
  { id, slot }: OpenItem,
): Promise<boolean> {
  const { rows } = await sql`
    insert into annotations (item_id, slot, organisation_id, reader, claimed_at)
    values (${id}::uuid, ${slot}, ${organisationId}::uuid, ${reader}::uuid, ${now}::timestamptz)
    on conflict do nothing returning item_id`.execute(handle)
  return rows.length > 0
}

/** False where the reader does not have it at hand. */
export async function saveAnnotation(
  handle: Transaction,
  { reader, now }: AnnotatorScope,
  { id, label }: { id: string; label: DecisionVerdict },
): Promise<boolean> {
  const { rows } = await sql`
    update annotations set label = ${label}, read_at = ${now}::timestamptz
    where item_id = ${id}::uuid and reader = ${reader}::uuid and label is null
    returning item_id`.execute(handle)
  return rows.length > 0
}
