export { purgeJob } from './jobs.ts'
export type { LegalHoldRow, PrivacyRequestRow, PurgeCounts } from './types.ts'
export type { ErasedCaptures } from './purge-captures.ts'
export {
  eraseSellerData,
  readSellerData,
  listRequests,
  rectifyListing,
  type SellerData,
} from './data-requests.ts'
export { purgeAll, purgeOrganisation } from './purge-organisation.ts'
export { retentionRoutes } from './routes.ts'
export {
  releaseLegalHold,
  listLegalHolds,
  readRetention,
  setLegalHold,
  setRetention,
} from './manage-retention.ts'
export { saveSettings } from './settings-repository.ts'
