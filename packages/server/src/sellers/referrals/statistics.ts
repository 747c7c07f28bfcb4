import type { outcomeReportEndpoints } from '@touchstone/contract'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { requireReader } from './require-referral.ts'

type Statistics = z.infer<(typeof outcomeReportEndpoints)['statistics']['response']>

/** Counts of what the organisation received. */
export async function readStatistics(handle: Transaction, actor: Actor): Promise<Statistics> {
  const { organisationId } = requireReader(actor)
  const received = sql`r.recipient_id = ${organisationId}::uuid and r.sent_at is not null`
  const { rows } = await sql<Pick<Statistics, 'received' | 'acknowledged' | 'withdrawn'>>`
    select count(*)::int4 as received,
      count(*) filter (where r.acknowledged_at is not null)::int4 as acknowledged,
      count(*) filter (where r.withdrawn_at is not null)::int4 as withdrawn
    from referrals r where ${received}`.execute(handle)
  const { rows: byTemplate } = await sql<Statistics['byTemplate'][number]>`
    select r.template, count(*)::int4 as count from referrals r where ${received}
    group by r.template order by count desc, r.template`.execute(handle)
  const { rows: byOutcome } = await sql<Statistics['byOutcome'][number]>`
    select newest.outcome, count(distinct newest.referral_id)::int4 as referrals,
      count(*)::int4 as items
    from (
      select distinct on (o.referral_id, o.proceeding, named.ref) o.referral_id, o.outcome
      from outcome_reports o
      join referrals r on r.id = o.referral_id
      cross join lateral unnest(o.refs) as named (ref)
      where ${received}
      order by o.referral_id, o.proceeding, named.ref, o.reported_at desc, o.id desc
    ) newest
    group by newest.outcome order by items desc, newest.outcome`.execute(handle)
  const counts = rows[0] ?? { received: 0, acknowledged: 0, withdrawn: 0 }
  return { ...counts, byTemplate, byOutcome }
}
