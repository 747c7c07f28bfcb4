import type { Named } from '../leaks/named-things.ts'

/** What a request can name: a thing of the planted alliance, or a position in a list. */
export type Noun = keyof Named | `cursor:${string}`

/** A word that names nothing of anyone’s, as a request sends it. */
export type Plain = { plain: string }
const plain = (text: string): Plain => ({ plain: text })

/**
 * What each path parameter names, by the path before it. A new resource needs one line here; its id is planted in
 * `test/leaks/plant.ts`.
 */
export const inPath: Readonly<Record<string, Noun | Plain>> = {
  'notice-quality/marks/{id}': 'safeguard',
  'appeal-links/{id}': 'appealLink',
  'appeals/{id}': 'appeal',
  'appeals/{id}/documents/{document}': 'appealDocument',
  'audit/heads/{size}': plain('latest'),
  'captures/{id}': 'capture',
  'captures/{id}/items/{name}': plain('page'),
  'case-queues/{id}': 'caseQueue',
  'case-templates/{id}': 'caseTemplate',
  'cases/{id}': 'case',
  'cases/{id}/files/{file}': 'caseFile',
  'cases/{id}/packages/{package}': 'casePackage',
  'catalog/brands/{id}': 'brand',
  'catalog/products/{id}': 'product',
  'claims/{id}': 'claim',
  'claims/{id}/documents/{document}': 'document',
  'clearances/{id}': 'clearance',
  'code-batches/{id}': 'codeBatch',
  'alerts/{id}': 'alert',
  'code-keys/{id}': 'codeKey',
  'codes/{code}': 'code',
  'codes/{code}/timeline': 'code',
  'epcis/capture/{id}': 'epcisCapture',
  'referrals/{id}': 'referral',
  'referrals/{id}/documents/{document}': 'referralDocument',
  'referrals/{id}/questions/{question}': 'referralQuestion',
  'referrals/{id}/supplements/{supplement}': 'supplement',
  'referrals/{id}/outcome-reports/{report}': 'outcomeReport',
  'referrals/{id}/reply-links/{link}': 'replyLink',
  'information-requests/{id}': 'informationRequest',
  'reports/{id}': 'report',
  'reports/{id}/photos/{place}': plain('0'),
  'confidentiality-holds/{id}': 'confidentialityHold',
  'legal-holds/{id}': 'hold',
  'hubs/{id}': 'linkHub',
  'identifiers/{id}': 'identifier',
  'imports/mappings/{signature}': 'mappingSignature',
  'imports/marketplace-currencies/{marketplace}': plain('bazaar'),
  'imports/{id}': 'import',
  'installation/jobs/{queue}': plain('purge-listings'),
  'installation/organisations/{slug}': 'slug',
  'installation/webhooks/{id}': 'webhook',
  'invitations/{id}': 'invitation',
  'judgements/{id}': 'linkJudgement',
  'keys/{id}': 'key',
  'lexicon/{term}': 'brand',
  'link-contests/{id}': 'linkContest',
  'link-models/{version}': plain('1'),
  'listings/{id}': 'listing',
  'listings/{id}/images/{place}': plain('0'),
  'marketplace-names/{marketplace}': plain('bazaar'),
  'marketplaces/{slug}': 'slug',
  'members/{id}': 'member',
  'messages/{id}': 'message',
  'networks/{id}': 'network',
  'notice-addresses/{id}': 'noticeAddress',
  'notice-signatories/{id}': 'member',
  'notice-templates/{id}': 'noticeTemplate',
  'notices/{id}': 'notice',
  'public/error-ledgers/{slug}': 'slug',
  'reference-images/{id}': 'reference',
  'proceedings/{id}': 'proceeding',
  'proof-requests/{id}': 'proofRequest',
  'proposed-decisions/{id}': 'proposal',
  'blind-audits/fits/{id}': 'fit',
  'blind-audits/items/{id}': 'auditItem',
  'blind-audits/items/{id}/pictures/{place}': plain('0'),
  'blind-audits/samples/{id}': 'auditSample',
  'moderation/trusted-flaggers/{id}': 'flagger',
  'moderation/bulk-restrictions/{id}': 'bulkRestriction',
  'moderation/misuse-records/{id}': 'misuse',
  'moderation/notices/{id}': 'receivedNotice',
  'moderation/notices/{id}/evidence/{digest}': 'receivedPicture',
  'moderation/notices/{id}/items/{position}': plain('0'),
  'moderation/restrictions/{id}': 'ownRestriction',
  'regimes/{id}': plain('eu-dsa'),
  'engine-releases/{id}': 'release',
  'seller/appeal-links/{link}': 'appealLink',
  'seller/appeal-links/{link}/evidence/{digest}': 'receivedPicture',
  'seller-accounts/{id}': 'sellerAccount',
  'seller-accounts/{id}/links/{other}': 'sellerAccount',
  'sessions/{id}': 'session',
  'shared-notes/{id}': 'sharedNote',
  'translations/{id}': 'translation',
  'saved-views/{id}': 'view',
  'thumbnails/{token}': plain('unsigned'),
  'operator/excluded-sites/{site}': plain('bazaar.example'),
  'operator/site-extracts/{site}': plain('bazaar.example'),
  'summaries/{day}': plain('2026-11-20'),
  'tips/{id}': 'tip',
  'tip-addresses/{id}': 'tipAddress',
  'watches/{id}': 'watch',
  'watches/{id}/listings/{listing}': 'watchedListing',
  'watches/{id}/time-entries/{entry}': 'watchTimeEntry',
  'webhooks/{id}': 'webhook',
  'webhooks/{id}/deliveries/{event}': 'event',
}

