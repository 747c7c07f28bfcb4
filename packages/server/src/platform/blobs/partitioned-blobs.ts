import { stat } from 'node:fs/promises'
import { Bucket, digestOf, type BucketOptions } from './s3.ts'

/**
 * Shared files about one object, under the object's digest and the name of a part; the object itself is the part with
 * an empty name.
 */
export type PartitionedBlobs = {
  /** Stores a file, replacing an existing one. */
  put(sha256: string, part: string, file: string): Promise<void>
  has(sha256: string, part: string): Promise<boolean>
  /** Downloads a part into a file; false if there is none. */
  fetch(sha256: string, part: string, file: string): Promise<boolean>
  /** Deletes all these parts. */
  remove(sha256: string, parts: readonly string[]): Promise<void>
  /** Digests of objects stored before a time, in batches. */
  olderThan(moment: Date): AsyncIterable<string[]>
}

/** A folder in the configured folder of the bucket. */
export function bucketFolder({ folder, ...options }: BucketOptions & { folder: string }): Bucket {
  return new Bucket({ ...options, url: `${options.url.replace(/(?<!\/)\/+$/, '')}/${folder}` })
}

/** In a folder of a bucket, apart from blobs that rows refer to. */
export function partitionedBlobsInS3(
  options: BucketOptions & { folder: string },
): PartitionedBlobs {
  const bucket = bucketFolder(options)
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
