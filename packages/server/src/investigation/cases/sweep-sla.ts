import { z } from 'zod'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { applyEvent } from './types.ts'
import { appendToLateCases, lockLateCases } from './repository.ts'

const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'sla' } } as const

/** Cases reported per transaction. */
const atOnce = 100

/**
 * Reports every open case past its SLA, once: as an event of the case and to webhooks. A process that dies has
 * reported each case completely or not at all. Returns their number.
 */
export async function sweepSla(
  store: Store,
  now: () => Date,
  signal?: AbortSignal,
): Promise<number> {
  let told = 0
  while (signal?.aborted !== true) {
    const some = await store.transact(sweeper, (handle) => recordLateCases(handle, now()))
    if (some === 0) break
    told += some
  }
  return told
}

async function recordLateCases(handle: Transaction, now: Date): Promise<number> {
  const late = await lockLateCases(handle, { now, limit: atOnce })
  if (late.length === 0) return 0
  const told = late.map((kase) => {
    const due = kase.state.sla?.due ?? now.toISOString()
    const event = { kind: 'sla-breached', data: { due } } as const
    return { kase, event, state: applyEvent(kase.state, event, now.toISOString()) }
  })
  await appendToLateCases(handle, told, now)
  const owners = new Set(late.map(({ organisationId }) => organisationId))
  for (const organisationId of owners) {
    const events = told
      .filter(({ kase }) => kase.organisationId === organisationId)
      .map(({ kase: { id, state }, event }) => ({
        type: 'case.sla-breached' as const,
        data: { case: id, ...event.data, queue: state.queue, priority: state.priority },
      }))
    await recordOutbox(handle, organisationId, events)
  }
  return late.length
}

/** Checks for overdue cases every minute. */
export function slaJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'case-sla',
    z.object({}),
    async (_data, signal) => void (await sweepSla(store, () => new Date(), signal)),
    { cron: '* * * * *' },
  )
}
