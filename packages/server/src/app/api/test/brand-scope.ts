import type { endpoints } from '@touchstone/contract'

/**
 * How far a member or key that is limited to brands reaches with each operation. `brands`: what it reads and changes
 * is about its brands, and all else is as if it were not there. `whole`: refused, since it concerns the whole
 * organisation. `shared`: the same for every member, and about no listing. `self`: the caller's own, or nobody's.
 */
export type BrandScope = 'brands' | 'whole' | 'shared' | 'self'

type Room = keyof typeof endpoints

/** By room, the names of its operations. */
export const brandScopes: Record<Room, Partial<Record<BrandScope, string>>> = {
  noticeQuality: { brands: 'figures', whole: 'marks act' },
  auditLog: { whole: 'heads head verify' },
  appeals: { brands: 'links makeLink actOnLink list read document decide told' },
  referenceImages: {
    brands:
      'list add addFromListing read picture compare change remove missedOfProducts askAgain restore',
  },
  cases: { brands: 'list board open read listings record act' },
  casework: {
    brands: 'files addFile file removeFile notes share received reply',
    whole: 'addTemplate changeTemplate addQueue changeQueue',
    // Of queues the numbers are those of cases in sight.
    shared: 'templates versions queues',
  },
  catalog: {
    brands:
      'export import listBrands brand putBrand removeBrand brandVersions listProducts product putProduct removeProduct productVersions',
  },
  // That the organisation claims a brand every member reads; documents and what changes a claim are by brand.
  claims: {
    brands: 'submit document act',
    shared: 'list read',
  },
  clearances: { brands: 'issue list read act' },
  decisions: {
    brands:
      'recordDecisions withdrawDecisions listProposed act recordOutcomes listDecisions listOutcomes decisionsOnListing outcomesOfListing',
    whole: 'setRules',
    shared: 'rules',
  },
  confidentialityHolds: { whole: 'list ofAuthorities set extend act' },
  proceedings: { brands: 'list begin clocks read act', whole: 'sign', shared: 'regimes regime' },
  evidence: {
    brands: 'list request state read changes item export redact act',
    shared: 'keys',
  },
  imports: { shared: 'preview tryMapping mappings keepMapping forgetMapping progress' },
  operator: {
    self: 'organisations createOrganisation inviteFirst nameApprover bindMarketplaces engines jobs retryJobs outbox resendFailed store retention',
  },
  lexicon: { shared: 'list term', self: 'preview' },
  // Whoever is limited sends listings in, and writes over none beyond its brands.
  listings: { brands: 'take takeBatch takeFile takePage list count read ofSeller' },
  members: {
    brands: 'change remove invite listInvitations revokeInvitation',
    shared: 'list',
    self: 'readInvitation accept',
  },
  messages: { brands: 'list read act' },
  notices: {
    brands:
      'extracts addExtract list draft read change check preview document look act follow record returned export course',
    whole: 'putSignatory set addTemplate retireTemplate',
    shared: 'signatories settings marketplaces templates',
  },
  organisation: {
    brands: 'listKeys createKey revokeKey listAudit',
    whole: 'change',
    shared: 'read',
  },
  inbox: { brands: 'read counts handle', self: 'summary setSummary endSummary' },
  overview: { brands: 'trends work marketplaces' },
  listingImages: { brands: 'read list storedCopy thumbnail thumbnails elsewhere' },
  proofRequests: { brands: 'ask list read act' },
  // Its own policy judges: audit samples, seeds and weights are refused, readings and results are by brand.
  blindAudit: {
    brands: 'settings set draw samples frame next picture read results labels fit fits weights',
  },
  moderation: {
    brands: 'queue read picture act draft preview measures own readOwn previewOwn actOnOwn',
    whole: 'set putFlagger reportFlagger filings noteFilings misuse watch actOnMisuse',
    shared: 'settings flaggers',
    self: 'door send follow actByReceipt',
  },
  retention: {
    whole: 'read set holds hold act access rectify erase senderAccess senderErase requests',
    self: 'ownAccess ownErase',
  },
  engineReleases: {
    self: 'list create read amend compare backTest act',
  },
  sample: { shared: 'read' },
  sellerPages: { self: 'open read picture answer act leave' },
  sessions: {
    self: 'ways signIn state signOut proveCode switch list end changePassword changeProfile enrol confirm renewRecoveryCodes removeTwoFactor oidcStart oidcCallback',
  },
  thresholds: { brands: 'list histogram preview set act history' },
  translations: { brands: 'list add remove' },
  sellerAccounts: { brands: 'list read timeline' },
  savedViews: { shared: 'list', self: 'save change remove' },
  webhooks: { whole: 'list add change remove rotate deliveries resend replay' },
}