/**
 * What query parameters, headers and fields of bodies name: by operation and name, by the enclosing field and name,
 * or by name alone; the first match counts.
 */
export const inFields: Readonly<Record<string, Noun | Plain>> = {
  'auditLog.verify:head.log': plain('00000000-0000-4000-8000-000000000000'),
  'referenceImages.add:brand': 'referenceBrand',
  'cases.act:action.listings': 'listing',
  'cases.act:action.listing': 'listing',
  'cases.act:action.to': 'member',
  'cases.act:action.into': 'otherCase',
  'cases.act:action.task': 'caseTask',
  'cases.act:action.line': 'turnoverLine',
  'cases.act:action.queue': 'caseQueue',
  'codes.recordEvents:batch': 'codeBatch',
  'codes.recordEvents:code': 'code',
  'scans.record:code': 'code',
  'reports.send:code': plain('(01)09521111000019(21)A1'),
  'buyerContacts.leave:listing': plain('https://shop.example/item/1'),
  'reports.send:listing': plain('https://shop.example/item/1'),
  'referrals.act:action.contest': 'informedSeller',
  'linkHubs.act:action.decision': 'linkHubDecision',
  'reports.act:action.case': 'case',
  'reports.list:case': 'case',
  'listingChecks.check:listing': plain('https://shop.example/item/1'),
  'scans.check:code': plain('(01)09521111000019(21)A1'),
  'cases.open:template': 'caseTemplate',
  'catalog.putBrand:id': 'brand',
  'catalog.putProduct:id': 'product',
  'decisions.recordDecisions:id': 'listing',
  'decisions.recordOutcomes:id': 'listing',
  'decisions.recordDecisions:listing': 'externalId',
  'decisions.recordOutcomes:listing': 'externalId',
  'confidentialityHolds.set:listings.id': 'externalId',
  'confidentialityHolds.set:listings.marketplace': 'marketplace',
  'operator.createOrganisation:parent': 'slug',
  'listings.actOnMany:listings.id': 'listing',
  'listings.actOnMany:listings.listing': 'externalId',
  'listings.changes:since': 'cursor:listings.changes',
  'listings.take:id': 'externalId',
  'listings.takeBatch:id': 'externalId',
  'operator.bindMarketplaces:marketplaces': 'marketplace',
  'inbox.handle:id': 'notice',
  'inbox.setSummary:timeZone': plain('Europe/Brussels'),
  'judgements.a': 'sellerAccount',
  'judgements.b': 'sellerAccount',
  'linkContests.list:account': 'sellerAccount',
  'referrals.list:account': 'sellerAccount',
  'linkContests.record:account': 'sellerAccount',
  'linkContests.record:other': 'sellerAccount',
  'logos.brand': 'brand',
  'messages.list:about': 'case',
  'notices.change:template': 'noticeTemplate',
  'notices.draft:template': 'noticeTemplate',
  'organisation.listAudit:actor': 'member',
  'moderation.measures:seller': 'seller',
  'moderation.previewBulk:items.notice': 'receivedNotice',
  'moderation.restrictInBulk:items.notice': 'receivedNotice',
  'moderation.watch:notice': 'receivedNotice',
  'moderation.watch:seller': 'seller',
  'retention.senderAccess:notice': 'receivedNotice',
  'retention.senderErase:notice': 'receivedNotice',
  'seller.id': 'seller',
  'shows.brand': 'brand',
  'shows.reference': 'reference',
  'to:slug': 'slug',
  'source:network': 'network',
  'source:case': 'case',
  network: 'network',
  accounts: 'sellerAccount',
  supplement: 'supplement',
  referral: 'referral',
  'omissions.items': 'listing',
  'persons.document': 'referralDocument',
  'rights.extract': 'referralDocument',
  addressee: 'slug',
  against: 'capture',
  appeal: 'appeal',
  proofRequest: 'proofRequest',
  assignee: 'member',
  brand: 'brand',
  brands: 'brand',
  capture: 'capture',
  case: 'case',
  claim: 'claim',
  decisions: 'decision',
  email: 'email',
  flagger: 'flagger',
  grantedTo: 'slug',
  'idempotency-key': 'idempotencyKey',
  import: 'import',
  listing: 'listing',
  listings: 'listing',
  marketplace: 'marketplace',
  member: 'member',
  notice: 'notice',
  organisation: 'slug',
  parent: 'slug',
  proceeding: 'proceeding',
  product: 'product',
  queue: 'caseQueue',
  receipt: 'receipt',
  release: 'release',
  seller: 'seller',
  sellerAccount: 'sellerAccount',
  signatory: 'member',
  slug: 'slug',
  watch: 'watch',
  'siteRequests.send:email': plain('webmaster@bazaar.example'),
  'members.accept:token': 'invitationToken',
  'members.readInvitation:token': 'invitationToken',
  'sellerPages.open:token': 'appealToken',
  // Whoever has the token of a link is who it was issued for.
  'referralReplies.read:token': plain('x'.repeat(43)),
  'referralReplies.act:token': plain('x'.repeat(43)),
  'referralReplies.act:action.key': plain('7e1b4c83-5d92-4a06-8f3e-2b9c6d0a7130'),
  // Of another kind: none of these tokens opens anything else.
  'sellerPages.actOnEmailUpdates:action.token': 'appealToken',
  'buyerContacts.confirm:token': 'appealToken',
}

