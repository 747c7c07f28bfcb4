import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { runPrepared, type ContextActor, type Transaction } from '../../platform/db/index.ts'
import { assertMayRecord } from '../../platform/audit-guard/index.ts'
import type { AuditAction, AuditEvent, AuditFilter, AuditSubject } from './types.ts'

export type NewAuditEvent = {
  handle: Transaction
  /** The organisation whose log it belongs to; null for the installation's. */
  organisationId: string | null
  action: AuditAction
  subject: { kind: AuditSubject; id: string }
  /** Never a secret or personal data: the log outlives both. */
  detail?: Record<string, unknown>
  /** The actor, if the operator's transaction acts on someone's behalf; no other transaction may name one. */
  by?: ContextActor
}

/**
 * Records an event in the transaction of the change, which determines the actor. The same statement marks the entry
 * as awaiting its leaf in the audit log's tree.
 */
export async function recordEvent(event: NewAuditEvent): Promise<void> {
  assertMayRecord()
  const { handle, organisationId, action, subject, detail = {}, by } = event
  const id = randomUUID()
  await runPrepared(
    sql`
      with pending as (
        insert into audit_pending (event_id, organisation_id)
        values (${id}::uuid, ${organisationId}::uuid)
      )
      insert into audit_events (id, organisation_id, actor_kind, actor_id, action, subject_kind,
        subject_id, detail)
      values (${id}::uuid, ${organisationId}::uuid,
        coalesce(${by?.kind ?? null}::text, current_actor_kind()),
        coalesce(${by?.id ?? null}::text, current_actor_id()),
        ${action}, ${subject.kind}, ${subject.id}, ${JSON.stringify(detail)}::jsonb)`,
    handle,
  )
}

/** True if the same actor recorded the same event on the same subject within so many seconds. */
export async function wasRecordedRecently(
  { handle, organisationId, action, subject }: NewAuditEvent & { organisationId: string },
  seconds: number,
): Promise<boolean> {
  const { rows } = await sql`
    select from audit_events
    where organisation_id = ${organisationId}::uuid
      and at > now() - make_interval(secs => ${seconds}::float8)
      and action = ${action} and subject_kind = ${subject.kind} and subject_id = ${subject.id}
      and actor_kind = current_actor_kind() and actor_id = current_actor_id()
    limit 1`.execute(handle)
  return rows.length > 0
}

const pageEvents = 100

const columns = sql.raw(
  'id, organisation_id as "organisationId", at, actor_kind as "actorKind", actor_id as "actorId", ' +
    'action, subject_kind as "subjectKind", subject_id as "subjectId", detail',
)

/**
 * A page of an organisation's log, newest first; `after` is the last event of the previous page. For several actors,
 * each one's newest entries come from the index and are then merged: rare entries are found without reading frequent
 * ones.
 */
export async function listEvents(options: {
  handle: Transaction
  organisationId: string
  only?: AuditFilter
  limit?: number
  after?: { at: Date; id: string }
}): Promise<AuditEvent[]> {
  const { handle, organisationId, only = {}, limit = pageEvents, after } = options
  const { actions, actorId, from, to } = only
  const conditions = [
    sql`organisation_id = ${organisationId}::uuid`,
    ...(after ? [sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`] : []),
    ...(actorId === undefined ? [] : [sql`actor_id = ${actorId}`]),
    ...(from ? [sql`at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`at < ${to}::timestamptz`] : []),
  ]
  const where = sql.join(conditions, sql` and `)
  const newestFirst = sql`order by at desc, id desc limit ${sql.lit(limit)}`
  const page =
    actions === undefined
      ? sql<AuditEvent>`select ${columns} from audit_events where ${where} ${newestFirst}`
      : sql<AuditEvent>`
          select found.* from unnest(${actions}::text[]) as wanted (name)
          cross join lateral (
            select ${columns} from audit_events
            where ${where} and action = wanted.name ${newestFirst}
          ) found
          ${newestFirst}`
  const { rows } = await page.execute(handle)
  return rows
}
