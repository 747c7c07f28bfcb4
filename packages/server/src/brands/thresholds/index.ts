export { readHistogram } from './read-histogram.ts'
export { listThresholds } from './list-thresholds.ts'
export { previewThresholds } from './threshold-preview.ts'
export { thresholdRoutes } from './routes.ts'
export {
  allBuckets,
  bucketPartsOf,
  closedBucket,
  isClosedBucket,
  severityOf,
  verdictOfBucket,
  type Severity,
} from './severity-bucket.ts'
export {
  findThresholdView,
  lastVerdictIn,
  applyThresholdView,
  thresholdsFor,
  type Pair,
  type ThresholdView,
} from './threshold-view.ts'
export { currentThresholds } from './repository.ts'
export { setThresholds, type ServiceInput } from './manage-thresholds.ts'
