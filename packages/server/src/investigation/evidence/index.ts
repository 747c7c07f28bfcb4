export {
  captureJob,
  captureSweep,
  runCapture,
  type CaptureTurns,
  type EvidenceDependencies,
} from './run-captures.ts'
export {
  listDueCaptures,
  listCapturesOfErased,
  listCapturesOfSeller,
  disposeCaptures,
  type DisposeResult,
  type DueCapture,
  type DisposeInput,
} from './dispose-captures.ts'
export {
  evidenceKeyFile,
  keysOf,
  openEvidenceKey,
  ephemeralKey,
  rotateKey,
  type PublisherOf,
} from './signing-keys.ts'
export { captureGauges } from './gauges.ts'
export { openAuthorities } from './timestamp-authorities.ts'
export { serveImage, imageNotFound, type ServedImage } from './serve-images.ts'
export type { CaptureRow, Custody, EvidenceItemRow } from './types.ts'
export {
  assembleEvidence,
  openBlobs,
  ownVersion,
  openEvidence,
  type TestShops,
} from './open-evidence.ts'
export { newestCaptures } from './newest-captures.ts'
export { exportSealed } from './export-sealed.ts'
export { imagesOfPages, type PageImage } from './page-images.ts'
export {
  exportPackage,
  listCaptures,
  setCaptureHold,
  recordTransfer,
  readCapture,
  requestCapture,
  requestCaptureByRule,
} from './manage-captures.ts'
export {
  findCapture,
  itemsOf,
  userNameOf,
  sealedCaptures,
  type SealedCapture,
} from './repository.ts'
export { evidenceRoutes, toCaptureView, toItemView, type EvidenceRoutesOptions } from './routes.ts'
export { findBrokenCapture } from './broken-captures.ts'
export { checkEvidence } from './check-evidence.ts'
export { packagingSteps, runPackaging, type PackagingSteps } from './run-packaging.ts'
