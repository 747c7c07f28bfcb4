import type { endpoints } from '@touchstone/contract'
import type { Standing } from './callers.ts'

/**
 * Groups in which the installation’s admin acts in the operator’s place; a separate test covers what is shown there.
 */
export const ofTheOperator: ReadonlySet<string> = new Set<keyof typeof endpoints>([
  'claims',
  'gtinPrefixes',
  'operator',
  'operatorWatches',
  'excludedSites',
  'lexicon',
  'engineReleases',
  'inbox',
])

/** What a member limited to a brand may see nevertheless, each with the reason. */
export const ofNoBrand: Readonly<Record<string, string>> = {
  auditEvent: 'the log names no brand',
  caseQueue: 'work is dealt out to all by one set of queues',
  caseTemplate: 'templates hold words of the organisation’s own, and no matter',
  email: 'members know one another',
  externalId: 'whoever sends offers in names them as their marketplace does',
  fit: 'weights are fitted to all judgements, and name none',
  flagger: 'a trusted flagger is the organisation’s, whatever it reports',
  idempotencyKey: 'a request that was sent before is whoever’s sent it',
  import: 'a file of offers is of no brand',
  invitation: 'members know one another',
  auditSample: 'an audit sample is drawn from all listings, and shows figures',
  mappingSignature: 'columns of files are of no brand',
  marketplace: 'where listings stand is of no brand',
  member: 'members know one another',
  noticeAddress: 'addresses of marketplaces are of no brand',
  noticeTemplate: 'templates hold words of the organisation’s own, and no matter',
  session: 'a session is its person’s',
  slug: 'the organisation is its own',
  view: 'a shared view that names no hidden brand is for all',
}

type Exception = { standings: readonly Standing[]; reason: string }

/** Every member reads the organisation's claims; who may change one is checked afterwards. */
const ownClaim: Exception = {
  standings: ['narrowed'],
  reason: 'that the organisation claims a brand all its members know',
}

/** The case names both brands; its data about the other brand are requested separately. */
const caseOfTwo: Exception = {
  standings: ['narrowed'],
  reason: 'a case about several brands is seen by members of any of them',
}

/** Operations that answer otherwise by design, each with the reason. */
const exceptions: Readonly<Record<string, Exception>> = {
  'cases.board': caseOfTwo,
  'cases.list': caseOfTwo,
  'claims.act': ownClaim,
  'claims.document': ownClaim,
  'claims.list': ownClaim,
  'claims.read': ownClaim,
  'translations.remove': {
    standings: ['without-role'],
    reason:
      'whoever works for the organisation reads its translations, and removes those of his own',
  },
  'savedViews.change': {
    standings: ['without-role'],
    reason: 'a shared view is shown to all of the organisation, and changed by some',
  },
  'savedViews.remove': {
    standings: ['without-role'],
    reason: 'a shared view is shown to all of the organisation, and removed by some',
  },
}

/** Operations that publish, each with the reason. */
export const published: Readonly<Record<string, string>> = {
  'alerts.feed': 'alerts are for everyone',
  'alerts.atom': 'alerts are for everyone',
  'goodsFigures.read': 'figures of the installation, without small counts',
  'goodsFigures.csv': 'figures of the installation, without small counts',
  'codeKeys.published': 'anyone verifies who wrote a code',
}

export function answersOtherwise(operation: string, standing: Standing): boolean {
  return exceptions[operation]?.standings.includes(standing) ?? false
}

/** Whether an operation breaks on planted data: a received picture without stored bytes. */
export function isBroken(operation: string, standing: Standing): boolean {
  return (
    operation === 'moderation.picture' && (standing === 'narrowed' || standing === 'without-role')
  )
}

/** Operations that read, and tell even the owner nothing about a thing, each with the reason. */
export const untold: Readonly<Record<string, string>> = {
  'buyerContacts.list': 'a place in a list that is empty',
  'auditLog.heads': 'a place in a list that ends there',
  'referenceImages.missedOfProducts': 'a place in a list that is empty',
  'catalog.listBrands': 'a place in a list that ends there',
  'confidentialityHolds.ofAuthorities': 'a place in a list that is empty',
  'operator.organisations': 'asked by members of none alone',
  'operator.retention': 'asked by members of none alone',
  'operatorWatches.gate': 'asked by members of none alone',
  'excludedSites.list': 'asked by members of none alone',
  'excludedSites.requests': 'asked by members of none alone',
  'watchCosts.ledger': 'a place in a list that ends there',
  'lexicon.list': 'asked by the operator’s admin alone',
  'lexicon.term': 'asked by the operator’s admin alone',
  'blindAudit.picture': 'listings of audit samples have no pictures here',
  'moderation.door': 'the door is closed',
  'errorLedger.readPublic': 'nothing is published unless the operator says so',
  'moderation.queue': 'a place in a list that ends there',
  'engineReleases.list': 'asked by the operator’s admin alone',
  'engineReleases.read': 'asked by the operator’s admin alone',
  'sellerPages.picture': 'asked with the cookie of the browser that opened the link',
  'sellerPages.readEmailUpdates': 'asked with the cookie of the browser that opened the link',
  'sellerPages.read': 'asked with the cookie of the browser that opened the link',
}

/** Operations whose bodies may hold text that no column takes, each with the reason. */
const anyText: Readonly<Record<string, string>> = {
  'catalog.import': 'texts of a catalog are stored as JSON, and come back as they came',
  'catalog.putBrand': 'texts of a catalog are stored as JSON, and come back as they came',
  'catalog.putProduct': 'texts of a catalog are stored as JSON, and come back as they came',
  'imports.keepMapping': 'columns are named as their file names them',
  'imports.tryMapping': 'cells of a file come back as a preview showed them, and nothing is stored',
  'listings.take': 'free texts of listings are stored as JSON, and come back as they came',
  'listings.takeBatch': 'free texts of listings are stored as JSON, and come back as they came',
  'moderation.send': 'a notice is received whatever it holds, with signs in place of the rest',
}

/** Whether a text in an operation's body may contain what no text column accepts. */
export function takesAnyText(operation: string): boolean {
  return anyText[operation] !== undefined
}
