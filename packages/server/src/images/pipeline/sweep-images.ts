import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { findUnusedDigests } from './listing-images-repository.ts'
import type { ImagePipeline } from './image-pipeline.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'sweep-pictures' } } as const

/** A picture is written before the store records which listing shows it. */
const graceMs = 3_600_000
const hourMilliseconds = 3_600_000

export type SweepOptions = {
  store: Store
  works: ImagePipeline
  now?: number
  signal?: AbortSignal
}

/** Deletes pictures without a listing or bank, here and in the shared bucket; returns how many. */
export async function sweepImages(options: SweepOptions): Promise<number> {
  const { archive } = options.works
  const { shared } = archive
  if (shared === undefined) {
    return deleteUnused(options, archive.hereOlderThan.bind(archive), (entry) =>
      archive.remove(entry),
    )
  }
  const here = await sweepHere(options)
  const there = await deleteUnused(options, shared.olderThan.bind(shared), (entry) =>
    archive.remove(entry),
  )
  return Math.max(here, there)
}

/** Deletes this machine's copies of such pictures; shared ones are deleted elsewhere. */
async function sweepHere(options: SweepOptions): Promise<number> {
  const { archive } = options.works
  return deleteUnused(options, archive.hereOlderThan.bind(archive), (entry) =>
    archive.forget(entry),
  )
}

async function deleteUnused(
  { store, works, now = Date.now(), signal }: SweepOptions,
  olderThan: (before: Date) => AsyncIterable<string[]>,
  remove: (digest: string) => Promise<void>,
): Promise<number> {
  let deleted = 0
  for await (const digests of olderThan(new Date(now - graceMs))) {
    if (signal?.aborted) break
    const unused = await store.transact(context, (handle) => findUnusedDigests(handle, digests))
    if (unused.length === 0) continue
    await works.matcher.remove('seen', unused)
    for (const digest of unused) await remove(digest)
    deleted += unused.length
  }
  return deleted
}

/**
 * The job runs on one process; every process deletes its copies of deleted pictures every hour, until the returned
 * function is called. Does nothing without a shared bucket.
 */
export function startLocalSweep(
  options: Pick<SweepOptions, 'store' | 'works'>,
  onFault: (error: unknown) => void,
): () => Promise<void> {
  if (options.works.archive.shared === undefined) return async () => undefined
  const stopping = new AbortController()
  let sweeping: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    sweeping = sweepHere({ ...options, signal: stopping.signal }).catch(onFault)
  }, hourMilliseconds).unref()
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await sweeping
  }
}

/** The same every hour, after listings past their retention period were purged. */
export function sweepImagesJob(store: Store, works: ImagePipeline): Job {
  return defineJob(
    'sweep-pictures',
    z.object({}),
    async (_data, signal) => void (await sweepImages({ store, works, signal })),
    { cron: '47 * * * *', expireSeconds: 3600 },
  )
}
