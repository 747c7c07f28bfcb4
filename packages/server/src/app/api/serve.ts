import { backupJobs } from '../backups/index.ts'
import { noticeQualityJob } from '../../enforcement/notice-quality/index.ts'
import { sellerMailOf } from '../../enforcement/email-updates/index.ts'
import {
  notifySellersJob,
  proofRequestJob,
  purgeAppealsJob,
} from '../../enforcement/appeals/index.ts'
import { startSealing } from '../../access/audit-proofs/index.ts'
import { deleteRemovedReferencesJob } from '../../images/reference-images/index.ts'
import { engineCatalog, watchCatalog, type EngineCatalog } from '../../brands/catalog/index.ts'
import {
  laterExculpationsJob,
  referralPackageJob,
  referralPackageSweep,
} from '../../sellers/referrals/index.ts'
import { casePackageJob, casePackageSweep } from '../../investigation/case-packages/index.ts'
import { slaJob } from '../../investigation/cases/index.ts'
import { approvalVersion, approvedPairs } from '../../brands/claims/index.ts'
import { confidentialityHoldJob } from '../../enforcement/confidentiality-holds/index.ts'
import { deadlineJob } from '../../enforcement/proceedings/index.ts'
import {
  captureJob,
  captureSweep,
  openEvidence,
  type TestShops,
  ownVersion,
} from '../../investigation/evidence/index.ts'
import { openKeys, watchKeys } from '../../access/installation-keys/index.ts'
import { correctClockSkew } from '../../access/operator/index.ts'
import { ListingIngest, startReassessment } from '../../listings/ingest/index.ts'
import { releasedWithdrawalJob, measuresJob } from '../../enforcement/notice-exchange/index.ts'
import {
  bulkRestrictionJob,
  bulkRestrictionSweep,
} from '../../enforcement/bulk-restrictions/index.ts'
import { noticeJob } from '../../enforcement/notices/index.ts'
import { startEmailSender } from '../../messaging/email/index.ts'
import { openCommandChannel } from '../command-operations/index.ts'
import {
  ensureFirstAdmin,
  purgeSignIns,
  type Cost,
  type FirstAdmin,
} from '../../access/users/index.ts'
import {
  isLoopback,
  type ScreeningConfig,
  type ServerConfig,
  type TelemetryConfig,
} from '../../platform/config/index.ts'
import { requireCompleteDataDir } from '../../platform/data-dir/index.ts'
import {
  openStore,
  sweepTemporaryStores,
  type ReadInTransaction,
  type Store,
} from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  openImagePipeline,
  imageKnowledge,
  openSharedImages,
  sweepImagesJob,
} from '../../images/pipeline/index.ts'
import { startImageUpload } from './start-image-upload.ts'
import { sweepBlobsJob } from '../../platform/blobs/index.ts'
import { startJobs } from '../../platform/jobs/index.ts'
import { portfolioKnowledge, startPortfolioUpdates } from '../../sellers/portfolios/index.ts'
import { startLinkUpdates } from '../../sellers/links/index.ts'
import { blindAuditJobs } from '../../review/blind-audit/index.ts'
import { purgeJob } from '../../privacy/retention/index.ts'
import { loadEngineReleases, pollReleases } from '../../review/engine-releases/index.ts'
import {
  createLog,
  createMetrics,
  startTracing,
  type LogDestination,
} from '../../platform/telemetry/index.ts'
import {
  SampleShop,
  startSampleOnce,
  sampleJob,
  readSampleProgress,
} from '../../demo/sample/index.ts'
import { SampleMarket } from '../../demo/market/index.ts'
import type { SampleProgress, SampleSignIns } from '../../demo/sample/index.ts'
import {
  readShadowEngine,
  startScreening,
  type EngineStore,
  type Screening,
  type ScreeningOptions,
} from '../../listings/screening/index.ts'
import { compileBrandNamesInSlices } from '../../brands/visibility/index.ts'
import { startDelivery, trimEventsJob } from '../../messaging/webhooks/index.ts'
import { browserRenderer } from '../../watches/browser-visits/index.ts'
import { Gate, storedTurns, userAgentOf } from '../../watches/gate/index.ts'
import { watchSummaryJob } from '../../watches/daily-summary/index.ts'
import { abandonedBatchesJob } from '../../goods/batches/index.ts'
import { reassessPicturedCodesJob } from '../../goods/pictured-codes/index.ts'
import { purgeReportsJob } from '../../goods/reports/index.ts'
import { notifyBuyersJob } from '../../enforcement/buyer-contacts/index.ts'
import { itemKnowledge, publishCodes, purgeScansJob } from '../../goods/scans/index.ts'
import { purgeSiteRequestsJob } from '../../watches/site-requests/index.ts'
import { loadPackages } from '../../watches/connector-packages/index.ts'
import { tipMailboxJob } from '../../watches/tip-mailbox/index.ts'
import { sellerExpiryJob } from '../../watches/listing-history/index.ts'
import { purgeProposalDecisionsJob } from '../../watches/proposals/index.ts'
import { captureTurns, purgeRunsJob, startWatchRuns } from '../../watches/runs/index.ts'
import { dailySummaryJob } from '../inbox/index.ts'
import { createApi } from './app.ts'
import { shadowFittedWeights } from './shadow-fitted-weights.ts'
import { startImageCollection } from './start-image-collection.ts'

