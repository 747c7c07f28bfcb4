import { accountabilityEndpoints } from './accountability.ts'
import { answerEndpoints } from './answers.ts'
import { auditLogEndpoints } from './audit-log.ts'
import { bankEndpoints } from './banks.ts'
import { caseEndpoints } from './cases.ts'
import { caseworkEndpoints } from './casework.ts'
import { catalogEndpoints } from './catalog.ts'
import { decisionEndpoints } from './decisions.ts'
import { embargoEndpoints } from './embargoes.ts'
import type { Endpoint } from './endpoint.ts'
import { claimEndpoints } from './claims.ts'
import { clearanceEndpoints } from './clearances.ts'
import { importEndpoints } from './imports.ts'
import { installationEndpoints } from './installation.ts'
import { listingEndpoints } from './listings.ts'
import { overviewEndpoints } from './overview.ts'
import { organisationEndpoints } from './organisation.ts'
import { memberEndpoints, sessionEndpoints } from './people.ts'
import { proofAskEndpoints } from './proof-asks.ts'
import { qualityEndpoints } from './quality.ts'
import { retentionEndpoints } from './retention.ts'
import { messageEndpoints } from './messages.ts'
import { noticeEndpoints } from './notices.ts'
import { lexiconEndpoints, revisionEndpoints } from './revisions.ts'
import { viewEndpoints } from './views.ts'
import { pictureEndpoints } from './pictures.ts'
import { thresholdEndpoints } from './thresholds.ts'
import { enforcementEndpoints } from './enforcement.ts'
import { evidenceEndpoints } from './evidence.ts'
import { receptionEndpoints } from './reception.ts'
import { translationEndpoints } from './translations.ts'
import { sampleEndpoints } from './sample.ts'
import { sellerEndpoints } from './seller-page.ts'
import { webhookEndpoints } from './webhooks.ts'

export * from './accountability.ts'
export * from './answers.ts'
export * from './audit-log.ts'
export * from './banks.ts'
export * from './cases.ts'
export * from './casework.ts'
export * from './catalog.ts'
export * from './decisions.ts'
export * from './claims.ts'
export * from './clearances.ts'
export * from './embargoes.ts'
export * from './endpoint.ts'
export * from './imports.ts'
export * from './installation.ts'
export * from './listings.ts'
export * from './messages.ts'
export * from './notice-house.ts'
export * from './notices.ts'
export * from './overview.ts'
export * from './organisation.ts'
export * from './people.ts'
export * from './pictures.ts'
export * from './quality.ts'
export * from './proof-asks.ts'
export * from './retention.ts'
export * from './revisions.ts'
export * from './views.ts'
export * from './thresholds.ts'
export * from './enforcement.ts'
export * from './evidence.ts'
export * from './reception.ts'
export * from './reception-acts.ts'
export * from './reception-door.ts'
export * from './reception-house.ts'
export * from './reception-misuse.ts'
export * from './translations.ts'
export * from './sample.ts'
export * from './seller-page.ts'
export * from './webhooks.ts'

/** Every address of the HTTP interface, by room. */
export const endpoints = {
  accountability: accountabilityEndpoints,
  auditLog: auditLogEndpoints,
  banks: bankEndpoints,
  cases: caseEndpoints,
  casework: caseworkEndpoints,
  catalog: catalogEndpoints,
  claims: claimEndpoints,
  imports: importEndpoints,
  installation: installationEndpoints,
  listings: listingEndpoints,
  members: memberEndpoints,
  messages: messageEndpoints,
  notices: noticeEndpoints,
  organisation: organisationEndpoints,
  pictures: pictureEndpoints,
  sessions: sessionEndpoints,
  decisions: decisionEndpoints,
  embargoes: embargoEndpoints,
  overview: overviewEndpoints,
  quality: qualityEndpoints,
  retention: retentionEndpoints,
  lexicon: lexiconEndpoints,
  revisions: revisionEndpoints,
  views: viewEndpoints,
  thresholds: thresholdEndpoints,
  translations: translationEndpoints,
  evidence: evidenceEndpoints,
  enforcement: enforcementEndpoints,
  reception: receptionEndpoints,
  answers: answerEndpoints,
  clearances: clearanceEndpoints,
  proofAsks: proofAskEndpoints,
  seller: sellerEndpoints,
  sample: sampleEndpoints,
  webhooks: webhookEndpoints,
} as const satisfies Record<string, Record<string, Endpoint>>
