import { join } from 'node:path'
import { partitionedBlobsInS3, type PartitionedBlobs } from '../../platform/blobs/index.ts'
import type { NetworkFileNames, S3Config } from '../../platform/config/index.ts'
import { ImageArchive } from './image-archive.ts'
import { Describer } from './describer.ts'
import { Matcher } from './matcher.ts'

/** All that looks at pictures in one process: what is kept, what reads it, what holds it against others. */
export type ImagePipeline = {
  archive: ImageArchive
  describer: Describer
  matcher: Matcher
  /** Calls back when what the matcher held was lost, and has to be told again. */
  onMatcherLost(listener: () => void): void
  close(): Promise<void>
}

/**
 * @param dataDir the folder of the server; nothing is made in it before there is a picture
 * @param networks that the operator brought
 * @param shared where processes on several machines share pictures; the folder is then what this one has fetched
 */
export function openImagePipeline(
  dataDir: string,
  networks: NetworkFileNames = {},
  shared?: PartitionedBlobs,
): ImagePipeline {
  const archive = new ImageArchive(join(dataDir, 'pictures'), shared)
  const describer = new Describer(archive, networks)
  const listeners: (() => void)[] = []
  const matcher = new Matcher(() => {
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

/** Where processes share pictures: in the bucket of the blobs, in a folder of its own; nowhere where there is none. */
export function openSharedImages(blobs: S3Config | undefined): PartitionedBlobs | undefined {
  return blobs && partitionedBlobsInS3({ ...blobs, folder: 'pictures' })
}
