export { blobsIn, type Blobs } from './blobs.ts'
export { blobsInS3 } from './s3.ts'
export { blobSweep, demandBlobs, releaseBlobs, sweepBlobs } from './sweeping.ts'
