export { brandNames, brandNamesInTurns, starterNames, type BrandNames } from './brand-names.ts'
export { relationTo, releaseListing, releaseVersions } from './release-listing.ts'
export { releaseAssessment, releaseSignals, speaksFromCatalog } from './release-assessment.ts'
export { matrix, mayRelease } from './release-matrix.ts'
export { isRightsSide, limitedTo, relations, type Viewer } from './types.ts'
export { findViewer } from './repository.ts'
export { isFromCatalog } from './signal-codes.ts'
export {
  hears,
  openKey,
  speakingOf,
  withoutSources,
  type CatalogSources,
  type Sourced,
} from './catalog-sources.ts'
export { isShownWhole, sureFrom } from './full-visibility.ts'
