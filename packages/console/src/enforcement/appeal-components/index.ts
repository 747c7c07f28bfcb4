export { RequestProof } from './request-proof.tsx'
export { SellerClearances } from './seller-clearances.tsx'
export { CreatedAppealLink, CreateAppealLink } from './create-appeal-link.tsx'
export {
  AppealStateMark,
  ProofRequestStateMark,
  ClearanceMark,
  LinkStateMark,
} from './state-marks.tsx'
export { StatementReading, type Readings } from './statement-reading.tsx'
export { useBrandsOfListing } from './use-brands-of-listing.ts'
export { noticesOf } from './source-notices.ts'
export * from './queries.ts'
export * from './appeal-terms.ts'
