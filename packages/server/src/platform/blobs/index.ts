export { blobsIn, type Blobs } from './blobs.ts'
