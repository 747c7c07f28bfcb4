import { leastJudgedLinks, mostOverturned } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { inForce } from './links-repository.ts'

export type OverturnedLinks = { version: number; judged: number; overturned: number }

/**
 * Of the pairs that the live model linked by evidence since it went live, how many people judged, and how many of these
 * different. What counts of a pair is the newest judgement in force.
 */
export async function countOverturned(
  handle: Transaction,
  organisationId: string,
): Promise<OverturnedLinks | undefined> {
  const { rows } = await sql<OverturnedLinks>`
    select m.version, count(j.judgement)::int4 as judged,
      count(*) filter (where j.judgement = 'different')::int4 as overturned
    from link_models m
    left join lateral (
      select distinct on (j.account_a, j.account_b) j.judgement
      from link_judgements j
      where j.organisation_id = m.organisation_id and ${inForce}
        and j.judgement in ('same', 'different') and exists (
          select from link_judgements f
          where f.account_a = j.account_a and f.account_b = j.account_b
            and f.linked_by = m.version and f.at >= m.live_since
        )
      order by j.account_a, j.account_b, j.at desc, j.id desc
    ) j on true
    where m.organisation_id = ${organisationId}::uuid and m.state = 'live'
    group by m.version`.execute(handle)
  return rows[0]
}

/**
 * Pairs that people judged since the live model went live, with the probability that the evidence alone gave them when
 * they were first judged. What counts of a pair is the newest judgement in force.
 */
export async function findJudgedPairs(
  handle: Transaction,
  organisationId: string,
): Promise<{ probability: number; isSame: boolean }[]> {
  const { rows } = await sql<{ probability: number; isSame: boolean }>`
    select distinct on (j.account_a, j.account_b) f.probability, j.judgement = 'same' as "isSame"
    from link_models m
    join link_judgements j on j.organisation_id = m.organisation_id and ${inForce}
      and j.judgement in ('same', 'different')
    cross join lateral (
      select f.evidence_probability as probability from link_judgements f
      where f.account_a = j.account_a and f.account_b = j.account_b and f.at >= m.live_since
        and f.evidence_probability is not null
      order by f.at, f.id limit 1
    ) f
    where m.organisation_id = ${organisationId}::uuid and m.state = 'live'
    order by j.account_a, j.account_b, j.at desc, j.id desc`.execute(handle)
  return rows
}

/** Whether a model must return to shadow. */
export function isOverturnedTooOften({ judged, overturned }: OverturnedLinks): boolean {
  return judged >= leastJudgedLinks && shareOf(overturned, judged).low > mostOverturned
}
