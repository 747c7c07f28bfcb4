import { sql } from 'kysely'
import { z } from 'zod'
import { defaultRetention } from '@touchstone/contract'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { activeLegalHolds, retentionPeriods } from '../../privacy/retention/queries.ts'
import { recordAppealEvent } from '../appeal-links/index.ts'

const keeper = { as: 'operator', actor: { kind: 'operator', id: 'appeals' } } as const

/** Appeals purged per transaction. */
const atOnce = 50

/**
 * Removes text and documents from closed appeals, once the organisation's retention period has passed and no deadline
 * of the proceeding is running; decision and reasons stay. A hold on the seller, the listing or everything prevents
 * it. Returns how many.
 */
export async function purgeExpiredAppeals(
  store: Store,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  let total = 0
  while (signal?.aborted !== true) {
    const forgotten = await store.transact(keeper, (handle) => forgetSome(handle, now))
    if (forgotten === 0) break
    total += forgotten
  }
  return total
}

async function forgetSome(handle: Transaction, now: Date): Promise<number> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    select a.id, a.organisation_id as "organisationId" from appeals a
    left join ${retentionPeriods} s on s.organisation_id = a.organisation_id
    where a.words is not null and a.state <> 'open'
      and coalesce(a.decided_at, a.submitted_at) < ${now}::timestamptz
        - make_interval(days => coalesce(s.appeal_days, ${defaultRetention.appealDays}::int4))
      -- While anything in the proceeding runs, a complaint or a dispute may still need them.
      and not exists (select from proceeding_deadlines c where c.proceeding_id = a.proceeding_id)
      and not is_proceeding_on_confidentiality_hold(a.organisation_id, a.proceeding_id, ${now}::timestamptz)
      and not is_on_confidentiality_hold(a.organisation_id,
        (select k.listing_id from proof_requests k where k.id = a.proof_request_id), null, a.seller_hash,
        ${now}::timestamptz)
      and not exists (
        select from ${activeLegalHolds} h
        where h.organisation_id = a.organisation_id and (
          h.scope = 'organisation' or h.seller_hash = a.seller_hash
          or h.listing_id in (
            select p.listing_id from proceedings p where p.id = a.proceeding_id
            union all select k.listing_id from proof_requests k where k.id = a.proof_request_id
          )
        )
      )
    order by a.organisation_id, coalesce(a.decided_at, a.submitted_at) limit ${atOnce}
    for update of a skip locked`.execute(handle)
  if (rows.length === 0) return 0
  const ids = rows.map(({ id }) => id)
  await sql`delete from appeal_documents where appeal_id = any (${ids}::uuid[])`.execute(handle)
  await sql`update appeals set words = null where id = any (${ids}::uuid[])`.execute(handle)
  for (const organisationId of new Set(rows.map((row) => row.organisationId))) {
    const count = rows.filter((row) => row.organisationId === organisationId).length
    await recordAppealEvent({
      handle,
      organisationId,
      action: 'appeals-purged',
      detail: { count },
      subject: { kind: 'organisation', id: organisationId },
    })
  }
  return rows.length
}

/** Purges expired appeals every hour. */
export function purgeAppealsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'purge-appeals',
    z.object({}),
    async (_data, signal) => {
      await purgeExpiredAppeals(store, new Date(), signal)
    },
    { cron: '23 * * * *' },
  )
}
