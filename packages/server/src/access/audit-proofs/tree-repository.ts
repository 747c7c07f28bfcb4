import {
  coveringNodes,
  foldRange,
  type CompleteNode,
  type Range,
  type StoredNode,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import type { AuditEvent } from '../audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { logIdOf, logNameOf } from './types.ts'

export const eventColumns = sql.raw(
  'e.id, e.organisation_id as "organisationId", e.at, e.actor_kind as "actorKind", ' +
    'e.actor_id as "actorId", e.action, e.subject_kind as "subjectKind", ' +
    'e.subject_id as "subjectId", e.detail',
)

/** Two concurrent sealings would assign the same positions: the second waits. */
export async function lockTrees(handle: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('audit log', 0))`.execute(handle)
}

export type PendingEvent = AuditEvent & { hasLeaf: boolean }

/** Organisations with entries awaiting a leaf; null for the installation. */
export async function pendingLogs(handle: Transaction): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string | null }>`
    select distinct organisation_id as id from audit_pending order by 1`.execute(handle)
  return rows.map(({ id }) => id)
}

/** The oldest entries of a log that await a leaf. */
export async function pendingEvents(
  handle: Transaction,
  { limit, organisationId }: { limit: number; organisationId: string | null },
): Promise<PendingEvent[]> {
  const { rows } = await sql<PendingEvent>`
    select ${eventColumns}, n.event_id is not null as "hasLeaf"
    from (
      select p.event_id, p.organisation_id from audit_pending p
      where p.organisation_id is not distinct from ${organisationId}::uuid and exists (
        select from audit_events e
        where e.id = p.event_id and e.organisation_id is not distinct from p.organisation_id
      )
      order by p.event_id limit ${sql.lit(limit)}
    ) p
    join audit_events e on e.id = p.event_id
    left join audit_log_nodes n on n.event_id = p.event_id and n.level = 0
    order by e.at, e.id`.execute(handle)
  return rows
}

export async function deletePendingEvents(
  handle: Transaction,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from audit_pending where event_id = any (${[...ids]}::uuid[])`.execute(handle)
}

/** The log of an organisation, created if missing. */
export async function openLog(
  handle: Transaction,
  organisationId: string | null,
): Promise<{ id: string; size: number }> {
  await sql`
    insert into audit_logs (organisation_id) values (${organisationId}::uuid)
    on conflict do nothing`.execute(handle)
  const id = logIdOf(organisationId)
  return { id, size: (await sizeOfLog(handle, id)) ?? 0 }
}

export async function sizeOfLog(handle: Transaction, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ size: number }>`
    select size from audit_logs where id = ${id}::uuid`.execute(handle)
  return rows[0] && Number(rows[0].size)
}

export async function updateLogSize(handle: Transaction, id: string, size: number): Promise<void> {
  await sql`update audit_logs set size = ${size}::int8 where id = ${id}::uuid`.execute(handle)
}

export type NewNode = StoredNode & { eventId: string | null }

export async function insertNodes(
  handle: Transaction,
  logId: string,
  nodes: readonly NewNode[],
): Promise<void> {
  await sql`
    insert into audit_log_nodes (log_id, level, index, hash, event_id)
    select ${logId}::uuid, new.level, new.index, decode(new.hash, 'hex'), new.event_id
    from unnest(${nodes.map(({ level }) => level)}::int4[], ${nodes.map(({ index }) => index)}::int8[],
      ${nodes.map(({ hash }) => hash.toString('hex'))}::text[],
      ${nodes.map(({ eventId }) => eventId)}::uuid[]) as new (level, index, hash, event_id)`.execute(
    handle,
  )
}

