import { referralEndpoints } from '../sellers/referral-endpoints.ts'
import {
  referralQuestionEndpoints,
  referralSupplementEndpoints,
} from '../sellers/referral-question-endpoints.ts'
import { referralReplyEndpoints, replyLinkEndpoints } from '../sellers/referral-reply-endpoints.ts'
import { referralTemplateEndpoints } from '../sellers/referral-template-endpoints.ts'
import {
  informationRequestEndpoints,
  outcomeReportEndpoints,
} from '../sellers/referral-outcome-endpoints.ts'
import { alertEndpoints } from '../goods/alert-endpoints.ts'
import { goodsFigureEndpoints } from '../goods/goods-figure-endpoints.ts'
import { listingCheckEndpoints } from '../goods/listing-check-endpoints.ts'
import { codeEndpoints } from '../goods/code-endpoints.ts'
import { codeKeyEndpoints } from '../goods/code-key-endpoints.ts'
import { epcisEndpoints } from '../goods/epcis-endpoints.ts'
import { gtinPrefixEndpoints } from '../goods/gtin-prefix-endpoints.ts'
import { reportEndpoints } from '../goods/report-endpoints.ts'
import { scanEndpoints } from '../goods/scan-endpoints.ts'
import { noticeQualityEndpoints } from '../enforcement/notice-quality-endpoints.ts'
import { appealEndpoints } from '../enforcement/appeal-endpoints.ts'
import { buyerContactEndpoints } from '../enforcement/buyer-contact-endpoints.ts'
import { auditLogEndpoints } from '../access/audit-log-endpoints.ts'
import { referenceImageEndpoints } from '../images/reference-image-endpoints.ts'
import { caseEndpoints } from '../investigation/case-endpoints.ts'
import { casePackageEndpoints } from '../investigation/case-package-endpoints.ts'
import { caseworkEndpoints } from '../investigation/casework-endpoints.ts'
import { catalogEndpoints } from '../brands/catalog-endpoints.ts'
import { decisionEndpoints } from '../review/decision-endpoints.ts'
import { confidentialityHoldEndpoints } from '../enforcement/confidentiality-hold-endpoints.ts'
import type { Endpoint } from './endpoint.ts'
import { claimEndpoints } from '../brands/claim-endpoints.ts'
import { clearanceEndpoints } from '../enforcement/clearance-endpoints.ts'
import { inboxEndpoints } from '../app/inbox-endpoints.ts'
import { funnelEndpoints } from '../app/funnel-endpoints.ts'
import { insightEndpoints } from '../app/insight-endpoints.ts'
import { searchEndpoints } from '../app/search-endpoints.ts'
import { importEndpoints } from '../listings/import-endpoints.ts'
import { operatorEndpoints } from '../access/operator-endpoints.ts'
import { listingEndpoints } from '../listings/listing-endpoints.ts'
import { overviewEndpoints } from '../listings/overview-endpoints.ts'
import { marketplaceNameEndpoints } from '../access/marketplace-name-endpoints.ts'
import { organisationEndpoints } from '../access/organisation-endpoints.ts'
import { memberEndpoints, sessionEndpoints } from '../access/user-endpoints.ts'
import { proofRequestEndpoints } from '../enforcement/proof-request-endpoints.ts'
import { blindAuditEndpoints } from '../review/blind-audit-endpoints.ts'
import { errorLedgerEndpoints } from '../review/error-ledger-endpoints.ts'
import { retentionEndpoints } from '../privacy/retention-endpoints.ts'
import { messageEndpoints } from '../messaging/email-endpoints.ts'
import { noticeEndpoints } from '../enforcement/notice-endpoints.ts'
import { lexiconEndpoints, engineReleaseEndpoints } from '../review/engine-release-endpoints.ts'
import { viewEndpoints } from '../listings/saved-view-endpoints.ts'
import { listingImageEndpoints } from '../images/listing-image-endpoints.ts'
import { thresholdEndpoints } from '../brands/threshold-endpoints.ts'
import { enforcementEndpoints } from '../enforcement/proceeding-endpoints.ts'
import { evidenceEndpoints } from '../investigation/evidence-endpoints.ts'
import { moderationEndpoints } from '../enforcement/moderation-endpoints.ts'
import { translationEndpoints } from '../listings/translation-endpoints.ts'
import { sampleEndpoints } from '../demo/sample-endpoints.ts'
import { sellerAccountEndpoints } from '../sellers/seller-account-endpoints.ts'
import { sellerPriorEndpoints } from '../sellers/seller-prior-endpoints.ts'
import {
  linkHubEndpoints,
  linkJudgementEndpoints,
  sellerIdentifierEndpoints,
  sellerLinkEndpoints,
  sellerNetworkEndpoints,
} from '../sellers/seller-link-endpoints.ts'
import { linkModelEndpoints } from '../sellers/link-model-endpoints.ts'
import { linkContestEndpoints } from '../sellers/link-contest-endpoints.ts'
import { sellerPortfolioEndpoints } from '../sellers/seller-portfolio-endpoints.ts'
import { sellerEndpoints } from '../enforcement/seller-page-endpoints.ts'
import { excludedSiteEndpoints, siteRequestEndpoints } from '../watches/site-request-endpoints.ts'
import { summaryEndpoints } from '../watches/summary-endpoints.ts'
import { tipAddressEndpoints, tipEndpoints } from '../watches/tip-endpoints.ts'
import { watchedListingEndpoints } from '../watches/watched-listing-endpoints.ts'
import { watchCostEndpoints } from '../watches/watch-cost-endpoints.ts'
import { watchEndpoints } from '../watches/watch-endpoints.ts'
import { watchProposalEndpoints } from '../watches/watch-proposal-endpoints.ts'
import {
  operatorWatchEndpoints,
  watchSettingsEndpoints,
} from '../watches/watch-settings-endpoints.ts'
import { webhookEndpoints } from '../messaging/webhook-endpoints.ts'

