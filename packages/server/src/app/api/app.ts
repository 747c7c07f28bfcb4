import { randomBytes, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Signer } from '@touchstone/evidence'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { referralRoutes } from '../../sellers/referrals/index.ts'
import { alertRoutes } from '../../goods/alerts/index.ts'
import { batchRoutes } from '../../goods/batches/index.ts'
import { goodsFigureRoutes } from '../../goods/goods-figures/index.ts'
import { buyerContactRoutes } from '../../enforcement/buyer-contacts/index.ts'
import { codeKeyRoutes } from '../../goods/code-keys/index.ts'
import { epcisRoutes } from '../../goods/epcis/index.ts'
import { gtinPrefixRoutes } from '../../goods/gtin-prefixes/index.ts'
import { listingCheckRoutes } from '../../goods/listing-checks/index.ts'
import { reportRoutes } from '../../goods/reports/index.ts'
import { itemKnowledge, scanRoutes } from '../../goods/scans/index.ts'
import { noticeQualityRoutes } from '../../enforcement/notice-quality/index.ts'
import { auditLogRoutes } from '../../access/audit-proofs/index.ts'
import { appealRoutes } from '../../enforcement/appeals/index.ts'
import { referenceImageRoutes } from '../../images/reference-images/index.ts'
import { confidentialityHoldRoutes } from '../../enforcement/confidentiality-holds/index.ts'
import { proceedingRoutes } from '../../enforcement/proceedings/index.ts'
import { casePackageRoutes } from '../../investigation/case-packages/index.ts'
import { caseRoutes } from '../../investigation/cases/index.ts'
import { catalogRoutes } from '../../brands/catalog/index.ts'
import { claimRoutes } from '../../brands/claims/index.ts'
import { openConsolePages } from '../console-pages/index.ts'
import { decisionRoutes } from '../../review/decisions/index.ts'
import {
  authenticateApiKey,
  contextOf,
  noOrganisation,
  refusalOf,
  type Actor,
} from '../../access/organisations/index.ts'
import {
  evidenceRoutes,
  assembleEvidence,
  ephemeralKey,
  type EvidenceRoutesOptions,
} from '../../investigation/evidence/index.ts'
import { ingestRoutes, ListingIngest } from '../../listings/ingest/index.ts'
import { queueRoutes } from '../../listings/queue/index.ts'
import {
  owaspCost,
  userRoutes,
  sessionCookie,
  authenticateSession,
  type SignInSettings,
} from '../../access/users/index.ts'
import { noticeExchangeRoutes } from '../../enforcement/notice-exchange/index.ts'
import { bulkRestrictionRoutes } from '../../enforcement/bulk-restrictions/index.ts'
import { noticeRoutes } from '../../enforcement/notices/index.ts'
import { emailRoutes } from '../../messaging/email/index.ts'
import { marketplaceNameRoutes } from '../../access/marketplace-names/index.ts'
import { operatorRoutes } from '../../access/operator/index.ts'
import { blobsIn } from '../../platform/blobs/index.ts'
import type {
  OperatorConfig,
  OutboundHost,
  Secret,
  TranslationServiceConfig,
} from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { createHttp, metricsRoute, type BodyPolicy } from '../../platform/http/index.ts'
import { openImagePipeline, imageRoutes, type ImagePipeline } from '../../images/pipeline/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { blindAuditRoutes } from '../../review/blind-audit/index.ts'
import { moderationRoutes } from '../../enforcement/moderation/index.ts'
import { retentionRoutes } from '../../privacy/retention/index.ts'
import { releaseRoutes } from '../../review/engine-releases/index.ts'
import { sampleRoutes } from '../../demo/sample/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { storedAnswers } from '../../platform/idempotency/index.ts'
import type { Log, Metrics } from '../../platform/telemetry/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import { portfolioRoutes } from '../../sellers/portfolios/index.ts'
import { identifierRoutes } from '../../sellers/identifiers/index.ts'
import { linkContestRoutes } from '../../sellers/link-contests/index.ts'
import { linkModelRoutes } from '../../sellers/link-models/index.ts'
import { findLimitedLinks, linkRoutes } from '../../sellers/links/index.ts'
import { networkRoutes } from '../../sellers/networks/index.ts'
import { sellerProfileRoutes } from '../../sellers/seller-profiles/index.ts'
import { overviewRoutes } from '../../listings/overview/index.ts'
import { inboxRoutes } from '../inbox/index.ts'
import { funnelRoutes } from '../funnel/index.ts'
import { errorLedgerRoutes } from '../../review/error-ledger/index.ts'
import { sellerPriorReader, sellerPriorRoutes } from '../../sellers/seller-priors/index.ts'
import { insightRoutes } from '../insight/index.ts'
import { searchRoutes } from '../search/index.ts'
import { watchCostRoutes } from '../../watches/ledger/index.ts'
import { Gate, storedTurns, userAgentOf } from '../../watches/gate/index.ts'
import { summaryRoutes } from '../../watches/daily-summary/index.ts'
import type { ConnectorPackage } from '../../watches/connector-packages/index.ts'
import { tipAddressRoutes } from '../../watches/tip-mailbox/index.ts'
import { tipRoutes } from '../../watches/tips/index.ts'
import { siteRequestRoutes } from '../../watches/site-requests/index.ts'
import { watchProposalRoutes } from '../../watches/proposals/index.ts'
import { watchedListingRoutes } from '../../watches/listing-history/index.ts'
import { watchRoutes } from '../../watches/saved-watches/index.ts'
import { savedViewRoutes } from '../../listings/saved-views/index.ts'
import { starterPackNames, type BrandNames } from '../../brands/visibility/index.ts'
import { thresholdRoutes } from '../../brands/thresholds/index.ts'
import { referenceRoutes } from './api-reference.ts'
import { registerGauges } from './register-gauges.ts'
import { translationRoutes } from '../../listings/translations/index.ts'
import { webhookRoutes } from '../../messaging/webhooks/index.ts'

