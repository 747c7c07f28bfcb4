import { stat } from 'node:fs/promises'
import { Bucket, digestOf, type BucketOptions } from './s3.ts'

/**
 * Files of one thing that all processes share, under the digest of that thing and the name of a part; the thing itself is
 * the part with an empty name.
 */
export type PartitionedBlobs = {
  /** Puts a file there, in the place of one that is there already. */
  put(sha256: string, part: string, file: string): Promise<void>
  has(sha256: string, part: string): Promise<boolean>
  /** Fetches it into a file; false where there is none. */
  fetch(sha256: string, part: string, file: string): Promise<boolean>
  /** Deletes all these parts. */
  remove(sha256: string, parts: readonly string[]): Promise<void>
  /** The digests of things that were put there before a moment, some at a time. */
  olderThan(moment: Date): AsyncIterable<string[]>
}

/** In a folder of a bucket, apart from blobs that are named by rows. */
export function partitionedBlobsInS3(
  options: BucketOptions & { folder: string },
): PartitionedBlobs {
  const bucket = new Bucket({
    ...options,
    url: `${options.url.replace(/(?<!\/)\/+$/, '')}/${options.folder}`,
  })
  const nameOf = (sha256: string, part: string): string =>
    part === '' ? sha256 : `${sha256}.${part}`
  return {
    put: async (sha256, part, file) => {
      const { size: bytes } = await stat(file)
      const content = await digestOf(file)
      await bucket.put(nameOf(sha256, part), { file, bytes, sha256: content, ifNew: false })
    },
    has: async (sha256, part) => (await bucket.head(nameOf(sha256, part))) !== undefined,
    fetch: (sha256, part, file) => bucket.get(nameOf(sha256, part), file),
    remove: async (sha256, parts) => {
      for (const part of parts) await bucket.remove(nameOf(sha256, part))
    },
    olderThan: (moment) => bucket.olderThan(moment),
  }
}