export * from '../sellers/referral.ts'
export * from '../sellers/referral-view.ts'
export * from '../sellers/referral-item.ts'
export * from '../sellers/referral-endpoints.ts'
export * from '../sellers/referral-question-endpoints.ts'
export * from '../sellers/referral-reply-endpoints.ts'
export * from '../sellers/referral-template-endpoints.ts'
export * from '../sellers/referral-outcome-endpoints.ts'
export * from '../goods/alert-endpoints.ts'
export * from '../goods/goods-figure-endpoints.ts'
export * from '../goods/listing-check-endpoints.ts'
export * from '../goods/bracketed-code.ts'
export * from '../goods/code-endpoints.ts'
export * from '../goods/code-key-endpoints.ts'
export * from '../goods/epcis-endpoints.ts'
export * from '../goods/gtin-prefix-endpoints.ts'
export * from '../goods/report-endpoints.ts'
export * from '../goods/scan-endpoints.ts'
export * from '../enforcement/notice-quality-endpoints.ts'
export * from '../enforcement/appeal-endpoints.ts'
export * from '../enforcement/buyer-contact-endpoints.ts'
export * from '../access/audit-log-endpoints.ts'
export * from '../images/reference-image-endpoints.ts'
export * from '../investigation/case-endpoints.ts'
export * from '../investigation/case-package-endpoints.ts'
export * from '../investigation/casework-endpoints.ts'
export * from '../brands/catalog-endpoints.ts'
export * from '../review/decision-endpoints.ts'
export * from '../brands/claim-endpoints.ts'
export * from '../enforcement/clearance-endpoints.ts'
export * from '../enforcement/confidentiality-hold-endpoints.ts'
export * from './endpoint.ts'
export * from '../app/inbox-endpoints.ts'
export * from '../app/funnel-endpoints.ts'
export * from '../app/insight-endpoints.ts'
export * from '../app/search-endpoints.ts'
export * from '../listings/import-endpoints.ts'
export * from '../access/operator-endpoints.ts'
export * from '../listings/listing-endpoints.ts'
export * from '../listings/listing-withdrawal.ts'
export * from '../listings/row-error.ts'
export * from '../messaging/email-endpoints.ts'
export * from '../enforcement/notice-settings-endpoints.ts'
export * from '../enforcement/notice-draft-endpoints.ts'
export * from '../enforcement/notice-endpoints.ts'
export * from '../listings/overview-endpoints.ts'
export * from '../access/marketplace-name-endpoints.ts'
export * from '../access/organisation-endpoints.ts'
export * from '../access/user-endpoints.ts'
export * from '../images/listing-image-endpoints.ts'
export * from '../review/blind-audit-endpoints.ts'
export * from '../review/error-ledger-endpoints.ts'
export * from '../enforcement/proof-request-endpoints.ts'
export * from '../privacy/retention-endpoints.ts'
export * from '../review/engine-release-endpoints.ts'
export * from '../listings/saved-view-endpoints.ts'
export * from '../brands/threshold-endpoints.ts'
export * from '../enforcement/proceeding-endpoints.ts'
export * from '../investigation/evidence-endpoints.ts'
export {
  captureSentences,
  readCaptureSentence,
  writeCaptureSentence,
  type CaptureSentence,
} from '../investigation/capture-sentences.ts'
export * from '../enforcement/moderation-endpoints.ts'
export * from '../enforcement/moderation-actions.ts'
export * from '../enforcement/moderation-decision-endpoints.ts'
export * from '../enforcement/bulk-restriction-endpoints.ts'
export * from '../enforcement/notice-receipt-endpoints.ts'
export * from '../enforcement/moderation-settings-endpoints.ts'
export * from '../enforcement/misuse-endpoints.ts'
export * from '../listings/gloss.ts'
export * from '../listings/translation-endpoints.ts'
export * from '../demo/sample-endpoints.ts'
export * from '../enforcement/seller-page-endpoints.ts'
export * from '../enforcement/email-updates-endpoints.ts'
export * from '../messaging/webhook-endpoints.ts'
export * from '../watches/browser-rules.ts'
export * from '../watches/watch-endpoints.ts'
export * from '../watches/watched-listing-endpoints.ts'
export * from '../watches/watch-cost-endpoints.ts'
export * from '../watches/watch-proposal-endpoints.ts'
export * from '../watches/watch-settings-endpoints.ts'
export * from '../watches/site-request-endpoints.ts'
export * from '../watches/summary-endpoints.ts'
export * from '../watches/tip-endpoints.ts'
export * from '../sellers/seller-account-endpoints.ts'
export * from '../sellers/seller-prior-endpoints.ts'
export * from '../sellers/seller-portfolio-endpoints.ts'
export * from '../sellers/link-contest-endpoints.ts'
export * from '../sellers/link-model-endpoints.ts'
export * from '../sellers/seller-link-endpoints.ts'