/** The hashes of nodes in the requested order; undefined where one is missing. */
export async function hashesOf(
  handle: Transaction,
  logId: string,
  nodes: readonly CompleteNode[],
): Promise<(Buffer | undefined)[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<{ hash: Buffer | null }>`
    select n.hash
    from unnest(${nodes.map(({ level }) => level)}::int4[], ${nodes.map(({ index }) => index)}::int8[])
      with ordinality as asked (level, index, place)
    left join audit_log_nodes n
      on n.log_id = ${logId}::uuid and n.level = asked.level and n.index = asked.index
    order by asked.place`.execute(handle)
  return rows.map(({ hash }) => hash ?? undefined)
}

/** The hashes of nodes that must exist. */
export async function nodesOf(
  handle: Transaction,
  logId: string,
  nodes: readonly CompleteNode[],
): Promise<Buffer[]> {
  const hashes = await hashesOf(handle, logId, nodes)
  return hashes.map((hash) => {
    if (hash !== undefined) return hash
    throw new Error(`the audit log ${logId} is missing nodes: run touchstone doctor`)
  })
}

/** The hashes of ranges of entries. */
export async function rangesOf(
  handle: Transaction,
  logId: string,
  ranges: readonly Range[],
): Promise<Buffer[]> {
  const covers = ranges.map((range) => coveringNodes(range))
  const hashes = await nodesOf(handle, logId, covers.flat())
  return covers.map((nodes) => foldRange(hashes.splice(0, nodes.length)))
}

export type HeadRow = { size: number; at: Date; root: Buffer; key: string; signature: Buffer }

export async function insertHead(handle: Transaction, logId: string, head: HeadRow): Promise<void> {
  const { size, at, root, key, signature } = head
  await sql`
    insert into audit_log_heads (log_id, size, at, root, key, signature)
    values (${logId}::uuid, ${size}::int8, ${at}::timestamptz, ${root}::bytea, ${key},
      ${signature}::bytea)`.execute(handle)
}

/** Heads of a log smaller than this size, newest first. */
export async function listHeads(
  handle: Transaction,
  logId: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<HeadRow[]> {
  const place = before === undefined ? sql`` : sql`and size < ${before}::int8`
  const { rows } = await sql<HeadRow>`
    select size, at, root, key, signature from audit_log_heads
    where log_id = ${logId}::uuid ${place}
    order by size desc limit ${sql.lit(limit)}`.execute(handle)
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

/** Heads of a log with sizes after `from`, up to `to`, in ascending order. */
export async function headsBetween(
  handle: Transaction,
  logId: string,
  { from, to }: { from: number; to: number },
): Promise<HeadRow[]> {
  const { rows } = await sql<HeadRow>`
    select size, at, root, key, signature from audit_log_heads
    where log_id = ${logId}::uuid and size > ${from}::int8 and size <= ${to}::int8
    order by size`.execute(handle)
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

/** The sizes of heads in packages, newest first. */
export async function packedSizes(
  handle: Transaction,
  logId: string,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ size: number }>`
    select size from audit_log_heads
    where log_id = ${logId}::uuid and packed_at is not null
    order by size desc limit ${sql.lit(limit)}`.execute(handle)
  return rows.map(({ size }) => Number(size))
}

export async function recordPackedSize(
  handle: Transaction,
  logId: string,
  size: number,
): Promise<void> {
  await sql`
    update audit_log_heads set packed_at = now()
    where log_id = ${logId}::uuid and size = ${size}::int8 and packed_at is null`.execute(handle)
}

/** The size of the newest head of every log. */
export async function newestHeads(
  handle: Transaction,
): Promise<{ organisationId: string | null; log: string; size: number }[]> {
  const { rows } = await sql<{ organisationId: string | null; id: string; size: number }>`
    select l.organisation_id as "organisationId", l.id, h.size
    from audit_logs l
    cross join lateral (
      select size from audit_log_heads where log_id = l.id order by size desc limit 1
    ) h
    order by l.id`.execute(handle)
  return rows.map(({ organisationId, id, size }) => ({
    organisationId,
    log: logNameOf(id),
    size: Number(size),
  }))
}
