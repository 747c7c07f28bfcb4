import type { endpoints } from '@touchstone/contract'

/**
 * The scope of a member or key limited to brands, by operation. `brands`: reads and changes only data about its
 * brands, as if nothing else existed. `whole`: refused, since it concerns the whole organisation. `shared`: the same
 * for all members, and about no listing. `self`: about the caller only.
 */
export type BrandScope = 'brands' | 'whole' | 'shared' | 'self'

type Group = keyof typeof endpoints

/** Names of operations, by group. */
export const brandScopes: Record<Group, Partial<Record<BrandScope, string>>> = {
  noticeQuality: { brands: 'figures', whole: 'marks act' },
  auditLog: { whole: 'heads head verify' },
  appeals: { brands: 'links createLink actOnLink list read document decide recordInformed' },
  referenceImages: {
    brands:
      'list add addFromListing read picture compare change remove missedOfProducts askAgain act',
  },
  cases: { brands: 'list board open read listings record act' },
  casePackages: { whole: 'list request download' },
  casework: {
    brands: 'files addFile file actOnFile notes share received reply',
    whole: 'addTemplate changeTemplate addQueue changeQueue',
    // A queue counts only visible cases.
    shared: 'templates versions queues',
  },
  catalog: {
    brands:
      'export import listBrands inactiveBrands brand putBrand removeBrand brandVersions listProducts product putProduct removeProduct productVersions',
  },
  // Every member sees that the organisation claims a brand; documents and changes are by brand.
  claims: {
    brands: 'submit document act',
    shared: 'list read',
  },
  codes: { whole: 'issue issueFile batches serials list read timeline recordEvents' },
  referralTemplates: { shared: 'list' },
  referrals: {
    whole: 'list recipients create read change attach detach preview items custody package act',
  },
  referralQuestions: { whole: 'list ask answer' },
  referralSupplements: { whole: 'list submit act' },
  outcomeReports: { whole: 'list report letter statistics' },
  informationRequests: { whole: 'list open read act' },
  replyLinks: { whole: 'list issue act' },
  referralReplies: { shared: 'read act' },
  alerts: { whole: 'list publish act', shared: 'feed atom' },
  listingChecks: { shared: 'check' },
  goodsFigures: { shared: 'read csv' },
  codeKeys: { whole: 'list create act sign', shared: 'published' },
  buyerContacts: { whole: 'list', shared: 'leave confirm erase' },
  epcis: { whole: 'capture readCapture events' },
  gtinPrefixes: { whole: 'read', self: 'bind' },
  scans: { whole: 'record', shared: 'readPhoto check' },
  reports: { whole: 'list read photo act', shared: 'safetyContacts send follow add erase' },
  clearances: { brands: 'issue list read act' },
  decisions: {
    brands:
      'recordDecisions withdrawDecisions listProposed act recordOutcomes listDecisions listOutcomes decisionsOnListing outcomesOfListing',
    whole: 'setRules',
    shared: 'rules',
  },
  confidentialityHolds: { whole: 'list ofAuthorities set extend act' },
  proceedings: { brands: 'list begin deadlines read act', whole: 'sign', shared: 'regimes regime' },
  evidence: {
    brands: 'list request state read changes item export redact act',
    shared: 'keys',
  },
  imports: {
    shared:
      'preview tryMapping mappings keepMapping forgetMapping progress marketplaceCurrencies setMarketplaceCurrency removeMarketplaceCurrency',
  },
  operator: {
    self: 'organisations createOrganisation inviteFirst nameApprover publishErrorLedger bindMarketplaces engines jobs retryJobs outbox resendFailed store retention',
  },
  lexicon: { shared: 'list term', self: 'preview' },
  // Limited members can submit listings, but not overwrite others beyond their brands.
  listings: {
    brands:
      'take takeBatch takeFile takePage list count changes brands read ofSeller act actOnMany',
  },
  members: {
    brands: 'change remove invite listInvitations revokeInvitation',
    shared: 'list',
    self: 'readInvitation accept',
  },
  messages: { brands: 'list read act' },
  notices: {
    brands:
      'extracts addExtract enforce history list draft read change check preview document look act follow record returned export course',
    whole: 'putSignatory set addTemplate retireTemplate addAddress removeAddress',
    shared: 'addresses signatories settings marketplaces templates',
  },
  organisation: {
    brands: 'listKeys createKey revokeKey listAudit',
    whole: 'change',
    shared: 'read',
  },
  inbox: {
    brands: 'read counts handle',
    shared: 'firstSteps',
    self: 'summary setSummary endSummary',
  },
  insight: { brands: 'read listings' },
  funnel: { brands: 'read' },
  search: { brands: 'find' },
  overview: { brands: 'trends work marketplaces' },
  listingImages: { brands: 'read list storedCopy thumbnail thumbnails elsewhere' },
  proofRequests: { brands: 'create list read act' },
  // Decided by its own policy: audit samples, seeds and weights are refused, annotations and results are by brand.
  blindAudit: {
    brands: 'settings set draw samples frame next picture read results labels fit fits weights',
  },
  moderation: {
    brands:
      'queue read picture act draft preview measures own readOwn previewOwn actOnOwn review candidates decide',
    whole:
      'set putFlagger reportFlagger filings noteFilings misuse watch actOnMisuse previewBulk restrictInBulk listBulk readBulk actOnBulk',
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
  sellerPages: {
    self: 'open read picture submit act leave readEmailUpdates requestEmailUpdates removeEmailUpdates actOnEmailUpdates',
  },
  sessions: {
    self: 'ways signIn state signOut proveCode switch list end changePassword changeProfile enrol confirm renewRecoveryCodes removeTwoFactor oidcStart oidcCallback',
  },
  thresholds: { brands: 'list histogram preview set act history' },
  translations: {
    brands: 'list add remove gloss translate',
    shared: 'service',
    whole: 'setService',
  },
  sellerAccounts: { brands: 'list read timeline' },
  marketplaceNames: { shared: 'list', whole: 'set remove' },
  sellerPriors: { brands: 'read' },
  errorLedger: { whole: 'read rows', self: 'readPublic' },
  sellerPortfolios: { whole: 'list read listings act' },
  sellerLinks: { brands: 'list ofAccount pair' },
  linkJudgements: { whole: 'list record act' },
  sellerNetworks: { brands: 'list read graph' },
  linkContests: { whole: 'list record read act' },
  linkHubs: { whole: 'list act' },
  linkModels: { whole: 'list create read act' },
  sellerIdentifiers: { brands: 'ofAccount act' },
  savedViews: { shared: 'list', self: 'save change remove' },
  // Costs and lists are those of the watches for its brands.
  watches: { brands: 'list create read update remove act runs', shared: 'connectors' },
  watchedListings: { brands: 'list read history sameGoods' },
  watchCosts: { brands: 'costs ledger timeEntries logTime removeTime' },
  watchProposals: { brands: 'list act' },
  watchSettings: { whole: 'read update', shared: 'policy' },
  summaries: { brands: 'list read' },
  tips: { brands: 'list create read act remove' },
  tipAddresses: { self: 'list create remove' },
  siteRequests: { shared: 'send check' },
  excludedSites: { self: 'requests list exclude include extract' },
  operatorWatches: { self: 'gate read update' },
  webhooks: { whole: 'list add change remove rotate deliveries resend replay' },
}