/** Written out: the type that would be inferred is longer than a declaration may be. */
type Endpoints = {
  readonly noticeQuality: typeof noticeQualityEndpoints
  readonly auditLog: typeof auditLogEndpoints
  readonly referenceImages: typeof referenceImageEndpoints
  readonly buyerContacts: typeof buyerContactEndpoints
  readonly cases: typeof caseEndpoints
  readonly casePackages: typeof casePackageEndpoints
  readonly casework: typeof caseworkEndpoints
  readonly catalog: typeof catalogEndpoints
  readonly claims: typeof claimEndpoints
  readonly referralTemplates: typeof referralTemplateEndpoints
  readonly referrals: typeof referralEndpoints
  readonly referralQuestions: typeof referralQuestionEndpoints
  readonly referralSupplements: typeof referralSupplementEndpoints
  readonly outcomeReports: typeof outcomeReportEndpoints
  readonly informationRequests: typeof informationRequestEndpoints
  readonly replyLinks: typeof replyLinkEndpoints
  readonly referralReplies: typeof referralReplyEndpoints
  readonly alerts: typeof alertEndpoints
  readonly goodsFigures: typeof goodsFigureEndpoints
  readonly listingChecks: typeof listingCheckEndpoints
  readonly codes: typeof codeEndpoints
  readonly codeKeys: typeof codeKeyEndpoints
  readonly epcis: typeof epcisEndpoints
  readonly gtinPrefixes: typeof gtinPrefixEndpoints
  readonly scans: typeof scanEndpoints
  readonly reports: typeof reportEndpoints
  readonly imports: typeof importEndpoints
  readonly operator: typeof operatorEndpoints
  readonly listings: typeof listingEndpoints
  readonly marketplaceNames: typeof marketplaceNameEndpoints
  readonly members: typeof memberEndpoints
  readonly messages: typeof messageEndpoints
  readonly notices: typeof noticeEndpoints
  readonly organisation: typeof organisationEndpoints
  readonly listingImages: typeof listingImageEndpoints
  readonly sessions: typeof sessionEndpoints
  readonly decisions: typeof decisionEndpoints
  readonly confidentialityHolds: typeof confidentialityHoldEndpoints
  readonly inbox: typeof inboxEndpoints
  readonly insight: typeof insightEndpoints
  readonly funnel: typeof funnelEndpoints
  readonly search: typeof searchEndpoints
  readonly overview: typeof overviewEndpoints
  readonly blindAudit: typeof blindAuditEndpoints
  readonly errorLedger: typeof errorLedgerEndpoints
  readonly retention: typeof retentionEndpoints
  readonly lexicon: typeof lexiconEndpoints
  readonly engineReleases: typeof engineReleaseEndpoints
  readonly savedViews: typeof viewEndpoints
  readonly thresholds: typeof thresholdEndpoints
  readonly translations: typeof translationEndpoints
  readonly evidence: typeof evidenceEndpoints
  readonly proceedings: typeof enforcementEndpoints
  readonly moderation: typeof moderationEndpoints
  readonly appeals: typeof appealEndpoints
  readonly clearances: typeof clearanceEndpoints
  readonly proofRequests: typeof proofRequestEndpoints
  readonly sellerPages: typeof sellerEndpoints
  readonly sellerAccounts: typeof sellerAccountEndpoints
  readonly sellerPriors: typeof sellerPriorEndpoints
  readonly sellerPortfolios: typeof sellerPortfolioEndpoints
  readonly sellerLinks: typeof sellerLinkEndpoints
  readonly linkJudgements: typeof linkJudgementEndpoints
  readonly linkContests: typeof linkContestEndpoints
  readonly sellerNetworks: typeof sellerNetworkEndpoints
  readonly linkHubs: typeof linkHubEndpoints
  readonly linkModels: typeof linkModelEndpoints
  readonly sellerIdentifiers: typeof sellerIdentifierEndpoints
  readonly sample: typeof sampleEndpoints
  readonly operatorWatches: typeof operatorWatchEndpoints
  readonly watchedListings: typeof watchedListingEndpoints
  readonly watchCosts: typeof watchCostEndpoints
  readonly watchProposals: typeof watchProposalEndpoints
  readonly watchSettings: typeof watchSettingsEndpoints
  readonly siteRequests: typeof siteRequestEndpoints
  readonly summaries: typeof summaryEndpoints
  readonly tips: typeof tipEndpoints
  readonly tipAddresses: typeof tipAddressEndpoints
  readonly excludedSites: typeof excludedSiteEndpoints
  readonly watches: typeof watchEndpoints
  readonly webhooks: typeof webhookEndpoints
}

