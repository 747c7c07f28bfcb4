import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { daysToRestore } from './types.ts'
import { deleteRemovedReferences } from './polled-references-repository.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'purge-references' } } as const

/** Deletes removed references every hour, once their removal can no longer be undone. */
export function deleteRemovedReferencesJob(store: Store): Job {
  return defineJob(
    'purge-picture-references',
    z.object({}),
    async () => {
      await store.transact(context, (handle) => deleteRemovedReferences(handle, daysToRestore))
    },
    { cron: '27 * * * *' },
  )
}
