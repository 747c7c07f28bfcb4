import { Frontier, signAuditLogHead, type Signer } from '@touchstone/evidence'
import type { Query } from '../../../../test/database-owner.ts'
import type { AuditEvent } from '../../audit/index.ts'
import { leafOf } from '../types.ts'

export const chainTables = [
  'audit_events',
  'audit_logs',
  'audit_log_nodes',
  'audit_log_heads',
  'audit_pending',
]

/** A change to one organisation's log by the owner of the database. */
export type Tampering = (query: Query, organisation: string, position: number) => Promise<void>

const entryAt = `(select event_id from audit_log_nodes where log_id = $1 and level = 0 and index = $2)`

export const deleteEntry: Tampering = async (query, organisation, position) => {
  await query(`delete from audit_events where id = ${entryAt}`, [organisation, position])
}

export const changeDetail: Tampering = async (query, organisation, position) => {
  await query(`update audit_events set detail = '{"n": -1}' where id = ${entryAt}`, [
    organisation,
    position,
  ])
}

export const changeActor: Tampering = async (query, organisation, position) => {
  await query(`update audit_events set actor_id = 'somebody else' where id = ${entryAt}`, [
    organisation,
    position,
  ])
}

/** Removes everything from a position on, with all traces in the database. */
export const cutFrom: Tampering = async (query, organisation, position) => {
  await query(
    `delete from audit_events e using audit_log_nodes n
     where n.log_id = $1 and n.level = 0 and n.index >= $2 and e.id = n.event_id`,
    [organisation, position],
  )
  await query(
    `delete from audit_log_nodes where log_id = $1 and (index + 1) * (1::int8 << level) > $2`,
    [organisation, position],
  )
  await query('delete from audit_log_heads where log_id = $1 and size > $2', [
    organisation,
    position,
  ])
  await query('update audit_logs set size = $2 where id = $1', [organisation, position])
}

/** Swaps two leaves with their entries. */
export const swapWithFirst: Tampering = async (query, organisation, position) => {
  for (const [from, to] of [
    [0, -1],
    [position, 0],
    [-1, position],
  ]) {
    await query('alter table audit_log_nodes drop constraint if exists audit_log_nodes_index_check')
    await query(
      'update audit_log_nodes set index = $3 where log_id = $1 and level = 0 and index = $2',
      [organisation, from, to],
    )
  }
}

/** Adds an entry that pretends to have been there before. */
export const addEntry: Tampering = async (query, organisation) => {
  await query(
    `insert into audit_events
       (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
     values (gen_random_uuid(), $1::uuid, '2026-01-01', 'person', 'x', 'signed-in', 'person', $1::text)`,
    [organisation],
  )
}

/** Removes the entry and rebuilds the whole tree without it, with a head signed by `signer`. */
export function replaceWithout(signer: Signer): Tampering {
  return async (query, organisation, position) => {
    await deleteEntry(query, organisation, position)
    const rows = await query(
      `select e.id, e.organisation_id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind,
         e.subject_id, e.detail
       from audit_log_nodes n join audit_events e on e.id = n.event_id
       where n.log_id = $1 and n.level = 0 order by n.index`,
      [organisation],
    )
    await query('delete from audit_log_nodes where log_id = $1', [organisation])
    await query('delete from audit_log_heads where log_id = $1', [organisation])
    const frontier = Frontier.empty()
    for (const row of rows) {
      const event = eventOf(row)
      for (const { level, index, hash } of frontier.append(leafOf(event))) {
        await query(
          `insert into audit_log_nodes (log_id, level, index, hash, event_id)
           values ($1, $2, $3, decode($4, 'hex'), $5)`,
          [organisation, level, index, hash.toString('hex'), level === 0 ? event.id : null],
        )
      }
    }
    const { size } = frontier
    await query('update audit_logs set size = $2 where id = $1', [organisation, size])
    const at = new Date()
    const root = frontier.root.toString('hex')
    const { signature } = await signAuditLogHead(signer, {
      log: organisation,
      size,
      root,
      at: at.toISOString(),
    })
    await query(
      `insert into audit_log_heads (log_id, size, at, root, key, signature)
       values ($1, $2, $3, decode($4, 'hex'), $5, decode($6, 'hex'))`,
      [organisation, size, at, root, signer.publicKey.pem, signature.toString('hex')],
    )
  }
}

function eventOf(row: Record<string, unknown>): AuditEvent {
  const text = (name: string): string => row[name] as string
  return {
    id: text('id'),
    organisationId: text('organisation_id'),
    at: new Date(row['at'] as string | Date),
    actorKind: text('actor_kind'),
    actorId: text('actor_id'),
    action: text('action'),
    subjectKind: text('subject_kind'),
    subjectId: text('subject_id'),
    detail: row['detail'],
  }
}
