import type { Catalog } from '@touchstone/contract'
import { engineCatalog, watchCatalog } from '../catalog/index.ts'
import { approvedPairs } from '../claims/index.ts'
import { Intake, startRejudging } from '../listings/index.ts'
import { openChannel } from '../operator/index.ts'
import { ensureFirstAdmin, purgeSignIns, type FirstAdmin } from '../people/index.ts'
import {
  isLoopback,
  type ScreeningConfig,
  type ServerConfig,
  type TelemetryConfig,
} from '../platform/config/index.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { openSealer } from '../platform/sealing/index.ts'
import { startJobs } from '../platform/jobs/index.ts'
import { qualityJobs } from '../quality/index.ts'
import { purgingJob } from '../retention/index.ts'
import { revisionsOf, watchRevisions } from '../revisions/index.ts'
import { createLog, createMetrics } from '../platform/telemetry/index.ts'
import {
  readCandidate,
  startScreening,
  type Screening,
  type ScreeningOptions,
} from '../screening/index.ts'
import { brandNames } from '../sharing/index.ts'
import { startDelivering, trimmingJob } from '../webhooks/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  config: ServerConfig
  screening: ScreeningConfig
  telemetry: TelemetryConfig
  host: string
  port: number
  /** Where the built console lies; no pages are served where it was never built. */
  consoleFolder?: string | undefined
}

export type Served = {
  url: string
  /** Who can sign in now, where nobody could before. */
  firstAdmin: FirstAdmin | undefined
  close(): Promise<void>
}

const purgeMilliseconds = 3_600_000

/**
 * Opens the store, compiles the engine and listens, for requests and for the operator's commands.
 * On close, those under way and what is judged in the background are ended first.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { config, host, port, consoleFolder } = options
  const { dataDir, people, trustedProxies, outboundAllow } = config
  const { logLevel, metricsToken, rateLimit } = options.telemetry
  const endings: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
  }
  const log = createLog(logLevel)
  const onFault = (what: string) => (error: unknown) => log.error({ err: error }, what)
  try {
    const store = await openStore(config.store)
    endings.push(() => store.close())
    const metrics = createMetrics()
    endings.push(async () => metrics.close())
    const { threads, candidate } = options.screening
    // An offer that comes in at once is judged with what the organisations have told of their goods.
    const catalog = await storedCatalog(store)
    let names = brandNames(catalog)
    const screening = await startRevised(store, onFault('the live revision does not run'), {
      catalog,
      threads,
      ...(candidate && { candidate: await readCandidate(candidate) }),
      onFault: onFault('the engine failed'),
    })
    endings.push(() => screening.close())
    const intake = new Intake({
      store,
      screening,
      names: () => names,
      onDue: () => rejudging.wake(),
      onFault: onFault('the candidate engine failed'),
    })
    endings.push(() => intake.close())
    const rejudging = startRejudging({ intake, onFault: onFault('judging again failed') })
    endings.push(() => rejudging.stop())
    const watch = watchCatalog({
      store,
      approved: approvedPairs,
      onChange: async (changed) => {
        await screening.use(changed)
        names = brandNames(changed)
      },
      onFault: onFault('a change of the catalogs did not reach the engine'),
    })
    endings.push(() => watch.stop())
    const revisions = watchRevisions({
      store,
      onChange: (changed) => screening.revise(changed),
      onFault: onFault('a revision of the lexicon did not reach the engine'),
    })
    endings.push(() => revisions.stop())
    const { publicUrl, secretKey, adminEmail: email, oidc } = people
    const sealer = openSealer({ dataDir, secretKey })
    const onJobFault = (error: unknown, what: string): void => log.error({ err: error }, what)
    const jobs = await startJobs({
      store,
      jobs: [
        trimmingJob(store),
        purgingJob(store),
        ...qualityJobs({ store, screening, names: () => names, onFault: onJobFault }),
      ],
      onFault: onJobFault,
    })
    endings.push(() => jobs.stop())
    const app = createApi({
      ...{
        store,
        screening,
        intake,
        jobs,
        names: () => names,
        trustedProxies,
        outboundAllow,
        log,
        metrics,
        metricsToken,
        rateLimit,
        consoleFolder,
      },
      people: {
        sealer,
        publicUrl,
        secureCookie: !isPlain(publicUrl ?? `http://${host}`),
        oidc,
        dataDir,
      },
    })
    endings.push(() => app.close())
    const firstAdmin = await ensureFirstAdmin(store, { email, dataDir })
    const url = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      throw listenProblem(cause, host, port)
    })
    const purge = (): void => {
      purgeSignIns(store, Date.now()).catch(onFault('old sign-ins could not be purged'))
    }
    const timer = setInterval(purge, purgeMilliseconds).unref()
    endings.push(async () => clearInterval(timer))
    const delivering = startDelivering({
      ...{ store, sealer, allow: outboundAllow },
      onFault: (error, what) => log.error({ err: error }, what),
    })
    endings.push(() => delivering.stop())
    // On PostgreSQL a command opens the store beside the server.
    if (config.store.engine === 'embedded') {
      const channel = await openChannel({ store, config })
      endings.push(() => channel.close())
    }
    log.info({ url, store: store.engine }, 'listening')
    return { url, firstAdmin, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * An engine that reads what is live. A revision that this version can't compile, whose own files may
 * be others than those it was made for, does not keep the server from starting.
 */
async function startRevised(
  store: Store,
  onUnfit: (error: unknown) => void,
  options: ScreeningOptions,
): Promise<Screening> {
  try {
    return await startScreening({ ...options, revisions: await revisionsOf(store) })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-catalog') throw error
    onUnfit(error)
    return startScreening(options)
  }
}

function storedCatalog(store: Store): Promise<Catalog> {
  return store.transact(
    { as: 'operator', actor: { kind: 'operator', id: 'serve' } },
    async (handle) => engineCatalog({ handle, approved: await approvedPairs(handle) }),
  )
}

/** Where no https is needed: browsers on this machine. */
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
    message: `${host}:${port} cannot be listened on (${cause.code}): choose another with HOST or PORT`,
    retryable: true,
    cause,
  })
}
