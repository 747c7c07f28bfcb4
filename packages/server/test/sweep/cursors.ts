import { writeCursor } from '../../src/platform/http/index.ts'
import type { Named } from '../leaks/named-things.ts'
import type { Names } from './requests.ts'

type Place = readonly (string | number)[]

/**
 * Of each list a place in it that a victim would be given: by the noun whose moment and id make it, or as it is. A new
 * list needs one line here.
 */
export const placesIn: Readonly<Record<string, keyof Named | ((named: Named) => Place)>> = {
  'noticeQuality.marks': 'safeguard',
  'appeals.links': 'appealLink',
  'appeals.list': 'appeal',
  'auditLog.heads': () => [2],
  'referenceImages.list': 'reference',
  'referenceImages.missedOfProducts': ({ product }) => [product, ''],
  'cases.list': ({ at, case: id }) => [0, at, id],
  'cases.listings': 'listing',
  'cases.record': () => [1],
  'casework.notes': 'sharedNote',
  'casework.received': 'sharedNote',
  'catalog.brandVersions': () => [1],
  'catalog.listBrands': ({ brand }) => [brand],
  'catalog.listProducts': ({ product }) => [product],
  'catalog.productVersions': () => [1],
  'claims.list': 'claim',
  'clearances.list': 'clearance',
  'alerts.list': 'alert',
  'referrals.list': 'referral',
  'referrals.items': () => [0],
  'referrals.custody': 'referral',
  'referralQuestions.list': 'referralQuestion',
  'outcomeReports.list': 'outcomeReport',
  'informationRequests.list': 'informationRequest',
  'buyerContacts.list': ({ at, proceeding }) => [at, proceeding, ''],
  'codes.batches': 'codeBatch',
  'reports.list': ({ at, report }) => [2, 9, at, report],
  'codes.list': ({ at, code }) => [at, code.slice(4, 18), code.slice(22)],
  'decisions.decisionsOnListing': 'decision',
  'decisions.listDecisions': 'decision',
  'decisions.listOutcomes': 'outcome',
  'decisions.listProposed': 'proposal',
  'decisions.outcomesOfListing': 'outcome',
  'confidentialityHolds.list': 'confidentialityHold',
  'confidentialityHolds.ofAuthorities': 'confidentialityHold',
  'proceedings.deadlines': ({ at, proceeding }) => [at, proceeding, '', '', 0],
  'proceedings.list': 'proceeding',
  'evidence.list': 'capture',
  'operator.organisations': ({ slug }) => [slug],
  'operator.retention': ({ slug }) => [slug],
  'insight.listings': ({ at, listing, notice }) => [at, listing, notice],
  'lexicon.list': ({ brand }) => [brand],
  // The number of a transaction, as text.
  'listings.changes': ({ listing }) => [1, '0', listing],
  'listings.list': 'listing',
  'members.list': ({ member }) => [member],
  'members.listInvitations': 'invitation',
  'messages.list': 'message',
  'notices.course': ({ at, notice }) => [at, 'notice', notice, 1],
  'notices.list': 'notice',
  'organisation.listAudit': 'auditEvent',
  'organisation.listKeys': 'key',
  'proofRequests.list': 'proofRequest',
  'moderation.listBulk': ({ at, bulkRestriction }) => [at, bulkRestriction],
  'moderation.measures': ({ ownRestriction }) => ['2026-11-26', ownRestriction],
  'moderation.queue': ({ at, receivedNotice }) => [0, at, receivedNotice, 0],
  'retention.access': ({ listing }) => [listing],
  'retention.holds': 'hold',
  'retention.requests': 'privacyRequest',
  'engineReleases.list': () => [1],
  'sellerAccounts.list': 'sellerAccount',
  'sellerAccounts.timeline': ({ at, listing }) => [at, 'listing-seen', listing],
  'sellerPortfolios.list': ({ sellerAccount }) => [0, 0.5, sellerAccount],
  'sellerPortfolios.listings': 'listing',
  'sellerLinks.list': ({ sellerAccount }) => [1, sellerAccount, sellerAccount],
  'linkJudgements.list': 'linkJudgement',
  'linkContests.list': 'linkContest',
  'sellerNetworks.list': ({ network }) => [9, network],
  'linkHubs.list': () => [99, 'a'],
  'thresholds.history': 'threshold',
  'thresholds.list': ({ spareBrand }) => [spareBrand],
  'operatorWatches.gate': () => ['https://a.example'],
  'excludedSites.list': () => ['a.example'],
  'excludedSites.requests': 'watch',
  'tips.list': 'tip',
  'watches.list': 'watch',
  'watches.runs': 'watchRun',
  'watchCosts.ledger': ({ watchRun }) => ['2026-11-20', watchRun, ''],
  'watchCosts.timeEntries': 'watchTimeEntry',
  'watchedListings.list': 'watchedListing',
  'watchedListings.history': () => [2],
  'webhooks.deliveries': 'event',
  'webhooks.replay': 'event',
}

/** For each list the place that holds names of a victim’s, and the same with names of nothing. */
export function cursorsOf(named: Named): { there: Names; nothing: Names } {
  const there: Record<string, string> = {}
  const nothing: Record<string, string> = {}
  for (const [list, placement] of Object.entries(placesIn)) {
    const place = typeof placement === 'string' ? [named.at, named[placement]] : placement(named)
    there[`cursor:${list}`] = writeCursor(place)
    nothing[`cursor:${list}`] = writeCursor(place.map(besideIt))
  }
  return { there, nothing }
}

/** The same items follow it in a list. */
function besideIt(part: string | number): string | number {
  if (typeof part === 'number' || /^(\d{4}-\d\d-\d\d|\d{1,3}$)/.test(part)) return part
  const isId = /^[0-9a-f-]{36}$/.test(part)
  return isId ? part.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : `${part}!`
}
