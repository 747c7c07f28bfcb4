import type { endpoints } from '../api/index.ts'
import { noticeQualityExamples } from './enforcement/notice-quality.ts'
import {
  appealExamples,
  clearanceExamples,
  proofRequestExamples,
  sellerExamples,
} from './enforcement/appeals.ts'
import { auditLogExamples } from './access/audit-log.ts'
import { bankExamples } from './images/reference-images.ts'
import { caseExamples } from './investigation/cases.ts'
import { casePackageExamples } from './investigation/case-packages.ts'
import { caseworkExamples } from './investigation/casework.ts'
import { catalogExamples } from './brands/catalog.ts'
import {
  alertExamples,
  goodsFigureExamples,
  listingCheckExamples,
  buyerContactExamples,
  codeExamples,
  codeKeyExamples,
  epcisExamples,
  gtinPrefixExamples,
  reportExamples,
  scanExamples,
} from './goods/codes.ts'
import { claimExamples } from './brands/claims.ts'
import { confidentialityHoldExamples } from './enforcement/confidentiality-holds.ts'
import { enforcementExamples } from './enforcement/proceedings.ts'
import { evidenceExamples } from './investigation/evidence.ts'
import type { ExamplesOf } from './example.ts'
import { decisionExamples, listingExamples, pictureExamples } from './listings/listings.ts'
import { inboxExamples } from './app/inbox.ts'
import { errorLedgerExamples } from './review/error-ledger.ts'
import { sellerPriorExamples } from './sellers/seller-priors.ts'
import { funnelExamples } from './app/funnel.ts'
import { insightExamples } from './app/insight.ts'
import { searchExamples } from './app/search.ts'
import { importExamples } from './listings/imports.ts'
import { installationExamples } from './access/operator.ts'
import { messageExamples } from './messaging/email.ts'
import { noticeExamples } from './enforcement/notices.ts'
import { marketplaceNameExamples } from './access/marketplace-names.ts'
import { memberExamples, organisationExamples, sessionExamples } from './access/users.ts'
import { overviewExamples, viewExamples } from './listings/queue.ts'
import { qualityExamples } from './review/blind-audit.ts'
import { retentionExamples } from './privacy/retention.ts'
import { lexiconExamples, engineReleaseExamples } from './review/engine-releases.ts'
import { thresholdExamples } from './brands/thresholds.ts'
import { translationExamples } from './listings/translations.ts'
import { moderationExamples } from './enforcement/moderation.ts'
import { sellerAccountExamples } from './sellers/seller-accounts.ts'
import {
  linkContestExamples,
  linkHubExamples,
  linkJudgementExamples,
  linkModelExamples,
  sellerIdentifierExamples,
  sellerLinkExamples,
  sellerNetworkExamples,
} from './sellers/seller-links.ts'
import {
  informationRequestExamples,
  outcomeReportExamples,
  referralExamples,
  referralQuestionExamples,
  referralReplyExamples,
  referralSupplementExamples,
  referralTemplateExamples,
  replyLinkExamples,
} from './sellers/referrals.ts'
import { sellerPortfolioExamples } from './sellers/seller-portfolios.ts'
import { sampleExamples } from './demo/sample.ts'
import {
  operatorWatchExamples,
  watchCostExamples,
  watchedListingExamples,
  watchExamples,
  watchProposalExamples,
  watchSettingsExamples,
} from './watches/watches.ts'
import { summaryExamples, tipAddressExamples, tipExamples } from './watches/tips.ts'
import { excludedSiteExamples, siteRequestExamples } from './watches/site-requests.ts'
import { webhookExamples } from './messaging/webhooks.ts'

export { callers, type AnyExample, type Caller } from './example.ts'
export { samples } from './sample-values.ts'

type EndpointGroups = typeof endpoints

/** Examples of all endpoints by group; they work in this order. */
export const examples: { readonly [R in keyof EndpointGroups]: ExamplesOf<EndpointGroups[R]> } = {
  catalog: catalogExamples,
  claims: claimExamples,
  gtinPrefixes: gtinPrefixExamples,
  codes: codeExamples,
  codeKeys: codeKeyExamples,
  alerts: alertExamples,
  goodsFigures: goodsFigureExamples,
  listingChecks: listingCheckExamples,
  epcis: epcisExamples,
  scans: scanExamples,
  reports: reportExamples,
  listings: listingExamples,
  imports: importExamples,
  listingImages: pictureExamples,
  sellerAccounts: sellerAccountExamples,
  sellerPriors: sellerPriorExamples,
  sellerPortfolios: sellerPortfolioExamples,
  sellerLinks: sellerLinkExamples,
  sellerIdentifiers: sellerIdentifierExamples,
  sellerNetworks: sellerNetworkExamples,
  linkJudgements: linkJudgementExamples,
  linkContests: linkContestExamples,
  linkHubs: linkHubExamples,
  linkModels: linkModelExamples,
  referralTemplates: referralTemplateExamples,
  referrals: referralExamples,
  referralQuestions: referralQuestionExamples,
  referralSupplements: referralSupplementExamples,
  outcomeReports: outcomeReportExamples,
  informationRequests: informationRequestExamples,
  replyLinks: replyLinkExamples,
  referralReplies: referralReplyExamples,
  referenceImages: bankExamples,
  translations: translationExamples,
  evidence: evidenceExamples,
  auditLog: auditLogExamples,
  proceedings: enforcementExamples,
  messages: messageExamples,
  notices: noticeExamples,
  moderation: moderationExamples,
  buyerContacts: buyerContactExamples,
  proofRequests: proofRequestExamples,
  sellerPages: sellerExamples,
  appeals: appealExamples,
  clearances: clearanceExamples,
  decisions: decisionExamples,
  cases: caseExamples,
  casePackages: casePackageExamples,
  casework: caseworkExamples,
  thresholds: thresholdExamples,
  blindAudit: qualityExamples,
  watches: watchExamples,
  watchedListings: watchedListingExamples,
  watchCosts: watchCostExamples,
  watchProposals: watchProposalExamples,
  watchSettings: watchSettingsExamples,
  siteRequests: siteRequestExamples,
  summaries: summaryExamples,
  tips: tipExamples,
  tipAddresses: tipAddressExamples,
  excludedSites: excludedSiteExamples,
  operatorWatches: operatorWatchExamples,
  webhooks: webhookExamples,
  operator: installationExamples,
  errorLedger: errorLedgerExamples,
  confidentialityHolds: confidentialityHoldExamples,
  noticeQuality: noticeQualityExamples,
  retention: retentionExamples,
  lexicon: lexiconExamples,
  engineReleases: engineReleaseExamples,
  sample: sampleExamples,
  members: memberExamples,
  marketplaceNames: marketplaceNameExamples,
  organisation: organisationExamples,
  inbox: inboxExamples,
  insight: insightExamples,
  funnel: funnelExamples,
  search: searchExamples,
  overview: overviewExamples,
  savedViews: viewExamples,
  sessions: sessionExamples,
}
