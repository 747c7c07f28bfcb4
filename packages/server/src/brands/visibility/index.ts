export {
  compileBrandNames,
  compileBrandNamesInSlices,
  starterPackNames,
  type BrandNames,
} from './brand-names.ts'
export {
  maySeeImages,
  relationTo,
  releaseListing,
  releaseVersions,
  silenceOf,
} from './release-listing.ts'
export {
  releaseAssessment,
  releaseSignals,
  disclosesCatalog,
  toAssessmentView,
  type ReleasedSignals,
} from './release-assessment.ts'
export { releaseMatrix, mayRelease } from './release-matrix.ts'
export { isRightsSide, limitViewer, relations, type Viewer } from './types.ts'
export { findViewer } from './repository.ts'
export { isCatalogSignal } from './signal-codes.ts'
export {
  isDisclosed,
  starterPackKey,
  sourceKeysOf,
  type CatalogSources,
  type SourcedAssessment,
} from './catalog-sources.ts'
export { isFullyVisible, minVisibilityConfidence } from './full-visibility.ts'
