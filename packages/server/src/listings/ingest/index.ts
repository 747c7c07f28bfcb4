export { markDecided } from './mark-decided.ts'
export { reassessmentGauge } from './reassessment-gauge.ts'
export { readAssessmentProgress, markDue } from './reassessment-queue-repository.ts'
export { changedFields, fingerprints } from './types.ts'
export { startReassessment } from './reassess-listings.ts'
export { ingestRoutes } from './routes.ts'
export { toRowError } from './ingest-rows.ts'
export type { ItemKnowledge } from './listing-facts.ts'
export type { ImageKnowledge } from './pending-images.ts'
export {
  markAccountDue,
  markBrandDue,
  type MentionPlace,
  type PortfolioKnowledge,
} from './portfolio-source.ts'
export { ingestPage } from './ingest-page.ts'
export { ingestListing } from './receive-listings.ts'
export { addressHashOf, normaliseUrl } from './listing-address.ts'
export { ListingIngest, type ListingSender } from './ingest.ts'
export { findListings, type ListingRef, type NamedListing } from './repository.ts'
export { revokeCatalogVisibility } from './revoke-visibility.ts'
export {
  assessmentsOfVersions,
  deleteListings,
  findDueListings,
  insertCorrectedVersion,
  lockOwnListing,
  lockVersionsOfSeller,
  markRedacted,
  pageOfVersions,
  pageToPurge,
  pageToRedact,
  replaceAssessments,
  replaceContentHashes,
  replaceContents,
  updateCountedFrom,
  type ListingVersion,
  type PurgeCandidate,
  type PurgeCursor,
} from './retention-repository.ts'
