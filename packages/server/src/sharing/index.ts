export { brandNames, brandNamesInTurns, starterNames, type BrandNames } from './brand-names.ts'
export { relationTo, releaseListing, releaseVersions } from './listing.ts'
export { releaseAssessment, releaseSignals, speaksFromCatalog } from './assessment.ts'
export { matrix, mayRelease } from './matrix.ts'
export { isRightsSide, limitedTo, relations, type Viewer } from './model.ts'
export { findViewer } from './store.ts'
export { isFromCatalog } from './signal-codes.ts'
export {
  hears,
  openKey,
  speakingOf,
  withoutSources,
  type CatalogSources,
  type Sourced,
} from './sources.ts'
export { isShownWhole, sureFrom } from './whole.ts'
