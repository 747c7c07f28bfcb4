export { captureJob, captureSweep, runCapture, type CapturingOptions } from './capturing.ts'
export {
  capturesDue,
  capturesOfErased,
  capturesOfSeller,
  disposeCaptures,
  type Disposed,
  type DueCapture,
  type ToDispose,
} from './disposing.ts'
export {
  evidenceKeyFile,
  keysOf,
  openEvidenceKey,
  passingKey,
  rotateKey,
  type PublisherOf,
} from './keys.ts'
export { handOutPicture, noPicture, type PictureOut } from './handing-out.ts'
export type { KeptCapture, KeptItem } from './model.ts'
export { evidenceUnder, openBlobs, openEvidence, type TestShops } from './opening.ts'
export { picturesOfPages, type PagePicture } from './page-pictures.ts'
export { exportPackage, holdCapture, noteTransfer, readCapture, requestCapture } from './service.ts'
export { findCapture, itemsOf, nameOfPerson, sealedCaptures, type SealedCapture } from './store.ts'
export {
  evidenceRoutes,
  shown as shownCapture,
  shownItem,
  type EvidenceRoutesOptions,
} from './routes.ts'