/** All endpoints of the HTTP API, by group. */
export const endpoints: Endpoints = {
  noticeQuality: noticeQualityEndpoints,
  auditLog: auditLogEndpoints,
  referenceImages: referenceImageEndpoints,
  buyerContacts: buyerContactEndpoints,
  cases: caseEndpoints,
  casePackages: casePackageEndpoints,
  casework: caseworkEndpoints,
  catalog: catalogEndpoints,
  claims: claimEndpoints,
  referralTemplates: referralTemplateEndpoints,
  referrals: referralEndpoints,
  referralQuestions: referralQuestionEndpoints,
  referralSupplements: referralSupplementEndpoints,
  outcomeReports: outcomeReportEndpoints,
  informationRequests: informationRequestEndpoints,
  replyLinks: replyLinkEndpoints,
  referralReplies: referralReplyEndpoints,
  alerts: alertEndpoints,
  goodsFigures: goodsFigureEndpoints,
  listingChecks: listingCheckEndpoints,
  codes: codeEndpoints,
  codeKeys: codeKeyEndpoints,
  epcis: epcisEndpoints,
  gtinPrefixes: gtinPrefixEndpoints,
  scans: scanEndpoints,
  reports: reportEndpoints,
  imports: importEndpoints,
  operator: operatorEndpoints,
  listings: listingEndpoints,
  marketplaceNames: marketplaceNameEndpoints,
  members: memberEndpoints,
  messages: messageEndpoints,
  notices: noticeEndpoints,
  organisation: organisationEndpoints,
  listingImages: listingImageEndpoints,
  sessions: sessionEndpoints,
  decisions: decisionEndpoints,
  confidentialityHolds: confidentialityHoldEndpoints,
  inbox: inboxEndpoints,
  insight: insightEndpoints,
  funnel: funnelEndpoints,
  search: searchEndpoints,
  overview: overviewEndpoints,
  blindAudit: blindAuditEndpoints,
  errorLedger: errorLedgerEndpoints,
  retention: retentionEndpoints,
  lexicon: lexiconEndpoints,
  engineReleases: engineReleaseEndpoints,
  savedViews: viewEndpoints,
  thresholds: thresholdEndpoints,
  translations: translationEndpoints,
  evidence: evidenceEndpoints,
  proceedings: enforcementEndpoints,
  moderation: moderationEndpoints,
  appeals: appealEndpoints,
  clearances: clearanceEndpoints,
  proofRequests: proofRequestEndpoints,
  sellerPages: sellerEndpoints,
  sellerAccounts: sellerAccountEndpoints,
  sellerPriors: sellerPriorEndpoints,
  sellerPortfolios: sellerPortfolioEndpoints,
  sellerLinks: sellerLinkEndpoints,
  linkJudgements: linkJudgementEndpoints,
  linkContests: linkContestEndpoints,
  sellerNetworks: sellerNetworkEndpoints,
  linkHubs: linkHubEndpoints,
  linkModels: linkModelEndpoints,
  sellerIdentifiers: sellerIdentifierEndpoints,
  sample: sampleEndpoints,
  operatorWatches: operatorWatchEndpoints,
  watchedListings: watchedListingEndpoints,
  watchCosts: watchCostEndpoints,
  watchProposals: watchProposalEndpoints,
  watchSettings: watchSettingsEndpoints,
  siteRequests: siteRequestEndpoints,
  summaries: summaryEndpoints,
  tips: tipEndpoints,
  tipAddresses: tipAddressEndpoints,
  excludedSites: excludedSiteEndpoints,
  watches: watchEndpoints,
  webhooks: webhookEndpoints,
} satisfies Record<string, Record<string, Endpoint>>
