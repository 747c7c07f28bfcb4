import { join } from 'node:path'
import { partitionedBlobsInS3, type PartitionedBlobs } from '../../platform/blobs/index.ts'
import type { NetworkFileNames, S3Config } from '../../platform/config/index.ts'
import { ImageArchive } from './image-archive.ts'
import { Describer } from './describer.ts'
import { MatchThread } from './match-thread.ts'

/** A process's picture processing: storage, reading and matching. */
export type ImagePipeline = {
  archive: ImageArchive
  describer: Describer
  matcher: MatchThread
  /** Registers a callback for when the matcher has lost its index and has to be filled again. */
  onMatcherLost(listener: () => void): void
  close(): Promise<void>
}

/**
 * @param dataDir the server's folder; created when the first picture is stored
 * @param networks provided by the operator
 * @param shared set if processes on several machines share pictures; the folder is then a cache
 */
export function openImagePipeline(
  dataDir: string,
  networks: NetworkFileNames = {},
  shared?: PartitionedBlobs,
): ImagePipeline {
  const archive = new ImageArchive(join(dataDir, 'pictures'), shared)
  const describer = new Describer(archive, networks)
  const listeners: (() => void)[] = []
  const matcher = new MatchThread(() => {
    for (const listener of listeners) listener()
  })
  return {
    archive,
    describer,
    matcher,
    onMatcherLost: (listener) => void listeners.push(listener),
    close: async () => {
      await describer.close()
      await matcher.close()
    },
  }
}

/** Shared pictures: a folder in the bucket of the blobs, if there is one. */
export function openSharedImages(blobs: S3Config | undefined): PartitionedBlobs | undefined {
  return blobs && partitionedBlobsInS3({ ...blobs, folder: 'pictures' })
}
