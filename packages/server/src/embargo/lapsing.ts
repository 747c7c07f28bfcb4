import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import type { Store } from '../platform/db/index.ts'
import { defineJob, type Job } from '../platform/jobs/index.ts'
import { takeLapsed } from './store.ts'

const keeper = { as: 'operator', actor: { kind: 'operator', id: 'embargoes' } } as const

/** Tells the log of embargoes whose time is over; that they hold nothing more the clock itself sees to. */
export async function tellLapsed(store: Store, now: Date): Promise<number> {
  return store.transact(keeper, async (handle) => {
    const lapsed = await takeLapsed(handle, now)
    for (const { id, organisationId } of lapsed) {
      const subject = { kind: 'embargo', id } as const
      await recordEvent({ handle, organisationId, action: 'embargo-lapsed', subject })
    }
    return lapsed.length
  })
}

export function embargoJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'embargoes',
    z.object({}),
    async (_data, signal) => {
      while (!signal.aborted && (await tellLapsed(store, new Date())) > 0);
    },
    { cron: '*/5 * * * *' },
  )
}
