import { z } from 'zod'
import type { Store } from '../platform/db/index.ts'
import { defineJob, type Job } from '../platform/jobs/index.ts'
import { unusedAmong } from './shown-store.ts'
import type { PictureWorks } from './works.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'sweep-pictures' } } as const

/** A picture is written before the store says who shows it. */
const graceMs = 3_600_000

export type SweepOptions = {
  store: Store
  works: PictureWorks
  now?: number
  signal?: AbortSignal
}

/** Deletes pictures that no offer shows and no bank holds; gives how many. */
export async function sweepPictures(options: SweepOptions): Promise<number> {
  const { store, works, now = Date.now(), signal } = options
  let deleted = 0
  for await (const digests of works.archive.olderThan(new Date(now - graceMs))) {
    if (signal?.aborted) break
    const unused = await store.transact(context, (handle) => unusedAmong(handle, digests))
    if (unused.length === 0) continue
    await works.matcher.remove('seen', unused)
    for (const digest of unused) await works.archive.remove(digest)
    deleted += unused.length
  }
  return deleted
}

/** The same every hour, after offers whose time is up were purged. */
export function sweepingJob(store: Store, works: PictureWorks): Job {
  return defineJob(
    'sweep-pictures',
    z.object({}),
    async (_data, signal) => void (await sweepPictures({ store, works, signal })),
    { cron: '47 * * * *', expireSeconds: 3600 },
  )
}
