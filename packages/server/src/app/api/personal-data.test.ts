import type { endpoints } from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newAllianceApi, newNeighbour } from '../../../test/leaks/alliance.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { house } from '../../../test/leaks/marked-organisation.ts'
import { plant, type Victim } from '../../../test/leaks/plant.ts'
import type { AuditAction } from '../../access/audit/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

/** The action that the log records when an endpoint returns others' personal data. */
type Reads = AuditAction | 'nothing of a person' | 'the caller’s own'

const nothing = 'nothing of a person'
const own = 'the caller’s own'

/** A new endpoint has to be listed here, or this does not compile. */
const reads: { [R in keyof typeof endpoints]: Record<keyof (typeof endpoints)[R], Reads> } = {
  // Members by account id, for those responsible for them.
  noticeQuality: { figures: nothing, marks: nothing, act: nothing },
  // Numbers, digests and ids of entries.
  auditLog: { heads: nothing, head: nothing, verify: nothing },
  referenceImages: {
    // Entered by the organisation's own members; access to a listing's picture is logged.
    list: nothing,
    add: own,
    addFromListing: nothing,
    read: nothing,
    picture: nothing,
    compare: 'picture-shown',
    change: nothing,
    remove: nothing,
    act: nothing,
    missedOfProducts: nothing,
    askAgain: nothing,
  },
  catalog: {
    export: nothing,
    import: nothing,
    listBrands: nothing,
    inactiveBrands: nothing,
    brand: nothing,
    putBrand: nothing,
    removeBrand: nothing,
    brandVersions: nothing,
    listProducts: nothing,
    product: nothing,
    putProduct: nothing,
    removeProduct: nothing,
    productVersions: nothing,
  },
  // Listings by id and title; members by id.
  cases: {
    list: nothing,
    board: nothing,
    open: own,
    read: nothing,
    listings: nothing,
    record: nothing,
    act: own,
  },
  // Requested by colleagues; what they hold is recorded when it is read.
  casePackages: {
    list: nothing,
    request: own,
    download: 'case-package-downloaded',
  },
  // Created by colleagues; other organisations by name.
  casework: {
    templates: nothing,
    addTemplate: own,
    versions: nothing,
    changeTemplate: own,
    queues: nothing,
    addQueue: own,
    changeQueue: own,
    files: nothing,
    addFile: own,
    file: 'case-file-read',
    actOnFile: nothing,
    notes: nothing,
    share: own,
    received: nothing,
    reply: own,
  },
  claims: {
    document: 'claim-document-read',
    // Owners as named in public registers.
    submit: own,
    list: nothing,
    read: nothing,
    act: own,
  },
  // Scans are counted, and name nobody.
  codes: {
    issue: nothing,
    issueFile: nothing,
    batches: nothing,
    serials: nothing,
    list: nothing,
    read: nothing,
    timeline: nothing,
    recordEvents: nothing,
  },
  referralTemplates: { list: nothing },
  // Lists name referrals by their titles.
  referrals: {
    list: nothing,
    recipients: own,
    create: own,
    read: 'referral-read',
    change: own,
    attach: own,
    detach: nothing,
    preview: 'private-sellers-read',
    items: 'referral-read',
    custody: nothing,
    package: 'referral-downloaded',
    act: own,
  },
  // Between the two organisations, about items by their references.
  referralQuestions: { list: nothing, ask: own, answer: own },
  referralSupplements: { list: nothing, submit: own, act: nothing },
  outcomeReports: {
    list: nothing,
    report: own,
    letter: 'referral-letter-read',
    statistics: nothing,
  },
  informationRequests: { list: nothing, open: own, read: 'information-request-read', act: own },
  replyLinks: { list: nothing, issue: nothing, act: nothing },
  // References without names; the reads are in the chain of custody as well.
  referralReplies: { read: nothing, act: nothing },
  // Goods and places of business.
  // The order number of a buyer names nobody outside the marketplace.
  buyerContacts: { leave: own, confirm: own, erase: own, list: nothing },
  alerts: { list: nothing, publish: nothing, act: nothing, feed: nothing, atom: nothing },
  listingChecks: { check: nothing },
  goodsFigures: { read: nothing, csv: nothing },
  codeKeys: { list: nothing, create: nothing, act: nothing, sign: nothing, published: nothing },
  epcis: { capture: nothing, readCapture: nothing, events: nothing },
  gtinPrefixes: { read: nothing, bind: nothing },
  scans: { record: nothing, readPhoto: own, check: nothing },
  reports: {
    safetyContacts: nothing,
    send: own,
    follow: own,
    add: own,
    erase: own,
    // By code, listing and category.
    list: nothing,
    read: 'report-read',
    photo: 'report-photo-read',
    act: own,
  },
  // Sellers as salted hashes; reading the reasons is logged nevertheless.
  confidentialityHolds: {
    list: 'confidentiality-holds-read',
    set: own,
    extend: nothing,
    act: nothing,
    // Listings by id, and the authority's contact.
    ofAuthorities: nothing,
  },
  operator: {
    publishErrorLedger: nothing,
    // Members are counted, not named.
    organisations: nothing,
    createOrganisation: own,
    inviteFirst: 'member-invited',
    nameApprover: nothing,
    bindMarketplaces: nothing,
    engines: nothing,
    jobs: nothing,
    retryJobs: nothing,
    outbox: nothing,
    resendFailed: nothing,
    store: nothing,
    retention: nothing,
  },
  listings: {
    list: 'private-sellers-read',
    changes: 'private-sellers-read',
    read: 'private-sellers-read',
    ofSeller: 'private-sellers-read',
    take: own,
    takeBatch: own,
    takeFile: own,
    takePage: own,
    count: nothing,
    brands: nothing,
    // By id alone.
    act: nothing,
    actOnMany: nothing,
  },
  // Counts alone.
  sellerPriors: { read: nothing },
  errorLedger: {
    read: nothing,
    // No listing, seller or person is named.
    rows: 'error-ledger-rows-read',
    readPublic: nothing,
  },
  sellerAccounts: {
    list: 'private-sellers-read',
    read: 'private-sellers-read',
    timeline: 'private-sellers-read',
  },
  sellerPortfolios: {
    list: 'private-sellers-read',
    read: 'private-sellers-read',
    listings: 'private-sellers-read',
    act: 'private-sellers-read',
  },
  sellerLinks: {
    list: 'private-sellers-read',
    ofAccount: 'private-sellers-read',
    pair: 'private-sellers-read',
  },
  // Accounts by ID, and colleagues' words.
  linkJudgements: { list: nothing, record: own, act: nothing },
  linkContests: { list: nothing, record: own, read: 'private-sellers-read', act: nothing },
  sellerNetworks: { list: nothing, read: 'private-sellers-read', graph: 'private-sellers-read' },
  // Masked; a value is shown for a purpose.
  linkHubs: { list: nothing, act: nothing },
  linkModels: { list: nothing, create: nothing, read: nothing, act: nothing },
  sellerIdentifiers: { ofAccount: nothing, act: 'identifier-revealed' },
  imports: {
    // The content of the caller's own file.
    preview: own,
    tryMapping: own,
    progress: nothing,
    mappings: nothing,
    keepMapping: nothing,
    forgetMapping: nothing,
    marketplaceCurrencies: nothing,
    setMarketplaceCurrency: nothing,
    removeMarketplaceCurrency: nothing,
  },
  members: {
    list: 'members-read',
    listInvitations: 'invitations-read',
    change: 'member-changed',
    remove: 'member-removed',
    invite: 'member-invited',
    revokeInvitation: nothing,
    readInvitation: own,
    accept: own,
  },
  organisation: {
    listAudit: 'audit-read',
    read: nothing,
    change: nothing,
    listKeys: nothing,
    createKey: nothing,
    revokeKey: nothing,
  },
  // Only the picture; contacting the host is logged as well.
  listingImages: {
    read: 'picture-fetched',
    storedCopy: 'picture-shown',
    // Text in pictures, like the listing's own text.
    list: nothing,
    elsewhere: nothing,
    thumbnails: 'picture-shown',
    // By addresses that `thumbnails` alone gives.
    thumbnail: nothing,
  },
  sessions: {
    ways: nothing,
    signIn: own,
    state: own,
    signOut: own,
    proveCode: own,
    switch: own,
    list: own,
    end: own,
    changePassword: own,
    changeProfile: own,
    enrol: own,
    confirm: own,
    renewRecoveryCodes: own,
    removeTwoFactor: own,
    oidcStart: nothing,
    oidcCallback: own,
  },
  decisions: {
    // Reviewers as numbers assigned by the organisation, as the contract requires.
    recordDecisions: own,
    recordOutcomes: own,
    listDecisions: nothing,
    listOutcomes: nothing,
    decisionsOnListing: nothing,
    outcomesOfListing: nothing,
    withdrawDecisions: nothing,
    rules: nothing,
    setRules: nothing,
    listProposed: nothing,
    act: own,
  },
  // Colleagues by name; private notifiers and private sellers are not among it.
  inbox: {
    read: own,
    counts: nothing,
    // A listing and a brand by id.
    firstSteps: nothing,
    handle: nothing,
    summary: nothing,
    setSummary: nothing,
    endSummary: nothing,
  },
  // Titles of listings, and no seller.
  insight: { read: nothing, listings: nothing },
  // Counts alone.
  funnel: { read: nothing },
  search: { find: 'private-sellers-read' },
  overview: { trends: nothing, work: nothing, marketplaces: nothing },
  marketplaceNames: { list: nothing, set: own, remove: nothing },
  savedViews: { list: nothing, save: own, change: nothing, remove: nothing },
  retention: {
    // For a hold on a seller only the id, as entered by an admin.
    read: nothing,
    set: nothing,
    holds: nothing,
    hold: own,
    act: nothing,
    access: 'personal-data-read',
    rectify: 'personal-data-rectified',
    // Sellers are salted hashes here.
    erase: 'personal-data-erased',
    requests: nothing,
    senderAccess: 'personal-data-read',
    senderErase: 'personal-data-erased',
    // For the owner of the code, about what they wrote themselves.
    ownAccess: own,
    ownErase: own,
  },
  lexicon: {
    // From others' listings only the words around a term, without personal data.
    list: nothing,
    term: nothing,
    preview: nothing,
  },
  engineReleases: {
    // Authors by account id.
    list: nothing,
    create: nothing,
    read: nothing,
    amend: nothing,
    compare: nothing,
    backTest: nothing,
    act: nothing,
  },
  thresholds: {
    // Only the title of an example, as in the list.
    list: nothing,
    histogram: nothing,
    preview: nothing,
    set: nothing,
    act: nothing,
    history: nothing,
  },
  // What the organisation's own members wrote about a listing.
  translations: {
    list: nothing,
    add: own,
    remove: nothing,
    // Titles and descriptions, as in the listing.
    gloss: nothing,
    translate: own,
    service: nothing,
    setService: nothing,
  },
  // Signatories are colleagues, by name; recipients by host.
  notices: {
    extracts: nothing,
    addExtract: own,
    signatories: own,
    putSignatory: own,
    settings: nothing,
    set: nothing,
    templates: nothing,
    addTemplate: own,
    marketplaces: nothing,
    retireTemplate: nothing,
    enforce: nothing,
    history: nothing,
    addresses: own,
    addAddress: own,
    removeAddress: nothing,
    list: nothing,
    draft: own,
    read: own,
    change: own,
    check: nothing,
    preview: own,
    document: own,
    look: nothing,
    act: own,
    follow: nothing,
    record: nothing,
    returned: nothing,
    export: 'notice-exported',
    course: nothing,
  },
  // Recipients by host; opening a message shows its address and is logged.
  messages: { list: nothing, read: 'message-read', act: nothing },
  // Counsel by the name under which the organisation signs.
  proceedings: {
    regimes: nothing,
    regime: nothing,
    sign: own,
    begin: own,
    list: nothing,
    deadlines: nothing,
    read: nothing,
    act: own,
  },
  // Notifiers are named in the notice and with its items; a notifier's code shows their own data.
  moderation: {
    door: nothing,
    send: own,
    follow: own,
    actByReceipt: own,
    settings: nothing,
    set: own,
    flaggers: nothing,
    putFlagger: own,
    reportFlagger: nothing,
    queue: 'notice-senders-read',
    read: 'notice-read',
    act: 'notice-read',
    draft: 'notice-read',
    measures: nothing,
    preview: 'notice-read',
    picture: 'notice-picture-read',
    // Sellers by their ids at the marketplace; notifiers by the number of a notice.
    noteFilings: nothing,
    filings: nothing,
    misuse: nothing,
    watch: own,
    actOnMisuse: nothing,
    own: 'restriction-read',
    readOwn: 'restriction-read',
    previewOwn: 'restriction-read',
    actOnOwn: 'restriction-read',
    review: 'notice-read',
    candidates: nothing,
    decide: own,
    previewBulk: 'notices-read-in-bulk',
    restrictInBulk: own,
    listBulk: nothing,
    readBulk: nothing,
    actOnBulk: own,
  },
  // Captured pages may show sellers: the log and the chain of custody record each access.
  evidence: {
    list: nothing,
    keys: nothing,
    request: own,
    read: 'capture-read',
    export: 'evidence-exported',
    changes: 'captures-compared',
    item: 'evidence-item-read',
    redact: nothing,
    state: nothing,
    act: nothing,
  },
  blindAudit: {
    next: 'private-sellers-read',
    labels: 'audit-labels-read',
    picture: 'picture-fetched',
    settings: nothing,
    set: nothing,
    draw: nothing,
    samples: nothing,
    frame: nothing,
    read: nothing,
    results: nothing,
    fit: nothing,
    fits: nothing,
    weights: nothing,
  },
  appeals: {
    links: 'appeals-read',
    createLink: 'appeal-link-made',
    actOnLink: 'appeal-link-revoked',
    list: 'appeals-read',
    read: 'appeal-read',
    document: 'appeal-document-read',
    decide: 'appeal-decided',
    recordInformed: 'appeal-seller-informed',
  },
  clearances: {
    issue: 'seller-cleared',
    list: 'appeals-read',
    read: 'appeals-read',
    act: 'clearance-revoked',
  },
  proofRequests: {
    create: 'proof-requested',
    list: 'appeals-read',
    read: 'appeals-read',
    act: 'proof-request-decided',
  },
  sellerPages: {
    open: nothing,
    read: own,
    submit: own,
    act: own,
    leave: nothing,
    picture: own,
    readEmailUpdates: own,
    requestEmailUpdates: own,
    removeEmailUpdates: own,
    actOnEmailUpdates: nothing,
  },
  sample: { read: nothing },
  // Sites, numbers, and members by id.
  watches: {
    connectors: nothing,
    list: nothing,
    create: nothing,
    read: nothing,
    update: nothing,
    remove: nothing,
    act: nothing,
    runs: nothing,
  },
  // Titles alone in lists; differences go with the seller after thirty days.
  watchedListings: { list: nothing, read: nothing, history: nothing, sameGoods: nothing },
  // Words of titles from several sellers, and the engine’s spellings of brands.
  watchProposals: { list: nothing, act: nothing },
  watchCosts: {
    costs: nothing,
    ledger: nothing,
    timeEntries: nothing,
    logTime: nothing,
    removeTime: nothing,
  },
  watchSettings: { read: nothing, update: nothing, policy: nothing },
  summaries: { list: nothing, read: nothing },
  tips: { list: nothing, create: 'tip-recorded', read: nothing, act: 'tip-read', remove: nothing },
  // Of the person alone.
  tipAddresses: { list: own, create: own, remove: own },
  siteRequests: { send: own, check: own },
  // Addresses that people of sites left for the operator’s answer.
  excludedSites: {
    requests: nothing,
    list: nothing,
    exclude: nothing,
    include: nothing,
    extract: 'site-extract-read',
  },
  operatorWatches: { gate: nothing, read: nothing, update: nothing },
  webhooks: {
    list: nothing,
    add: nothing,
    change: nothing,
    remove: nothing,
    rotate: nothing,
    deliveries: nothing,
    resend: nothing,
    replay: nothing,
  },
}

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let victim: Victim
  let sale: string
  let rivalKey: string
  let adminId: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newAllianceApi(store)
    victim = await plant(app, store, house)
    const { body } = await victim.admin.get('/api/v1/session')
    adminId = (body['person'] as { id: string }).id
    const { key } = await newNeighbour(app, store, { slug: 'market', kind: 'marketplace' })
    const seller = { id: 's', name: 'Wilma Anders', type: 'private' }
    for (const [id, title] of [
      ['1', 'Prada wallet'],
      ['2', 'Gucci bag'],
    ]) {
      const listing = { id, title, seller, price: { amount: '40', currency: 'USD' } }
      const taken = await askByKey(app, key, 'POST', '/api/v1/listings', listing)
      if (id === '1') sale = taken['id'] as string
    }
    rivalKey = (await newNeighbour(app, store, { slug: 'rival', kind: 'rights-holder' })).key
    await newStandingClaim(store, 'rival', 'gucci')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  /** The newest entry with this action, and the number of such entries. */
  async function logged(action: string): Promise<{ count: number; detail: unknown }> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number; detail: unknown }>`
        select count(*)::int as count, (array_agg(detail order by at desc))[1] as detail
        from audit_events
        where organisation_id = ${victim.organisationId}::uuid and action = ${action}
          and actor_kind = 'person' and actor_id = ${adminId}`.execute(handle),
    )
    return rows[0]!
  }

  test.each<[string, (id: Victim['named']) => string, Reads]>([
    ['members', () => '/members', reads.members.list],
    ['invitations', () => '/invitations', reads.members.listInvitations],
    ['the log', () => '/audit', reads.organisation.listAudit],
    [
      'a document',
      ({ claim, document }) => `/claims/${claim}/documents/${document}`,
      reads.claims.document,
    ],
    ['a message', ({ message }) => `/messages/${message}`, reads.messages.read],
    ['a notice as a file', ({ notice }) => `/notices/${notice}/export`, reads.notices.export],
    ['what is held and why', () => '/confidentiality-holds', reads.confidentialityHolds.list],
    ['appeals of sellers', () => '/appeals', reads.appeals.list],
    ['links to sellers', () => '/appeal-links', reads.appeals.links],
    ['an appeal', ({ appeal }) => `/appeals/${appeal}`, reads.appeals.read],
    [
      'a document of an appeal',
      ({ appeal, appealDocument }) => `/appeals/${appeal}/documents/${appealDocument}`,
      reads.appeals.document,
    ],
    ['requests for proof', () => '/proof-requests', reads.proofRequests.list],
    [
      'a request for proof',
      ({ proofRequest }) => `/proof-requests/${proofRequest}`,
      reads.proofRequests.read,
    ],
    ['clearances', () => '/clearances', reads.clearances.list],
    ['a clearance', ({ clearance }) => `/clearances/${clearance}`, reads.clearances.read],
    ['offers of private sellers', () => '/listings', reads.listings.list],
    [
      'what a private seller offers',
      () => `/listings/${sale}/seller-listings`,
      reads.listings.ofSeller,
    ],
    ['one offer of a private seller', () => `/listings/${sale}`, reads.listings.read],
  ])('a read of %s is recorded in the audit log', async (_what, pathOf, action) => {
    const { count } = await logged(action)
    const url = `/api/v1${pathOf(victim.named)}`
    const cookie = [...victim.admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { statusCode } = await app.inject({
      url,
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(statusCode).toBe(200)
    const after = await logged(action)
    expect(after.count).toBe(count + 1)
    expect(JSON.stringify(after.detail)).not.toMatch(/Wilma|@/)
  })

  test('opening a listing with the seller’s others is recorded once', async () => {
    const { count } = await logged('private-sellers-read')
    expect((await victim.admin.get(`/api/v1/listings/${sale}`)).status).toBe(200)
    const others = await victim.admin.get(`/api/v1/listings/${sale}/seller-listings`)
    expect(others.body).toMatchObject({ known: true })
    expect((await logged('private-sellers-read')).count).toBe(count + 1)
  })

  test('a page without private sellers leaves no entry', async () => {
    const { count } = await logged('private-sellers-read')
    const { items } = await askByKey(app, victim.key, 'GET', '/api/v1/listings?brand=rolex')
    expect(items).toEqual([])
    expect((await logged('private-sellers-read')).count).toBe(count)
  })

  test('a machine’s read access is recorded in its organisation’s log', async () => {
    await askByKey(app, rivalKey, 'GET', '/api/v1/listings')
    const { rows } = await asOperator(store, (handle) =>
      sql<{ kind: string; detail: unknown }>`
        select actor_kind as kind, detail from audit_events
        where action = 'private-sellers-read' and actor_kind = 'key'`.execute(handle),
    )
    expect(rows).toEqual([{ kind: 'key', detail: { count: 1 } }])
  })
})
