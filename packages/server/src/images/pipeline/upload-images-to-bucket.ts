import { createHash } from 'node:crypto'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { S3Config } from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { findUnusedDigests } from './listing-images-repository.ts'
import type { ImagePipeline } from './image-pipeline.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'share-pictures' } } as const

/** Parallel uploads. */
const atOnce = 4

export type ImageUploadOptions = {
  store: Store
  works: ImagePipeline
  /** The bucket, recorded once this folder is uploaded completely. */
  blobs: S3Config
  signal: AbortSignal
}

/**
 * Uploads this machine's pictures from before there was a bucket, once, continuing where it stopped. They stay here
 * as a cache. Returns the number uploaded.
 */
export async function uploadImagesToBucket({
  store,
  works,
  blobs,
  signal,
}: ImageUploadOptions): Promise<number> {
  const { archive } = works
  const mark = join(archive.folder, `shared-${markOf(blobs)}`)
  const isDone = await stat(mark).then(
    () => true,
    () => false,
  )
  if (isDone) return 0
  let shared = 0
  for await (const digests of archive.hereOlderThan(new Date(Date.now() + 1000))) {
    const unused = new Set(
      await store.transact(context, (handle) => findUnusedDigests(handle, digests)),
    )
    const waiting = digests.filter((digest) => !unused.has(digest))
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (signal.aborted) return
        if (await archive.shareAll(next)) shared++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, lane))
    if (signal.aborted) return shared
  }
  await mkdir(archive.folder, { recursive: true, mode: 0o700 })
  await writeFile(mark, '', { mode: 0o600 })
  return shared
}

function markOf({ url }: S3Config): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 16)
}
