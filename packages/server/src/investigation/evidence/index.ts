export { captureJob, captureSweep, runCapture, type CapturingOptions } from './run-captures.ts'
export {
  capturesDue,
  capturesOfErased,
  capturesOfSeller,
  disposeCaptures,
  type Disposed,
  type DueCapture,
  type ToDispose,
} from './dispose-captures.ts'
export {
  evidenceKeyFile,
  keysOf,
  openEvidenceKey,
  passingKey,
  rotateKey,
  type PublisherOf,
} from './signing-keys.ts'
export { handOutPicture, noPicture, type PictureOut } from './serve-images.ts'
export type { KeptCapture, KeptItem } from './types.ts'
export { evidenceUnder, openBlobs, openEvidence, type TestShops } from './open-evidence.ts'
export { picturesOfPages, type PagePicture } from './page-images.ts'
export { exportPackage, holdCapture, noteTransfer, readCapture, requestCapture } from './service.ts'
export { findCapture, itemsOf, nameOfPerson, sealedCaptures, type SealedCapture } from './repository.ts'
export {
  evidenceRoutes,
  shown as shownCapture,
  shownItem,
  type EvidenceRoutesOptions,
} from './routes.ts'