export type ServeOptions = {
  config: ServerConfig
  screening: ScreeningConfig
  /** Compiled engines of earlier runs. */
  engines?: EngineStore | undefined
  telemetry: TelemetryConfig
  host: string
  port: number
  /** Folder of the built console; without a build no pages are served. */
  consoleFolder?: string | undefined
  /** Loads the sample alliance in the background if the store is empty. */
  sample?: boolean
  /** Shops on loopback that captures may reach, only for tests and never set by users. */
  testShops?: TestShops
  /** The cost of a password's hash, only for tests and never set by users. */
  passwordCost?: Cost
  /** Environment in which to find the capture browser; defaults to this process's. */
  env?: Readonly<Record<string, string | undefined>>
  /** Destination of the log; defaults to standard error. */
  logDestination?: LogDestination
}

export type RunningServer = {
  url: string
  /** The first account, if there was none before. */
  firstAdmin: FirstAdmin | undefined
  /** Accounts of the sample alliance, if this start loads it. */
  sampleSignIns: SampleSignIns | undefined
  sampleProgress(): Promise<SampleProgress>
  close(): Promise<void>
}

const operator = { as: 'operator', actor: { kind: 'operator', id: 'serve' } } as const

const purgeMilliseconds = 3_600_000
const clampMilliseconds = 5 * 60_000
const sampleMilliseconds = 10_000

