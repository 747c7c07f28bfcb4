import type { endpoints } from '../api/index.ts'
import { accountabilityExamples } from './accountability.ts'
import { answerExamples, clearanceExamples, proofAskExamples, sellerExamples } from './answers.ts'
import { auditLogExamples } from './audit-log.ts'
import { bankExamples } from './banks.ts'
import { caseExamples } from './cases.ts'
import { caseworkExamples } from './casework.ts'
import { catalogExamples } from './catalog.ts'
import { claimExamples } from './claims.ts'
import { embargoExamples } from './embargoes.ts'
import { enforcementExamples } from './enforcement.ts'
import { evidenceExamples } from './evidence.ts'
import type { ExamplesOf } from './example.ts'
import { decisionExamples, listingExamples, pictureExamples } from './listings.ts'
import { importExamples } from './imports.ts'
import { installationExamples } from './installation.ts'
import { messageExamples } from './messages.ts'
import { noticeExamples } from './notices.ts'
import { memberExamples, organisationExamples, sessionExamples } from './people.ts'
import { overviewExamples, viewExamples } from './queue.ts'
import { qualityExamples } from './quality.ts'
import { retentionExamples } from './retention.ts'
import { lexiconExamples, revisionExamples } from './revisions.ts'
import { thresholdExamples } from './thresholds.ts'
import { translationExamples } from './translations.ts'
import { receptionExamples } from './reception.ts'
import { sampleExamples } from './sample.ts'
import { webhookExamples } from './webhooks.ts'

export { callers, type AnyExample, type Caller } from './example.ts'
export { samples } from './samples.ts'

type Rooms = typeof endpoints

/** Examples of every address, by room; they work one after the other, in this order. */
export const examples: { readonly [R in keyof Rooms]: ExamplesOf<Rooms[R]> } = {
  catalog: catalogExamples,
  claims: claimExamples,
  listings: listingExamples,
  imports: importExamples,
  pictures: pictureExamples,
  banks: bankExamples,
  translations: translationExamples,
  evidence: evidenceExamples,
  auditLog: auditLogExamples,
  enforcement: enforcementExamples,
  messages: messageExamples,
  notices: noticeExamples,
  reception: receptionExamples,
  proofAsks: proofAskExamples,
  seller: sellerExamples,
  answers: answerExamples,
  clearances: clearanceExamples,
  decisions: decisionExamples,
  cases: caseExamples,
  casework: caseworkExamples,
  thresholds: thresholdExamples,
  quality: qualityExamples,
  webhooks: webhookExamples,
  installation: installationExamples,
  embargoes: embargoExamples,
  accountability: accountabilityExamples,
  retention: retentionExamples,
  lexicon: lexiconExamples,
  revisions: revisionExamples,
  sample: sampleExamples,
  members: memberExamples,
  organisation: organisationExamples,
  overview: overviewExamples,
  views: viewExamples,
  sessions: sessionExamples,
}
