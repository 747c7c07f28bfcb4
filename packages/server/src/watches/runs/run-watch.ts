import type { Listing, WatchRunEnd } from '@touchstone/contract'
import type { ListingIngest, ListingSender } from '../../listings/ingest/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { publishWorkEnded } from '../../platform/telemetry/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Renderer } from '../browser-visits/index.ts'
import { openConnector, type ConnectorPackage } from '../connector-packages/index.ts'
import type { Connector } from '../connectors/index.ts'
import type { Gate, VisitError, VisitErrorKind } from '../gate/index.ts'
import { costOfUsage, type Usage } from '../ledger/index.ts'
import { recordObservations, visitMemory, type Observation } from '../listing-history/index.ts'
import { siteForQuery } from '../saved-watches/index.ts'
import { Spending, type Budget } from './budget.ts'
import type { ClaimedRun } from './claims-repository.ts'
import {
  beginQuery,
  countRequest,
  endRun,
  lockRun,
  saveProgress,
  type Refusal,
} from './progress-repository.ts'
import { requestCaptures } from './request-captures.ts'
import { walkSite, type WalkReport } from './walk-site.ts'

export type RunOptions = {
  store: Store
  intake: ListingIngest
  gate: Gate
  render: Renderer | undefined
  packages: readonly ConnectorPackage[]
  run: ClaimedRun
  lease: string
  /** Aborted with the reason: that of a refusal, or that the process ends. */
  stopping: AbortController
  /** Defaults to that of the watch; for tests. */
  connector?: () => Connector
}

type Ending = { endedBy: WatchRunEnd; retryAt?: Date | undefined }

const runner: Context = { as: 'operator', actor: { kind: 'operator', id: 'watches' } }
/** After so many processes ended during a run, it ends too. */
const maxAttempts = 5

const endings: Record<Exclude<WalkReport['stoppedBy'], 'signal'>, WatchRunEnd> = {
  end: 'end',
  requests: 'requests',
  bytes: 'bytes',
  seconds: 'processor-seconds',
  cost: 'cost',
  blocked: 'blocked',
  pause: 'pause',
  failures: 'failures',
}

/**
 * Walks a claimed run to its end. All that a visit showed and used is written in one transaction after its listings
 * were ingested, which may be repeated: whenever the process dies, another one continues with the next page.
 */
export async function runWatch(options: RunOptions): Promise<void> {
  const { store, run, lease, stopping } = options
  let ending: Ending | undefined
  try {
    ending = run.attempts > maxAttempts ? { endedBy: 'failures' } : await walkQueries(options)
  } catch (error) {
    // While the store is away nothing can be written: the run continues after its lease.
    if (stopping.signal.aborted || (error instanceof AppError && error.retryable)) throw error
    await end(store, run, lease, { endedBy: 'failures' })
    throw error
  }
  if (ending !== undefined) await end(store, run, lease, ending)
}

async function end(store: Store, run: ClaimedRun, lease: string, ending: Ending): Promise<void> {
  await store.transact({ ...runner, worksFor: run.organisationId }, async (handle) => {
    if (await lockRun(handle, run.id, lease)) await endRun(handle, run, ending)
  })
  publishWorkEnded({ work: 'watchRun', labels: { by: ending.endedBy } })
}

/** Walks the site once for each query; nothing if the run is to be continued by another process. */
async function walkQueries(options: RunOptions): Promise<Ending | undefined> {
  const { run, stopping } = options
  const queries = run.queries.length > 0 ? run.queries : ['']
  // Queries before the last one that was begun are done.
  const first = Math.max(
    0,
    queries.findLastIndex((query) => run.used.has(query)),
  )
  let ending: Ending = { endedBy: 'end' }
  for (const [at, query] of queries.entries()) {
    if (at < first) continue
    const spending = newSpending(options, query, queries.length - at)
    const report = await walkQuery(options, query, spending)
    run.used.set(query, spending.used)
    const { stoppedBy, retryAt } = report
    if (stoppedBy === 'signal') {
      return stopping.signal.reason === 'stopped' ? { endedBy: 'stopped' } : undefined
    }
    ending = { endedBy: endings[stoppedBy], retryAt }
    if (stoppedBy === 'blocked' || stoppedBy === 'pause' || stoppedBy === 'failures') break
  }
  return ending
}