export type ApiOptions = {
  store: Store
  screening: Screening
  /** The brand names that the engine knows now; defaults to the starter pack's. */
  names?: () => BrandNames
  /** Ingests listings; defaults to a new one. */
  intake?: ListingIngest
  /** Stores and analyses pictures; defaults to one that lasts as long as the server. */
  works?: ImagePipeline
  /** Storage and sealing of evidence; defaults to one that lasts as long as the server. */
  evidence?: Omit<EvidenceRoutesOptions, 'store'>
  /** Vouches for keys of makers: the key of the evidence log. */
  keeper?: Signer
  /** Background jobs for the operator's pages, if this process runs any. */
  jobs?: Jobs
  /** Starts a bulk restriction in the background. */
  onBulkRestriction?: (work: { id: string; organisationId: string }) => void
  /** Links accounts anew in the background. */
  onJudged?: () => void
  /** Starts making a package of a case in the background. */
  onCasePackage?: (work: { id: string; organisationId: string }) => void
  /** Starts making a package of a referral in the background. */
  onReferralPackage?: (work: { id: string; organisationId: string }) => void
  /** Whether this installation has a mail server. */
  sendsMail?: boolean
  /** Sign-in settings; defaults to those for a single machine. */
  people?: Partial<SignInSettings>
  trustedProxies?: string[]
  /** Origins of other sites whose pages may call the API by a key. */
  corsOrigins?: readonly string[]
  /** Hosts outside the public internet that webhooks may call. */
  outboundAllow?: OutboundHost[]
  /** Connectors that the operator added. */
  connectorPackages?: readonly ConnectorPackage[]
  /** The address of the mailbox for tips, if any. */
  tipsAddress?: string | undefined
  /** The operator's translation service, if any. */
  translation?: TranslationServiceConfig | undefined
  /** Validates every response against its schema; for tests. */
  checkAnswers?: boolean
  /** Called with internal errors, which callers never see. */
  onFault?: (error: unknown, requestId: string) => void
  log?: Log | undefined
  metrics?: Metrics | undefined
  /** Token for /metrics; without one, only this machine can read it. */
  metricsToken?: Secret | undefined
  /** Time limit for receiving a request. */
  requestMilliseconds?: number | undefined
  /** Requests per minute and caller; 0 or undefined is unlimited. */
  rateLimit?: number | undefined
  /** Limits on bodies in this process; defaults to those for a single machine. */
  bodies?: Partial<BodyPolicy> | undefined
  /** Folder of the built console; without it no pages are served. */
  consoleFolder?: string | undefined
  /** Who runs the installation, for people without an account. */
  operator?: OperatorConfig | undefined
  /** Throws if this process must not receive requests. */
  demandReady?: () => void
}

