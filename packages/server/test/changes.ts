import type { Endpoint, endpoints } from '@touchstone/contract'
import { sql } from 'kysely'
import type { AuditAction } from '../src/access/audit/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

/** The log's actions for a change, or the reason for which none is logged. */
type ExpectedActions = AuditAction | readonly AuditAction[] | { reason: string }

/** Whatever may change something, by its method. */
type ExpectedOf<R extends Record<string, Endpoint>> = {
  readonly [N in keyof R as R[N]['method'] extends 'GET' ? never : N]: ExpectedActions
}

type EndpointGroups = typeof endpoints

const nothingKept = { reason: 'it reads what was sent, and keeps nothing' }

/** A new route that changes something must state what is logged, or this does not compile. */
const changes: { readonly [R in keyof EndpointGroups]: ExpectedOf<EndpointGroups[R]> } = {
  noticeQuality: { act: 'notice-quality-lifted' },
  auditLog: { verify: 'audit-log-verified' },
  referenceImages: {
    add: 'picture-reference-added',
    addFromListing: 'picture-reference-added',
    change: 'picture-reference-changed',
    remove: 'picture-reference-removed',
    act: 'picture-reference-restored',
    askAgain: { reason: 'the examples miss no photograph: see looking-at-pictures.test.ts' },
  },
  catalog: {
    import: 'catalog-changed',
    putBrand: 'catalog-changed',
    removeBrand: 'catalog-changed',
    putProduct: 'catalog-changed',
    removeProduct: 'catalog-changed',
  },
  cases: { open: 'case-opened', act: 'case-changed' },
  casePackages: { request: 'case-package-requested' },
  casework: {
    addTemplate: 'case-template-written',
    changeTemplate: 'case-template-written',
    addQueue: 'case-queue-set',
    changeQueue: 'case-queue-set',
    addFile: 'case-file-added',
    actOnFile: ['case-file-removal-asked', 'case-file-removal-rejected', 'case-file-removed'],
    share: 'note-shared',
    reply: 'note-shared',
  },
  codes: {
    issue: 'codes-issued',
    issueFile: 'codes-issued',
    recordEvents: 'unit-events-recorded',
  },
  referralTemplates: {},
  referrals: {
    create: 'referral-drafted',
    change: 'referral-changed',
    attach: 'referral-changed',
    detach: 'referral-changed',
    act: [
      'referral-submitted',
      'referral-returned',
      'referral-released',
      'referral-retried',
      // The recipient reads what it acknowledges.
      'referral-read',
      'referral-acknowledged',
      'referral-withdrawn',
      'referral-closed',
      'referral-contest-upheld',
    ],
  },
  referralQuestions: { ask: 'referral-question-asked', answer: 'referral-question-answered' },
  referralSupplements: {
    submit: 'referral-supplement-submitted',
    act: 'referral-supplement-released',
  },
  outcomeReports: { report: 'referral-outcome-reported' },
  informationRequests: {
    open: 'information-request-opened',
    act: [
      'information-request-answered',
      'information-request-refused',
      'information-request-withdrawn',
    ],
  },
  replyLinks: { issue: 'referral-reply-link-issued', act: 'referral-reply-link-revoked' },
  referralReplies: {
    read: 'referral-read',
    act: ['referral-acknowledged', 'referral-question-asked', 'referral-outcome-reported'],
  },
  alerts: { publish: 'alert-published', act: 'alert-withdrawn' },
  goodsFigures: {},
  listingChecks: { check: nothingKept },
  buyerContacts: {
    leave: 'buyer-contact-left',
    confirm: 'buyer-contact-confirmed',
    erase: 'buyer-contact-erased',
  },
  codeKeys: {
    create: ['code-key-made', 'code-key-rotated'],
    act: 'code-key-revoked',
    sign: 'codes-signed',
  },
  epcis: { capture: ['epcis-captured', 'codes-issued'] },
  gtinPrefixes: { bind: 'gtin-prefixes-bound' },
  scans: {
    record: 'scan-recorded',
    readPhoto: nothingKept,
    check: { reason: 'whoever holds goods asks without an account, and the scan is counted' },
  },
  reports: {
    send: 'report-received',
    follow: { reason: 'its sender reads it' },
    add: 'report-added-to',
    erase: 'report-erased',
    act: ['report-answered', 'report-put-into-case', 'case-opened', 'case-changed'],
  },
  claims: {
    submit: 'claim-submitted',
    act: [
      'claim-withdrawn',
      'claim-approved',
      'claim-rejected',
      'claim-contested',
      'claim-resolved',
      'claim-revoked',
    ],
  },
  confidentialityHolds: {
    set: 'confidentiality-hold-set',
    extend: 'confidentiality-hold-extension-asked',
    act: ['confidentiality-hold-extended', 'confidentiality-hold-lifted'],
  },
  imports: {
    preview: nothingKept,
    tryMapping: nothingKept,
    keepMapping: 'mapping-saved',
    forgetMapping: 'mapping-forgotten',
    setMarketplaceCurrency: 'marketplace-currency-set',
    removeMarketplaceCurrency: 'marketplace-currency-removed',
  },
  marketplaceNames: { set: 'marketplace-named', remove: 'marketplace-name-removed' },
  operator: {
    publishErrorLedger: 'error-ledger-publication-changed',
    createOrganisation: 'organisation-created',
    inviteFirst: 'member-invited',
    nameApprover: 'claim-approver-named',
    retryJobs: 'jobs-retried',
    bindMarketplaces: 'marketplaces-bound',
    resendFailed: 'webhook-resent',
  },
  listings: {
    actOnMany: ['listings-withdrawn', 'listing-withdrawals-undone'],
    act: ['listings-withdrawn', 'listing-withdrawals-undone'],
    take: { reason: 'each version says who sent it: see taken-by.test.ts' },
    takeBatch: 'listings-ingested',
    takeFile: 'listings-ingested',
    takePage: 'listings-ingested',
  },
  notices: {
    addExtract: 'register-extract-added',
    putSignatory: 'signatory-set',
    set: 'notice-settings-changed',
    addTemplate: 'notice-template-added',
    retireTemplate: 'notice-template-retired',
    enforce: 'notice-drafted',
    addAddress: 'notice-address-added',
    removeAddress: 'notice-address-removed',
    draft: 'notice-drafted',
    change: 'notice-changed',
    look: 'notice-listings-checked',
    act: [
      'notice-sent',
      'notice-proposed',
      'notice-rejected',
      'notice-withdrawn',
      'notice-pursued',
    ],
    follow: 'notice-answered',
  },
  messages: { act: ['message-resent', 'message-cancelled'] },
  members: {
    change: 'member-changed',
    remove: 'member-removed',
    invite: 'member-invited',
    revokeInvitation: 'invitation-revoked',
    readInvitation: nothingKept,
    accept: 'invitation-accepted',
  },
  organisation: {
    change: { reason: 'the example asks for what stands already: see account.test.ts' },
    createKey: 'key-created',
    revokeKey: 'key-revoked',
  },
  listingImages: {},
  sessions: {
    signIn: 'signed-in',
    signOut: 'signed-out',
    proveCode: 'second-factor-proven',
    switch: 'organisation-switched',
    end: 'session-ended',
    changePassword: 'password-changed',
    changeProfile: 'profile-changed',
    enrol: { reason: 'nothing is set up before `confirm`' },
    confirm: 'two-factor-enrolled',
    renewRecoveryCodes: 'recovery-codes-made',
    removeTwoFactor: 'two-factor-removed',
  },
  decisions: {
    recordDecisions: ['decisions-recorded', 'decisions-proposed'],
    withdrawDecisions: 'decisions-withdrawn',
    setRules: 'decision-rules-changed',
    act: ['proposal-confirmed', 'decisions-recorded', 'proposal-rejected', 'proposal-withdrawn'],
    recordOutcomes: 'outcomes-recorded',
  },
  inbox: {
    handle: 'inbox-item-handled',
    setSummary: 'daily-summary-set',
    endSummary: 'daily-summary-ended',
  },
  insight: {},
  funnel: {},
  search: {},
  overview: {},
  blindAudit: {
    set: 'quality-settings-changed',
    draw: 'audit-sample-drawn',
    read: 'audit-item-read',
    next: { reason: 'it hands out an offer to read' },
    fit: 'fit-asked',
  },
  retention: {
    set: 'retention-changed',
    hold: 'legal-hold-set',
    act: 'legal-hold-released',
    access: 'personal-data-read',
    rectify: 'personal-data-rectified',
    erase: ['personal-data-erased', 'capture-disposed'],
    senderAccess: 'personal-data-read',
    senderErase: 'personal-data-erased',
    ownAccess: nothingKept,
    ownErase: { reason: 'nobody is signed in: the house itself writes personal-data-erased' },
  },
  lexicon: { preview: 'stored-listings-tried' },
  engineReleases: {
    create: 'engine-release-drafted',
    amend: 'engine-release-amended',
    compare: 'stored-listings-tried',
    backTest: 'stored-listings-tried',
    act: [
      'engine-release-to-shadow',
      'stored-listings-tried',
      'engine-release-to-draft',
      'engine-release-to-live',
      'engine-release-retired',
    ],
  },
  sellerAccounts: {},
  sellerPriors: {},
  errorLedger: {},
  sellerPortfolios: {
    act: ['portfolio-explained', 'portfolio-explanation-withdrawn'],
  },
  sellerLinks: {},
  linkJudgements: {
    record: 'links-judged',
    act: ['link-judgement-approved', 'link-judgement-withdrawn'],
  },
  linkContests: {
    record: 'link-contested',
    act: ['link-contest-upheld', 'link-contest-rejected'],
  },
  sellerNetworks: {},
  linkHubs: {
    act: ['link-hub-decided', 'link-hub-decision-approved', 'link-hub-decision-withdrawn'],
  },
  linkModels: {
    create: 'link-model-drafted',
    act: [
      'link-model-to-shadow',
      'link-model-comparison-requested',
      'link-model-to-live',
      'link-model-rolled-back',
      'link-model-retired',
    ],
  },
  sellerIdentifiers: { act: 'identifier-revealed' },
  watches: {
    create: 'watch-created',
    update: 'watch-changed',
    remove: 'watch-removed',
    act: ['watch-requested', 'watch-stopped', 'watch-resumed'],
  },
  watchedListings: {},
  watchCosts: { logTime: 'watch-time-logged', removeTime: 'watch-time-removed' },
  watchProposals: {
    act: [
      'watch-changed',
      'watch-proposals-accepted',
      'watch-proposals-dismissed',
      'watch-proposals-undone',
    ],
  },
  watchSettings: { update: 'watch-settings-changed' },
  summaries: {},
  tips: {
    create: ['tip-recorded', 'tip-read', 'listings-ingested'],
    act: { reason: 'the page of the example cannot be read: see tips.test.ts' },
    remove: 'tip-removed',
  },
  tipAddresses: { create: 'tip-address-created', remove: 'tip-address-removed' },
  siteRequests: {
    send: { reason: 'the log names the site, and nobody who asks: see site-requests.test.ts' },
    check: { reason: 'no robots.txt of the examples holds the line: see site-requests.test.ts' },
  },
  excludedSites: {
    exclude: 'site-excluded',
    include: 'site-included',
  },
  operatorWatches: { update: 'watches-of-installation-changed' },
  savedViews: { save: 'view-saved', change: 'view-changed', remove: 'view-removed' },
  thresholds: {
    preview: nothingKept,
    set: 'thresholds-changed',
    act: 'thresholds-changed',
  },
  translations: {
    add: 'translation-added',
    remove: 'translation-removed',
    translate: ['listing-sent-for-translation', 'translation-added'],
    setService: 'translation-service-allowed',
  },
  proceedings: { sign: 'counsel-signed', begin: 'proceeding-begun', act: 'proceeding-moved' },
  moderation: {
    send: { reason: 'nobody is signed in: the house itself writes notice-received' },
    follow: nothingKept,
    actByReceipt: { reason: 'as for send' },
    set: 'moderation-settings-changed',
    reportFlagger: ['flagger-reported', 'proceeding-moved'],
    putFlagger: ['flagger-listed', 'proceeding-begun', 'proceeding-moved'],
    act: ['proceeding-moved', 'notice-read'],
    noteFilings: { reason: 'the example names a record that is not there: see restrictions.ts' },
    preview: 'notice-read',
    own: ['proceeding-begun', 'proceeding-moved', 'restriction-read'],
    previewOwn: 'restriction-read',
    actOnOwn: ['proceeding-moved', 'restriction-read'],
    decide: 'proceeding-moved',
    previewBulk: 'notices-read-in-bulk',
    restrictInBulk: 'bulk-restriction-started',
    actOnBulk: 'bulk-restriction-changed',
    watch: ['misuse-watched', 'proceeding-begun', 'proceeding-moved'],
    actOnMisuse: ['misuse-acted-on', 'proceeding-moved'],
  },
  evidence: {
    request: 'capture-asked',
    act: ['capture-held', 'capture-released'],
    redact: 'evidence-redacted',
    export: 'evidence-exported',
  },
  appeals: {
    createLink: 'appeal-link-made',
    actOnLink: 'appeal-link-revoked',
    decide: ['appeal-decided', 'proceeding-moved'],
    recordInformed: ['appeal-seller-informed', 'proceeding-moved'],
  },
  clearances: { issue: 'seller-cleared', act: 'clearance-revoked' },
  proofRequests: {
    create: 'proof-requested',
    act: ['proof-request-decided', 'proof-request-withdrawn'],
  },
  sellerPages: {
    open: 'appeal-link-opened',
    submit: ['appeal-submitted', 'proceeding-moved'],
    act: ['appeal-withdrawn', 'dispute-referred', 'proceeding-moved', 'referral-contested'],
    requestEmailUpdates: 'email-updates-requested',
    removeEmailUpdates: 'email-updates-removed',
    actOnEmailUpdates: 'email-updates-confirmed',
    leave: 'appeal-link-revoked',
  },
  sample: {},
  webhooks: {
    add: 'webhook-added',
    change: 'webhook-changed',
    remove: 'webhook-removed',
    rotate: 'webhook-secret-rotated',
    resend: 'webhook-resent',
    replay: 'webhook-resent',
  },
}

/** The words for a call, in their order; undefined where it is a mere reading. */
export function wordsFor(room: string, name: string): readonly string[] | undefined {
  const expected = (changes as Record<string, Record<string, ExpectedActions>>)[room]?.[name]
  if (expected === undefined) return undefined
  if (typeof expected === 'string') return [expected]
  return 'reason' in expected ? [] : expected
}

/** The growing log: actions of persons and machines, in the words of its entries. */
export class GrowingLog {
  readonly #store: Store
  readonly #seen = new Set<string>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Entries written since the last call. */
  async news(): Promise<string[]> {
    const { rows } = await asOperator(this.#store, (handle) =>
      sql<{ id: string; action: string }>`
        select id, action from audit_events where actor_kind in ('person', 'key', 'recipient')
        order by at, id`.execute(handle),
    )
    const fresh = rows.filter(({ id }) => !this.#seen.has(id))
    for (const { id } of fresh) this.#seen.add(id)
    return fresh.map(({ action }) => action)
  }
}
