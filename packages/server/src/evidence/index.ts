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
export { keysOf, openEvidenceKey, passingKey, rotateKey } from './keys.ts'
export { evidenceUnder, openBlobs, openEvidence } from './opening.ts'
export { exportPackage, holdCapture, readCapture, requestCapture } from './service.ts'
export type { KeptCapture, KeptItem } from './model.ts'
export { findCapture, itemsOf, nameOfPerson } from './store.ts'
export { evidenceRoutes, shown as shownCapture, shownItem, type EvidenceRoutesOptions } from './routes.ts'
