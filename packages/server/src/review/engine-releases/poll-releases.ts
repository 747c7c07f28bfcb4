import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { readTogether, startPoller, type Poller } from '../../platform/poller/index.ts'
import type { EngineReleases } from '../../listings/screening/index.ts'
import { listActiveReleases, activeReleasesVersion } from './repository.ts'

export type WatchOptions = {
  store: Store
  /** Receives the active releases after every change; if it throws, it receives them again later. */
  onChange: (releases: EngineReleases) => unknown
  onFault?: (error: unknown) => void
  everyMs?: number
}

const watcher: Context = { as: 'operator', actor: { kind: 'operator', id: 'release-watch' } }
/** Retry interval after a failure: repeatedly compiling an engine that does not compile is wasted work. */
const againMs = 10_000

/** The content that the engines of this installation read beyond the shipped files. */
export function loadEngineReleases(store: Store): Promise<EngineReleases> {
  return store.transact(watcher, read)
}

async function read(handle: Transaction): Promise<EngineReleases> {
  const atWork = await listActiveReleases(handle)
  const live = atWork.find(({ state }) => state === 'live')
  const shadow = atWork.find(({ state }) => state === 'shadow')
  return {
    ...(live && { live: live.content }),
    ...(shadow && { shadow: { content: shadow.content, share: shadow.share ?? 0 } }),
  }
}

/**
 * Checks once a second whether other engine releases are live or in shadow, with one read of an index of two rows, so
 * that a change reaches every process. The first check also reports the current releases.
 */
export function pollReleases(options: WatchOptions): Poller {
  const { store, onChange, onFault, everyMs = 1000 } = options
  let knownState = '[]'

  async function poll(): Promise<void> {
    if ((await readTogether(store, activeReleasesVersion)) === knownState) return
    const change = await store.transact(watcher, async (handle) => ({
      state: await activeReleasesVersion(handle),
      releases: await read(handle),
    }))
    await onChange(change.releases)
    knownState = change.state
  }

  return startPoller({ poll, everyMs, againMs: Math.max(everyMs, againMs), onFault })
}
