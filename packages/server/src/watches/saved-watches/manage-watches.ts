import { randomUUID } from 'node:crypto'
import type { WatchInput, WatchView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import { findViewer, isRightsSide } from '../../brands/visibility/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { listConnectors, type ConnectorPackage } from '../connector-packages/index.ts'
import { connectorFacts, isShipped } from '../connectors/index.ts'
import { siteHost } from '../gate/index.ts'
import { mayManageWatch, mayReadWatches } from './policy.ts'
import { readWatch, toView, unknownWatch } from './read-watches.ts'
import {
  countWatches,
  insertWatch,
  isExcludedSite,
  lockWatch,
  lockWatchesOf,
  markRemoved,
  requestRun,
  setStopped,
  updateWatch,
} from './repository.ts'
import { findLastRuns } from './runs-repository.ts'
import { checkSite, maxWatches, siteForQuery, type WatchRow } from './types.ts'

type ServiceInput = { handle: Transaction; actor: Actor }
type View = Outgoing<WatchView>

export async function createWatch(
  options: ServiceInput & { input: WatchInput; packages: readonly ConnectorPackage[] },
): Promise<View> {
  const { handle, actor, input } = options
  const { brand, connector, site, queries, rules } = input
  requireManager(actor, brand)
  const organisationId = organisationOf(actor)
  await assertBrandVisible(handle, organisationId, brand)
  const facts = listConnectors(options.packages).find(({ name }) => name === connector)
  if (facts === undefined) {
    const message = `there is no connector ${connector} here: choose one that /connectors lists`
    throw new AppError({ code: 'validation-failed', message, pointer: '/connector' })
  }
  checkSite({ connector: facts, site, queries, rules })
  await assertNotExcluded(handle, site)
  await lockWatchesOf(handle, organisationId)
  if ((await countWatches(handle, organisationId)) >= maxWatches) {
    const message = `the organisation has ${maxWatches} watches, the maximum: delete one first`
    throw new AppError({ code: 'watch-limit-reached', message })
  }
  const id = randomUUID()
  await insertWatch(handle, organisationId, { ...input, id, queries: [...new Set(queries)] })
  await record(options, 'watch-created', id, { brand, connector, site, queries: queries.length })
  return readWatch({ handle, actor, id })
}

type Change = { [K in keyof Omit<WatchInput, 'brand' | 'connector'>]?: WatchInput[K] | undefined }

export async function changeWatch(
  options: ServiceInput & { id: string; input: Change & { expectedVersion: number } },
): Promise<View> {
  const { handle, actor, id } = options
  const { expectedVersion, ...change } = options.input
  const before = await lockWatchToChange({ ...options, expectedVersion })
  const stated = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  )
  const after: WatchRow = { ...before, ...stated }
  const { connector: name } = after
  // A package said whether it searches when the watch was created.
  const connector = isShipped(name) ? connectorFacts(name) : { name, searches: true }
  checkSite({ ...after, connector })
  if (after.site !== before.site) await assertNotExcluded(handle, after.site)
  await updateWatch(handle, { ...after, queries: [...new Set(after.queries)] })
  await record(options, 'watch-changed', id, { fields: Object.keys(stated) })
  return readWatch({ handle, actor, id })
}

export async function removeWatch(options: ServiceInput & { id: string }): Promise<void> {
  await lockWatchToChange(options)
  await markRemoved(options.handle, options.id)
  await record(options, 'watch-removed', options.id)
}

export type WatchAction = 'run-now' | 'stop' | 'resume'

const actionEvents = {
  'run-now': 'watch-requested',
  stop: 'watch-stopped',
  resume: 'watch-resumed',
} as const satisfies Record<WatchAction, AuditAction>

/** Stopping a stopped watch, or resuming an active one, changes nothing. */
export async function actOnWatch(
  options: ServiceInput & { id: string; action: WatchAction; expectedVersion?: number | undefined },
): Promise<View> {
  const { handle, actor, id, action } = options
  const watch = await lockWatchToChange(options)
  if (action === 'run-now') {
    await assertMayRun(handle, watch)
    await requestRun(handle, id)
  } else if (watch.stopped === (action === 'stop')) {
    return toView(options, watch)
  } else {
    await setStopped(handle, id, action === 'stop')
  }
  await record(options, actionEvents[action], id)
  return readWatch({ handle, actor, id })
}

async function assertMayRun(handle: Transaction, { id, stopped }: WatchRow): Promise<void> {
  if (stopped) {
    const message = 'the watch is stopped: resume it, and it runs at once'
    throw new AppError({ code: 'watch-stopped', message })
  }
  const last = (await findLastRuns(handle, [id])).get(id)
  if (last?.endedAt !== null) return
  throw new AppError({ code: 'watch-running', message: 'the watch is running already' })
}

/** Locks a watch for a change. A reader without the permission learns that it exists, others don't. */
export async function lockWatchToChange({
  handle,
  actor,
  id,
  expectedVersion,
}: ServiceInput & { id: string; expectedVersion?: number | undefined }): Promise<WatchRow> {
  const isKnown = mayReadWatches(actor) && z.uuid().safeParse(id).success
  const watch = isKnown ? await lockWatch(handle, id) : undefined
  if (watch === undefined) throw unknownWatch(id)
  requireManager(actor, watch.brand)
  requireVersion('the watch', watch, expectedVersion)
  return watch
}

function requireManager(actor: Actor, brand: string): void {
  if (mayManageWatch(actor, brand)) return
  throw new AppError({
    code: 'permission-required',
    message: 'only an admin or analyst who works for the brand can manage its watches',
  })
}

/** A rights holder watches for brands on which it has an approved claim. */
export async function assertBrandVisible(
  handle: Transaction,
  organisationId: string,
  brand: string,
): Promise<void> {
  const viewer = await findViewer(handle, organisationId)
  if (!isRightsSide(viewer.kind) || viewer.brands.has(brand)) return
  throw new AppError({
    code: 'not-found',
    message: `no brand ${brand} is visible to you: a rights holder names brands on which it has an approved claim`,
    pointer: '/brand',
  })
}

/** The gate would refuse every request: better said now than by an empty run. */
async function assertNotExcluded(handle: Transaction, site: string): Promise<void> {
  const host = siteHost(siteForQuery(site, ''))
  if (host === undefined || !(await isExcludedSite(handle, host))) return
  throw new AppError({
    code: 'site-excluded',
    message: `${host} is left out of all watches of this installation, at the request of the site or by the operator: watch another site, or ask the operator`,
    pointer: '/site',
  })
}

async function record(
  { handle, actor }: ServiceInput,
  action: AuditAction,
  id: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const organisationId = organisationOf(actor)
  await recordEvent({ handle, organisationId, action, subject: { kind: 'watch', id }, detail })
}
