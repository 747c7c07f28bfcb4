import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../../platform/db/index.ts'
import { siteHost } from './site-host.ts'
import { heldWaitMilliseconds, type Turns } from './turns.ts'

const gate = { as: 'operator', actor: { kind: 'operator', id: 'gate' } } as const

/** Turns that all processes of the installation share. Moments are those of the store. */
export function storedTurns(store: Store): Turns {
  return {
    take: (authority, leaseMilliseconds, pause, { evenIfExcluded = false } = {}) =>
      store.transact(gate, async (handle) => {
        const lease = randomUUID()
        const isExcluded = sql`exists (
          select from excluded_sites
          where host = ${siteHost(authority) ?? ''}::text and not ${evenIfExcluded}::bool)`
        const held = sql`clock_timestamp()
          + ${leaseMilliseconds + pause}::float8 * interval '1 millisecond'`
        const { rows: taken } = await sql<{ penalty: number }>`
          insert into gate_authorities as g (authority, lease, next_at)
          select ${authority}, ${lease}::uuid, ${held} where not ${isExcluded}
          on conflict (authority) do update set lease = excluded.lease, next_at = excluded.next_at
            where g.next_at <= clock_timestamp()
          returning penalty_milliseconds as penalty`.execute(handle)
        if (taken[0] !== undefined) return { lease, penalty: taken[0].penalty }
        const { rows } = await sql<{ wait: number; held: boolean; excluded: boolean }>`
          select coalesce(extract(epoch from max(next_at) - clock_timestamp())::float8 * 1000, 0)
            as wait, coalesce(bool_or(lease is not null), false) as held, ${isExcluded} as excluded
          from gate_authorities where authority = ${authority}`.execute(handle)
        const { wait = 0, held: isHeld = false, excluded = false } = rows[0] ?? {}
        if (excluded) return { isExcluded: true }
        const milliseconds = Math.max(1, Math.ceil(wait))
        return {
          waitMilliseconds: isHeld ? Math.min(milliseconds, heldWaitMilliseconds) : milliseconds,
        }
      }),
    giveBack: (authority, { lease }, { pause, penalty, by }) =>
      store.transact(gate, async (handle) => {
        await sql`
          update gate_authorities set lease = null, penalty_milliseconds = ${penalty}::int4,
            paused_by = coalesce(${by ?? null}::text, paused_by),
            next_at = clock_timestamp() + ${pause}::float8 * interval '1 millisecond'
          where authority = ${authority} and lease = ${lease}::uuid`.execute(handle)
      }),
    findRobots: (authority) =>
      store.transact(gate, async (handle) => {
        const { rows } = await sql<{ text: string | null; isCurrent: boolean | null }>`
          select robots_text as text, robots_until > clock_timestamp() as "isCurrent"
          from gate_authorities where authority = ${authority}`.execute(handle)
        const [row] = rows
        if (row === undefined || row.isCurrent === null) return undefined
        return { text: row.text ?? undefined, isCurrent: row.isCurrent }
      }),
    saveRobots: (authority, text, milliseconds) =>
      store.transact(gate, async (handle) => {
        await sql`
          update gate_authorities set robots_text = coalesce(${text ?? null}::text, robots_text),
            robots_until = clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'
          where authority = ${authority}`.execute(handle)
      }),
  }
}