/** The HTTP API with all routes. */
export function createApi(options: ApiOptions): FastifyInstance {
  const {
    store,
    screening,
    trustedProxies,
    outboundAllow = [],
    checkAnswers,
    onFault,
    log,
    metrics,
    metricsToken,
    rateLimit,
    bodies,
    requestMilliseconds,
    consoleFolder,
    operator = { name: undefined, contact: undefined },
  } = options
  const { names = starterPackNames } = options
  const { sendsMail = false } = options
  const settings: SignInSettings = {
    sealer: sealerOf(randomBytes(32)),
    publicUrl: undefined,
    secureCookie: false,
    oidc: undefined,
    dataDir: undefined,
    cost: owaspCost,
    clock: Date.now,
    sendsMail,
    ...options.people,
  }
  const items = itemKnowledge({ store, sealer: settings.sealer })
  const { intake = new ListingIngest({ store, screening, names, items }) } = options
  const dependencies = { store, settings }
  const works = options.works ?? passingWorks()
  const pages = consoleFolder === undefined ? undefined : openConsolePages(consoleFolder)
  const app = createHttp<Actor>({
    signIn: (key) => authenticateApiKey(store, key),
    sessions: {
      cookie: sessionCookie(settings.secureCookie).name,
      signIn: (token) => authenticateSession(dependencies, token),
      origin: settings.publicUrl,
    },
    trustedProxies,
    refusalOf,
    checkAnswers,
    onFault,
    log,
    metrics,
    rateLimit,
    bodies,
    requestMilliseconds,
    announce: store.announceRequest,
    corsOrigins: options.corsOrigins,
    repeatedRequests: {
      ...storedAnswers(store, settings.sealer),
      nameSender: ({ actor }) => {
        const { kind, id, organisationId } = actor as Actor
        if (organisationId === undefined || organisationId === noOrganisation) return undefined
        return { sender: { kind, id, organisationId }, context: contextOf(actor as Actor) }
      },
    },
    answerPage: pages?.answer,
  })
  if (options.works === undefined) app.addHook('onClose', () => works.close())
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/ready', async () => {
    options.demandReady?.()
    await store.transact({ as: 'visitor', keyPrefix: '' }, (handle) =>
      sql`select 1`.execute(handle),
    )
    return { status: 'ready', engine: screening.name, store: store.engine }
  })
  if (metrics !== undefined) {
    registerGauges(metrics, { store, jobs: options.jobs, dataDir: settings.dataDir })
    metricsRoute(app, { metrics, token: metricsToken, origin: settings.publicUrl })
  }
  const { keeper = ephemeralKey() } = options
  const evidence = options.evidence ?? passingEvidence(store, keeper)
  evidenceRoutes(app, { store, ...evidence })
  auditLogRoutes(app, { store, auditLog: evidence.auditLog })
  appealRoutes(app, {
    store,
    settings,
    publisherOf: evidence.publisherOf,
    blobs: evidence.blobs,
  })
  noticeQualityRoutes(app, { store, clock: settings.clock })
  confidentialityHoldRoutes(app, { store, clock: settings.clock })
  proceedingRoutes(app, { store, clock: settings.clock })
  emailRoutes(app, { store, sends: sendsMail })
  noticeRoutes(app, { store, clock: settings.clock })
  noticeExchangeRoutes(app, {
    store,
    clock: settings.clock,
    engine: { names, engine: () => screening.name },
    outbound: { allow: outboundAllow },
    publicUrl: settings.publicUrl,
    sendsMail,
    onCapture: evidence.onRequest,
  })
  moderationRoutes(app, {
    store,
    clock: settings.clock,
    names,
    engine: () => screening.name,
    blobs: evidence.blobs,
    publicUrl: settings.publicUrl,
    sendsMail,
  })
  bulkRestrictionRoutes(app, {
    store,
    clock: settings.clock,
    engine: { names, engine: () => screening.name },
    onDue: options.onBulkRestriction ?? (() => undefined),
  })
  catalogRoutes(app, store)
  claimRoutes(app, store)
  marketplaceNameRoutes(app, store)
  operatorRoutes(app, { store, screening, jobs: options.jobs, clock: settings.clock })
  ingestRoutes(app, { intake, names, outboundAllow })
  const readPriors = sellerPriorReader({ clock: settings.clock })
  queueRoutes(app, { store, engine: () => screening.name, names, readPriors })
  sellerProfileRoutes(app, { store, engine: () => screening.name, names })
  portfolioRoutes(app, { store, engine: () => screening.name, names, readPriors })
  const { sealer } = settings
  const onJudged = options.onJudged ?? (() => undefined)
  linkRoutes(app, { store, sealer, onJudged })
  linkContestRoutes(app, { store, onJudged })
  linkModelRoutes(app, { store, onJudged })
  networkRoutes(app, { store, findLinksInSight: findLimitedLinks })
  identifierRoutes(app, { store, sealer })
  referenceImageRoutes(app, { store, works, names, engine: () => screening.name })
  imageRoutes(app, {
    store,
    works,
    names,
    engine: () => screening.name,
    outbound: { allow: outboundAllow },
    sealer: settings.sealer,
  })
  userRoutes(app, dependencies)
  decisionRoutes(app, store)
  overviewRoutes(app, { store, engine: () => screening.name, names })
  inboxRoutes(app, {
    store,
    source: { names, engine: () => screening.name },
    clock: settings.clock,
    sendsEmail: sendsMail && settings.publicUrl !== undefined,
    jobs: options.jobs,
  })
  searchRoutes(app, { store })
  insightRoutes(app, { store, clock: settings.clock })
  errorLedgerRoutes(app, { store, clock: settings.clock })
  sellerPriorRoutes(app, { store, engine: () => screening.name, names, clock: settings.clock })
  funnelRoutes(app, { store, clock: settings.clock })
  savedViewRoutes(app, store)
  const agent = userAgentOf(settings.publicUrl)
  watchRoutes(app, {
    store,
    agent,
    operator,
    sealer: settings.sealer,
    packages: options.connectorPackages ?? [],
  })
  const gate = new Gate({ turns: storedTurns(store), agent, outbound: { allow: outboundAllow } })
  siteRequestRoutes(app, { store, gate })
  summaryRoutes(app, store)
  tipRoutes(app, { intake, outboundAllow, clock: settings.clock })
  tipAddressRoutes(app, { store, sealer: settings.sealer, mailbox: options.tipsAddress })
  watchedListingRoutes(app, { store, works })
  watchProposalRoutes(app, store)
  watchCostRoutes(app, { store, clock: settings.clock })
  caseRoutes(app, { store, blobs: evidence.blobs })
  casePackageRoutes(app, {
    store,
    blobs: evidence.blobs,
    onDue: options.onCasePackage ?? (() => undefined),
  })
  referralRoutes(app, {
    store,
    blobs: evidence.blobs,
    clock: settings.clock,
    views: { names, engine: () => screening.name },
    onDue: options.onReferralPackage ?? (() => undefined),
  })
  blindAuditRoutes(app, { store, names, engine: () => screening.name })
  retentionRoutes(app, {
    store,
    blobs: evidence.blobs,
    archive: works.archive,
    sealer: settings.sealer,
    onDue: () => intake.noteDue(),
  })
  releaseRoutes(app, { store, screening })
  translationRoutes(app, {
    store,
    engine: () => screening.name,
    names,
    translation: options.translation,
    outbound: { allow: outboundAllow },
  })
  webhookRoutes(app, store, { sealer: settings.sealer, allow: outboundAllow })
  thresholdRoutes(app, store)
  buyerContactRoutes(app, { store, settings })
  alertRoutes(app, { store, publisherOf: evidence.publisherOf })
  goodsFigureRoutes(app, { store, clock: settings.clock })
  listingCheckRoutes(app, { store, clock: settings.clock })
  gtinPrefixRoutes(app, store)
  codeKeyRoutes(app, { store, sealer, keeper, log: evidence.log, clock: settings.clock })
  batchRoutes(app, { store, sealer: settings.sealer })
  epcisRoutes(app, { store, sealer: settings.sealer, clock: settings.clock })
  scanRoutes(app, { store, sealer: settings.sealer, clock: settings.clock, works })
  reportRoutes(app, { store, sealer: settings.sealer })
  sampleRoutes(app, store)
  referenceRoutes(app)
  pages?.register(app)
  return app
}

/** Stores pictures for the lifetime of a server without a configured place for them. */
function passingWorks(): ImagePipeline {
  const folder = join(tmpdir(), `touchstone-pictures-${randomUUID()}`)
  const works = openImagePipeline(folder)
  return {
    ...works,
    close: async () => {
      await works.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Seals with keys that last as long as the process. */
function passingEvidence(store: Store, keeper: Signer): Omit<EvidenceRoutesOptions, 'store'> {
  const blobs = blobsIn(join(tmpdir(), `touchstone-blobs-${process.pid}`))
  const sealer = sealerOf(randomBytes(32))
  return { ...assembleEvidence({ store, blobs, sealer, keeper }), authorities: [] }
}
