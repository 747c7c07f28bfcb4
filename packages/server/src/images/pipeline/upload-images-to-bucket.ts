import { createHash } from 'node:crypto'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { S3Config } from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { findUnusedDigests } from './listing-images-repository.ts'
import type { ImagePipeline } from './image-pipeline.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'share-pictures' } } as const

/** Pictures that are put there side by side. */
const atOnce = 4

export type ImageUploadOptions = {
  store: Store
  works: ImagePipeline
  /** The bucket, by which it is noted that all of this folder is there. */
  blobs: S3Config
  signal: AbortSignal
}

/**
 * Puts the pictures that lie on this machine alone, from the time before there was a bucket, where all processes find them:
 * once, and on from where it was. They stay here too, as what was fetched. Gives how many were put there.
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
