import { z } from 'zod'
import { recordOutbox } from '../events/index.ts'
import type { Handle, Store } from '../platform/db/index.ts'
import { defineJob, type Job } from '../platform/jobs/index.ts'
import { append } from './keeping.ts'
import { recordChange } from './moving.ts'
import { lockLate } from './store.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'sla' } } as const

/** Cases that are told of in one transaction. */
const atOnce = 100

/**
 * Tells of every open case that should have been closed by now, once: as an event of the case and to web hooks.
 * A process that ends on the way has told of a case whole or not at all. Gives how many there were.
 */
export async function sweepSla(
  store: Store,
  now: () => Date,
  signal?: AbortSignal,
): Promise<number> {
  let told = 0
  while (signal?.aborted !== true) {
    const some = await store.transact(sweeper, (handle) => tellSome(handle, now()))
    if (some === 0) break
    told += some
  }
  return told
}

async function tellSome(handle: Handle, now: Date): Promise<number> {
  const late = await lockLate(handle, { now, limit: atOnce })
  for (const kept of late) {
    const { sla, queue, priority } = kept.state
    const due = sla?.due ?? now.toISOString()
    await append(handle, kept, [{ kind: 'sla-breached', data: { due } }], now)
    await recordChange(handle, kept, { act: 'sla-breached' })
    const data = { case: kept.id, due, queue, priority }
    await recordOutbox(handle, kept.organisationId, [{ type: 'case.sla-breached', data }])
  }
  return late.length
}

/** Looks for cases that are over their time, once a minute. */
export function slaJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'case-sla',
    z.object({}),
    async (_data, signal) => void (await sweepSla(store, () => new Date(), signal)),
    { cron: '* * * * *' },
  )
}
