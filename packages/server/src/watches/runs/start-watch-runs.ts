import { randomUUID } from 'node:crypto'
import type { ListingIngest } from '../../listings/ingest/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { AnswerOptions } from '../../platform/outbound/index.ts'
import { readTogether, startPoller } from '../../platform/poller/index.ts'
import type { Renderer } from '../browser-visits/index.ts'
import type { ConnectorPackage } from '../connector-packages/index.ts'
import type { Connector } from '../connectors/index.ts'
import { Gate, storedTurns, type Agent } from '../gate/index.ts'
import {
  claimRun,
  findDueWatches,
  hasOrphanedRuns,
  readClaimedRun,
  releaseLeases,
  renewLeases,
  continueRuns,
} from './claims-repository.ts'
import { runWatch } from './run-watch.ts'

export type WatchRunsOptions = {
  store: Store
  intake: ListingIngest
  agent: Agent
  outbound: AnswerOptions
  /** Opens the secrets of organisations’ own keys. */
  sealer: Sealer
  /** Connectors that the operator added. */
  packages?: readonly ConnectorPackage[]
  /** Opens the browser of watches that need one, through this process’s gate. */
  renderer?: (gate: Gate) => Renderer
  onFault: (error: unknown, what: string) => void
  pollMilliseconds?: number
  /** After this, another process continues what this one no longer renews. */
  leaseMilliseconds?: number
  /** Defaults to that of the watch; for tests. */
  connector?: () => Connector
}

export type WatchRuns = {
  /** Resolves when no walk is in progress; another process, or the next start, continues them. */
  stop(): Promise<void>
}

type Walk = { organisationId: string; stopping: AbortController; ended: Promise<void> }

const scheduler: Context = { as: 'operator', actor: { kind: 'operator', id: 'watches' } }
/** Walks at once; most of them wait for the turn of their site. */
const most = { walks: 32, ofOne: 8 }

/** Runs due watches until stopped. Any number of processes share the work; all state is in the store. */
export function startWatchRuns(options: WatchRunsOptions): WatchRuns {
  const { store, intake, agent, outbound, sealer, onFault, connector } = options
  const { packages = [] } = options
  const { pollMilliseconds = 2000, leaseMilliseconds = 60_000 } = options
  const gate = new Gate({ turns: storedTurns(store), agent, outbound })
  const render = options.renderer?.(gate)
  const lease = { id: randomUUID(), milliseconds: leaseMilliseconds }
  const walks = new Map<string, Walk>()

  const begin = async (runId: string): Promise<void> => {
    const run = await store.transact(scheduler, (handle) =>
      readClaimedRun(handle, runId, lease, sealer),
    )
    if (run === undefined) return
    const stopping = new AbortController()
    const walk = async (): Promise<void> => {
      try {
        const more = connector && { connector }
        await runWatch({
          store,
          intake,
          gate,
          render,
          packages,
          run,
          lease: lease.id,
          stopping,
          ...more,
        })
      } catch (error) {
        if (!stopping.signal.aborted) onFault(error, `the run ${runId} of a watch`)
      } finally {
        walks.delete(runId)
      }
    }
    walks.set(runId, { organisationId: run.organisationId, stopping, ended: walk() })
  }

  const renew = async (): Promise<void> => {
    if (walks.size === 0) return
    const renewed = await store.transact(scheduler, (handle) => renewLeases(handle, lease))
    const isStopped = new Map(renewed.map(({ id, isStopped: stopped }) => [id, stopped]))
    for (const [id, { stopping }] of walks) {
      if (isStopped.get(id) !== false) stopping.abort(isStopped.has(id) ? 'stopped' : 'lost')
    }
  }

  const claim = async (): Promise<void> => {
    const left = most.walks - walks.size
    if (left <= 0) return
    const { hasOrphans, due } = await readTogether(store, async (handle) => ({
      hasOrphans: await hasOrphanedRuns(handle),
      due: await findDueWatches(handle, { limit: left, ofOne: most.ofOne }),
    }))
    if (hasOrphans) {
      const taken = await store.transact(scheduler, (handle) => continueRuns(handle, lease, left))
      for (const id of taken) await begin(id)
    }
    for (const watch of due) {
      const { organisationId } = watch
      const own = [...walks.values()].filter((walk) => walk.organisationId === organisationId)
      if (own.length >= most.ofOne || walks.size >= most.walks) continue
      const context = { ...scheduler, worksFor: organisationId }
      const id = await store.transact(context, (handle) => claimRun(handle, watch, lease))
      if (id !== undefined) await begin(id)
    }
  }

  const poller = startPoller({
    everyMs: pollMilliseconds,
    poll: async () => {
      await renew()
      await claim()
    },
    onFault: (error) => onFault(error, 'watches could not be scheduled'),
  })
  return {
    stop: async () => {
      await poller.stop()
      const running = [...walks.values()]
      for (const { stopping } of running) stopping.abort('ending')
      await Promise.all(running.map(({ ended }) => ended))
      await store.transact(scheduler, (handle) => releaseLeases(handle, lease))
    },
  }
}
