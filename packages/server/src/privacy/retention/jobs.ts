import { z } from 'zod'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { purgeAll } from './purge-organisation.ts'

/** Deletes and redacts expired data every hour. */
export function purgeJob(store: Store, blobs: Blobs): Job {
  return defineJob(
    'purge-listings',
    z.object({}),
    async (_data, signal) => {
      const context = { as: 'operator', actor: { kind: 'operator', id: 'purge-listings' } } as const
      await purgeAll({ store, blobs, context, signal })
    },
    // One that is taken for dead would run beside itself: both would be right, and slow.
    { cron: '17 * * * *', expireSeconds: 6 * 3600 },
  )
}