/** Texts that name nothing of anyone’s: free words, dates, codes of public lists, positions in the request itself. */
export const words: ReadonlySet<string> = new Set(
  `also amount appliesTo asOf at author authority authorisedSellers attribute awardedBy bodies body by category cells clause clearanceReason
  checkedOn classes clientId clientSecret closingReason code column complaintReasons complaints complexity connector contact content counsel countries country
  court currency current databaseId decidedOn description due ean earlierDispute edits endsOn engine
  errors explanation facts fields follow forms format from furtherCategories gravity grounds gtin guards
  headers holder house how html id identifiers intention information item joinedAt key keywordWords keywords knowledgeReason label
  language legalGround listedOn locale low machine market instance meaning memberState corrections
  model name necessity next note nonImplementationReason notMetReason number observedAt off office on order
  origin owner ownChannel password path platform postedOn price productType productTypes publishedAt publishedIn publishedOn puid purchases
  qualification question reason reasons receivedOn reference regime repeatReason reversalMessage reviewer
  right role root seenFrom seenTo select sha256 shipsFrom shownAt signature signInReason since sizeClass sizeLostOn source startsOn statement styleCodes subject
  summary suspicion symbology tasks terms territories territory text tier title to transition typeWords
  typical until url urls validFrom validTo validUntil value replacementReason version vlopDesignatedOn waitFor warning
  address approvalNumber assessedOn basis deconflictionNumber documentKind dated examinedOn examiner fax
  goods ground happenedOn items kindOfDocument line mark phone proceeding respondBy statement email
  batch batches boughtOn device first last prefix prefixes serials maker photo photos
  day message queries receivedAt site week where why withhold words work workflow`.split(/\s+/),
)

/** Parameters of queries and headers that choose, sort or shape an answer, and name nothing. */
export const choices: ReadonlySet<string> = new Set(
  `EQ_bizStep EQ_disposition EQ_eventID GE_eventTime GE_recordTime LT_eventTime LT_recordTime MATCH_anyEPC
  actions at batch before redacted side state supplement country currency deadlineMs due each engine eventType figure from gtin nextPageToken holds
  if-match key kind label language limit
  priceFrom priceTo probabilityFrom probabilityTo reason regime search seenFrom seenTo sender since to unread url urgent
  version weeks withhold`.split(/\s+/),
)

/**
 * What an organisation of either kind never has: no marketplace claims brands, and no rights holder receives notices.
 */
export const nounsBesides: Readonly<Record<'marketplace' | 'rights-holder', ReadonlySet<Noun>>> = {
  marketplace: new Set<Noun>(['claim', 'document']),
  'rights-holder': new Set<Noun>([
    'bulkRestriction',
    'flagger',
    'misuse',
    'ownRestriction',
    'receipt',
    'receivedNotice',
    'receivedPicture',
  ]),
}

/** Names that each organisation chooses itself: another’s name in a request means the caller's own thing. */
export const inOwnWords: ReadonlySet<Noun> = new Set<Noun>([
  'brand',
  'externalId',
  'idempotencyKey',
  'import',
  'mappingSignature',
  'marketplace',
  'product',
  'referenceBrand',
  'seller',
  'spareBrand',
])
