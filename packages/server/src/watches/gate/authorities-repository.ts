import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { PauseReason } from './pauses.ts'

export type AuthorityRow = {
  authority: string
  nextTurnAt: Date
  isTaken: boolean
  pausedBy: PauseReason | null
  penaltySeconds: number
  robots: 'known' | 'absent' | 'unreadable' | 'not-read'
  robotsReadAgainAt: Date | null
}

/** The sites that are visited, by address. */
export async function pageOfAuthorities(
  handle: Transaction,
  { limit, after = '' }: { limit: number; after?: string },
): Promise<AuthorityRow[]> {
  const { rows } = await sql<AuthorityRow>`
    select authority, next_at as "nextTurnAt",
      lease is not null and next_at > clock_timestamp() as "isTaken",
      paused_by as "pausedBy", penalty_milliseconds / 1000.0::float8 as "penaltySeconds",
      case when robots_until is null then 'not-read' when robots_text is null then 'unreadable'
        when robots_text = '' then 'absent' else 'known' end as robots,
      robots_until as "robotsReadAgainAt"
    from gate_authorities where authority collate "C" > ${after}
    order by authority collate "C" limit ${limit}`.execute(handle)
  return rows
}

/** How many sites were visited, keep visits away, or count as closed. */
export async function countSites(
  handle: Transaction,
): Promise<{ visited: number; refusing: number; closed: number }> {
  const { rows } = await sql<{ visited: number; refusing: number; closed: number }>`
    select count(*)::int as visited,
      count(*) filter (where paused_by in ('refusal', 'captcha', 'retry-after')
        and next_at > clock_timestamp())::int as refusing,
      count(*) filter (where robots_until is not null and robots_text is null)::int as closed
    from gate_authorities`.execute(handle)
  return rows[0] ?? { visited: 0, refusing: 0, closed: 0 }
}
