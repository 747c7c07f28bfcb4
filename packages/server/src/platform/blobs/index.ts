export { blobsIn, type Blobs } from './blobs.ts'
export { partedBlobsInS3, type PartedBlobs } from './parted.ts'
export { blobsInS3 } from './s3.ts'
export { blobSweep, demandBlobs, releaseBlobs, sweepBlobs } from './sweeping.ts'