/** The budget of one query: an equal share of what the queries before it left. */
function newSpending(options: RunOptions, query: string, queriesLeft: number): Spending {
  const { store, run, lease, stopping } = options
  const { budget, rates } = run
  const own = run.used.get(query)
  const before = totalOf(
    [...run.used].flatMap(([other, usage]) => (other === query ? [] : [usage])),
  )
  const share = (limit: number, used: number): number => Math.max(0, limit - used) / queriesLeft
  const cost = budget.cost === null ? undefined : share(budget.cost, costOfUsage(before, rates))
  const limits: Budget = {
    requests: Math.floor(share(budget.requests, before.requests)),
    bytes: Math.floor(share(budget.bytes, before.bytes)),
    seconds: share(budget.processorSeconds, before.processorSeconds),
    ...(cost !== undefined && { cost }),
  }
  const spending: Spending = new Spending({
    budget: limits,
    used: own,
    costOf: (usage) => costOfUsage(usage, rates),
    onRequest: async (bytes) => {
      const refusal = await store.transact(contextFor(run), (handle) =>
        countRequest(handle, { run, lease, query, used: spending.used, bytes }),
      )
      if (refusal !== undefined) refuse(stopping, refusal)
    },
  })
  return spending
}

async function walkQuery(
  options: RunOptions,
  query: string,
  spending: Spending,
): Promise<WalkReport> {
  const { store, intake, gate, run, lease, stopping } = options
  const { organisationId, watchId } = run
  const watch = { id: watchId, organisationId }
  await store.transact(contextFor(run), (handle) => beginQuery(handle, run, query))
  const found: Listing[] = []
  const errors = newErrors()
  const record = async (observations: readonly Observation[]): Promise<void> => {
    const listings = await ingest(intake, run, found.splice(0))
    const isKept = await store.transact(contextFor(run), async (handle) => {
      if (!(await lockRun(handle, run.id, lease))) return false
      const news = await recordObservations({ handle, watch, run: run.id, observations, query })
      const gone = observations.filter(({ status }) => status === 'gone').length
      const progress = { used: spending.used, listings, changed: news.length, gone }
      await saveProgress(handle, run, query, { ...progress, ...errors.counted() })
      await requestCaptures(
        handle,
        run,
        observations.map(({ url }) => url),
      )
      return true
    })
    if (!isKept) refuse(stopping, 'lost')
  }
  const report = await walkSite({
    gate,
    connector: options.connector?.() ?? openConnector(run.connector, options.packages, run),
    render: options.render,
    url: siteForQuery(run.site, query),
    ...(query !== '' && { isSearch: true }),
    spending,
    holder: organisationId,
    memory: visitMemory({ store, watch, requestsPerDay: run.requestsPerDay }),
    signal: stopping.signal,
    onListing: async (listing) => void found.push(listing),
    onVisited: record,
    onError: (error) => errors.note(error),
  })
  // What was used after the last visit, and errors that end a walk.
  if (stopping.signal.reason !== 'lost') await record([])
  return report
}

/** Listings are ingested like any other, as the organisation’s own; each watch is a sender of its own. */
async function ingest(
  intake: ListingIngest,
  { organisationId, watchId }: ClaimedRun,
  listings: readonly Listing[],
): Promise<string[]> {
  const sender: ListingSender = {
    kind: 'key',
    id: watchId,
    organisationId,
    scopes: ['listings:write'],
  }
  const ids: string[] = []
  const size = intake.rowsOfPart(sender)
  for (let at = 0; at < listings.length; at += size) {
    const part = listings.slice(at, at + size)
    const ingested = await intake.ingest(sender, part, { urgency: 'background' })
    ids.push(...ingested.map(({ id }) => id))
  }
  return ids
}

/** Errors since the last time they were counted. */
function newErrors(): {
  note(error: VisitError): void
  counted(): {
    errors: Record<VisitErrorKind, number>
    lastError: { url: string; message: string } | undefined
  }
} {
  let noted: VisitError[] = []
  return {
    note: (error) => void noted.push(error),
    counted: () => {
      const errors = { permanent: 0, retryable: 0, blocked: 0, forbidden: 0 }
      for (const { kind } of noted) errors[kind]++
      const last = noted.at(-1)
      noted = []
      return { errors, lastError: last && { url: last.url, message: last.message } }
    },
  }
}

function refuse(stopping: AbortController, refusal: Refusal): never {
  stopping.abort(refusal)
  throw new Error(`the run is ${refusal}`)
}

function contextFor({ organisationId }: ClaimedRun): Context {
  return { ...runner, worksFor: organisationId }
}

function totalOf(usages: readonly Usage[]): Usage {
  const sum = (part: keyof Usage): number => usages.reduce((total, usage) => total + usage[part], 0)
  return {
    requests: sum('requests'),
    bytes: sum('bytes'),
    processorSeconds: sum('processorSeconds'),
    fees: sum('fees'),
  }
}