/**
 * Opens the store, compiles the engine and listens for requests and operator commands. Closing waits for running ones
 * and for background assessments.
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { config, host, port, consoleFolder } = options
  const { dataDir, people, trustedProxies, corsOrigins, outboundAllow, timestampAuthorities } =
    config
  const { logLevel, metricsToken, rateLimit, bodies } = options.telemetry
  const endings: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
  }
  const log = createLog(logLevel, options.logDestination)
  const connectorPackages = loadPackages(config.connectorPackages)
  const onFault = (what: string) => (error: unknown) => log.error({ err: error }, what)
  try {
    sweepTemporaryStores()
    // Before the store is migrated: what is restored into PostgreSQL may be older.
    requireCompleteDataDir(dataDir)
    const store = await openStore(config.store)
    endings.push(() => store.close())
    const keys = await openKeys({ store, config })
    const keyWatch = watchKeys(store, keys)
    endings.push(() => keyWatch.stop())
    const tracing = await startTracing(options.telemetry.traces, {
      version: ownVersion(),
      onFault: onFault('traces could not be sent'),
    })
    endings.push(() => tracing.close())
    const metrics = createMetrics()
    endings.push(async () => metrics.close())
    const { threads, candidate } = options.screening
    // Listings that arrive at once are assessed with the stored catalogs.
    const catalog = await storedCatalog(store)
    // The engine is compiled in a thread of its own meanwhile.
    const compilingNames = compileBrandNamesInSlices(catalog)
    compilingNames.catch(() => undefined)
    const screening = await startRevised(store, onFault('the live engine release is not running'), {
      catalog,
      threads,
      engines: options.engines,
      ...(candidate && { candidate: await readShadowEngine(candidate) }),
      onFault: onFault('the engine failed'),
    })
    endings.push(() => screening.close())
    let names = await compilingNames
    const works = openImagePipeline(dataDir, config.networks, openSharedImages(config.blobs))
    endings.push(() => works.close())
    works.archive.onTampered = (picture) =>
      log.error({ picture }, 'an image in the bucket was changed after it was stored')
    await works.describer.prepare()
    const looksAtPictures = config.pictures !== 'off'
    const intake = new ListingIngest({
      store,
      screening,
      names: () => names,
      pictures: looksAtPictures ? imageKnowledge(works.archive) : undefined,
      portfolios: portfolioKnowledge(),
      items: itemKnowledge({ store, sealer: keys.sealer }),
      onDue: () => rejudging.wake(),
      onFault: onFault('the candidate engine failed'),
    })
    endings.push(() => intake.close())
    const rejudging = startReassessment({ intake, onFault: onFault('judging again failed') })
    endings.push(() => rejudging.stop())
    const portfolios = startPortfolioUpdates({
      store,
      onDue: () => rejudging.wake(),
      onFault: onFault('the portfolios of sellers could not be updated'),
    })
    endings.push(() => portfolios.stop())
    const links = startLinkUpdates({
      store,
      sealer: keys.sealer,
      onFault: onFault('the accounts of sellers could not be linked'),
    })
    endings.push(() => links.stop())
    const watch = watchCatalog({
      store,
      approved: approvedPairs,
      approvedMark: approvalVersion,
      onStir: () => screening.prepare(),
      onChange: async (changed) => {
        const [known] = await Promise.all([
          compileBrandNamesInSlices(changed),
          screening.use(changed),
        ])
        names = known
      },
      onFault: onFault('a catalog change did not reach the engine'),
    })
    endings.push(() => watch.stop())
    const releases = pollReleases({
      store,
      onChange: (changed) => screening.revise(changed),
      onFault: onFault('a lexicon release did not reach the engine'),
    })
    endings.push(() => releases.stop())
    const { publicUrl, adminEmail: email, oidc } = people
    const { sealer } = keys
    const stopping = new AbortController()
    const onJobFault = (error: unknown, what: string): void => log.error({ err: error }, what)
    const shop = new SampleShop(store)
    const market = new SampleMarket()
    const agent = userAgentOf(publicUrl)
    const gate = new Gate({ turns: storedTurns(store), agent, outbound: { allow: outboundAllow } })
    const opened = openEvidence({
      store,
      dataDir,
      keys,
      timestampAuthorities,
      outboundAllow,
      blobs: config.blobs,
      captureIsolation: config.captureIsolation,
      env: options.env ?? process.env,
      ...(options.testShops && { testShops: options.testShops }),
      builtInPages: async (organisationId, url) =>
        market.has(url) ? market.pages() : shop.pagesFor(organisationId),
    })
    const evidence = { ...opened, inTurn: captureTurns(gate) }
    const sealing = startSealing(evidence.auditLog, onFault('the audit log could not be sealed'))
    endings.push(() => sealing.stop())
    const loading = sampleJob({
      store,
      intake,
      signal: stopping.signal,
      works: looksAtPictures ? works : undefined,
      notices: { evidence, publicUrl, sealer },
      useCatalogs: async () => void (await screening.use(await storedCatalog(store))),
    })
    const capturing = captureJob(evidence)
    const bulk = {
      store,
      engine: { names: () => names, engine: () => screening.name },
      now: () => new Date(),
      sendsMail: config.mail !== undefined,
      serverAddress: {
        origin: publicUrl ?? `http://${host}:${port}`,
        isPublic: publicUrl !== undefined,
      },
      onFault: onJobFault,
    }
    const restrictingInBulk = bulkRestrictionJob(bulk)
    const packages = {
      ...evidence,
      archive: works.archive,
      names: () => names,
      engine: () => screening.name,
    }
    const packagingCases = casePackageJob(packages)
    const referrals = { ...packages, sealer }
    const packagingReferrals = referralPackageJob(referrals)
    const resumingReferrals = referralPackageSweep(referrals)
    const inboxSource = { names: () => names, engine: () => screening.name }
    const jobs = await startJobs({
      store,
      jobs: [
        trimEventsJob(store),
        purgeJob(store, evidence.blobs),
        sweepImagesJob(store, works),
        deleteRemovedReferencesJob(store),
        ...blindAuditJobs({
          store,
          screening,
          names: () => names,
          onFault: onJobFault,
          onFitted: (fitted) => shadowFittedWeights(store, fitted),
        }),
        loading,
        capturing,
        captureSweep(evidence),
        restrictingInBulk,
        bulkRestrictionSweep(bulk),
        packagingCases,
        casePackageSweep(packages),
        packagingReferrals,
        resumingReferrals,
        laterExculpationsJob(store),
        sweepBlobsJob(store, evidence.blobs),
        ...(config.backups === undefined
          ? []
          : backupJobs({ store, config, backups: config.backups })),
        deadlineJob(store),
        slaJob(store),
        noticeJob({ store, outbound: { allow: outboundAllow }, now: () => new Date() }),
        releasedWithdrawalJob({ store, now: () => new Date(), onFault: onJobFault }),
        noticeQualityJob(store),
        confidentialityHoldJob(store),
        measuresJob({ store, now: () => new Date(), onFault: onJobFault }),
        proofRequestJob(store),
        purgeAppealsJob(store),
        notifySellersJob(
          store,
          sellerMailOf({ sealer, publicUrl, sendsMail: config.mail !== undefined }),
        ),
        purgeRunsJob(store),
        purgeSiteRequestsJob(store),
        abandonedBatchesJob(store),
        purgeScansJob(store),
        reassessPicturedCodesJob({ store, onDue: () => rejudging.wake() }),
        purgeReportsJob(store),
        notifyBuyersJob({
          store,
          sealer,
          sendsMail: config.mail !== undefined,
          now: () => new Date(),
        }),
        watchSummaryJob(store),
        purgeProposalDecisionsJob(store),
        sellerExpiryJob(store),
        ...(config.tipMailbox === undefined
          ? []
          : [
              tipMailboxJob({
                store,
                mailbox: config.tipMailbox,
                ownOrigin: publicUrl,
                reader: { intake, outboundAllow },
                onReceived: (emails) => log.info({ emails }, 'emails with tips were received'),
              }),
            ]),
        // Without a mail server, or an address for links, nobody is written to.
        ...(config.mail === undefined || publicUrl === undefined
          ? []
          : [dailySummaryJob({ store, source: inboxSource, publicUrl })]),
      ],
      onFault: onJobFault,
    })
    endings.push(() => jobs.stop())
    // Packages whose process ended are made without waiting for the next minute.
    void jobs
      .send(resumingReferrals, {}, { key: 'start' })
      .catch(onFault('packages of referrals were not resumed'))
    // Loading the sample stops between two batches; the next start continues.
    endings.push(async () => stopping.abort())
    const progressOfSample = (): Promise<SampleProgress> =>
      store.transact(operator, readSampleProgress)
    const loadSample = async (): Promise<void> =>
      void (await jobs.send(loading, {}, { key: 'sample' }))
    endings.push(startImageUpload({ store, works, blobs: config.blobs, log }))
    if (looksAtPictures) {
      endings.push(
        startImageCollection({
          store,
          works,
          onFault: onJobFault,
          outbound: { allow: outboundAllow },
          readsText: config.pictures === 'text' ? 'all' : 'suspicious',
          onDue: () => rejudging.wake(),
          onCodes: (digest, codes) => publishCodes({ store, sealer }, digest, codes),
        }),
      )
    }
    const watches = startWatchRuns({
      store,
      intake,
      agent,
      packages: connectorPackages,
      outbound: { allow: outboundAllow, builtInPage: (url) => market.page(url) },
      sealer,
      renderer: (own) =>
        browserRenderer({
          gate: own,
          agent,
          env: options.env ?? process.env,
          isolation: config.captureIsolation,
          allow: outboundAllow,
        }),
      onFault: onJobFault,
    })
    endings.push(() => watches.stop())
    const app = createApi({
      store,
      screening,
      intake,
      works,
      jobs,
      sendsMail: config.mail !== undefined,
      evidence: {
        ...evidence,
        // If it could not be sent, the sweep finds the waiting row.
        onRequest: ({ id, organisationId }) =>
          void jobs
            .send(capturing, { id }, { key: id, organisationId })
            .catch(onFault('a capture was not requested')),
      },
      keeper: keys.keeper,
      onBulkRestriction: ({ id, organisationId }) =>
        void jobs
          .send(restrictingInBulk, { id }, { key: id, organisationId })
          .catch(onFault('a bulk restriction was not started')),
      onJudged: () => links.wake(),
      onCasePackage: ({ id, organisationId }) =>
        void jobs
          .send(packagingCases, { id }, { key: id, organisationId })
          .catch(onFault('a package of a case was not started')),
      onReferralPackage: ({ id, organisationId }) =>
        void jobs
          .send(packagingReferrals, { id }, { key: id, organisationId })
          .catch(onFault('a package of a referral was not started')),
      names: () => names,
      trustedProxies,
      corsOrigins,
      outboundAllow,
      connectorPackages,
      tipsAddress: config.tipMailbox?.address,
      translation: config.translation,
      operator: config.operator,
      log,
      metrics,
      metricsToken,
      rateLimit,
      bodies,
      consoleFolder,
      demandReady: keyWatch.demand,
      people: {
        sealer,
        publicUrl,
        secureCookie: !isPlain(publicUrl ?? `http://${host}`),
        oidc,
        dataDir,
        ...(options.passwordCost && { cost: options.passwordCost }),
      },
    })
    endings.push(() => app.close())
    const firstAdmin = await ensureFirstAdmin(store, {
      email,
      dataDir,
      cost: options.passwordCost,
    })
    const sampleSignIns = options.sample
      ? await startSampleOnce({ store, dataDir, actor: operator.actor, signer: keys.keeper })
      : undefined
    if ((await progressOfSample()).state === 'loading') await loadSample()
    const url = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      throw listenProblem(cause, host, port)
    })
    const purge = (): void => {
      purgeSignIns(store, Date.now()).catch(onFault('expired sign-ins could not be purged'))
    }
    const timer = setInterval(purge, purgeMilliseconds).unref()
    endings.push(async () => clearInterval(timer))
    const clamp = (): void => {
      correctClockSkew(store).catch(onFault('waits could not be clamped'))
    }
    clamp()
    const clamping = setInterval(clamp, clampMilliseconds).unref()
    endings.push(async () => clearInterval(clamping))
    const delivering = startDelivery({
      store,
      sealer,
      allow: outboundAllow,
      onFault: (error, what) => log.error({ err: error }, what),
    })
    endings.push(() => delivering.stop())
    if (config.mail !== undefined) {
      const mailing = startEmailSender({ store, mailer: config.mail, onFault: onJobFault })
      endings.push(() => mailing.stop())
    }
    // On PostgreSQL a command opens the store itself, so the server polls for its request.
    if (config.store.engine === 'postgresql') {
      const look = setInterval(() => {
        progressOfSample()
          .then(({ state }) => (state === 'loading' ? loadSample() : undefined))
          .catch(onFault('the sample could not be loaded'))
      }, sampleMilliseconds).unref()
      endings.push(async () => clearInterval(look))
    } else {
      const channel = await openCommandChannel({ store, config, onSample: loadSample })
      endings.push(() => channel.close())
    }
    log.info({ url, store: store.engine }, 'listening')
    return { url, firstAdmin, sampleSignIns, sampleProgress: progressOfSample, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * An engine with the live release. A release that this version cannot compile, because the shipped files changed,
 * does not prevent the start.
 */
async function startRevised(
  store: Store,
  onUnfit: (error: unknown) => void,
  options: ScreeningOptions,
): Promise<Screening> {
  try {
    return await startScreening({ ...options, releases: await loadEngineReleases(store) })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-catalog') throw error
    onUnfit(error)
    return startScreening(options)
  }
}

async function storedCatalog(store: Store): Promise<EngineCatalog> {
  const read: ReadInTransaction = (work) => store.transact(operator, work)
  const today = new Date().toISOString().slice(0, 10)
  return engineCatalog({ read, approved: await approvedPairs(read), today })
}

/** Addresses without https: browsers on this machine. */
function isPlain(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'http:' && isLoopback(url.hostname)
}

function listenProblem(cause: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES' && cause.code !== 'EADDRNOTAVAIL') {
    return cause
  }
  return new AppError({
    code: 'port-taken',
    message: `cannot listen on ${host}:${port} (${cause.code}): choose another address with HOST or PORT`,
    retryable: true,
    cause,
  })
}
