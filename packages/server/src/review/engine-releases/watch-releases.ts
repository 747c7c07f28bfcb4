import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { startPoller, type Poller } from '../../platform/poller/index.ts'
import type { EngineReleases } from '../../listings/screening/index.ts'
import { listActiveReleases, activeReleasesVersion } from './repository.ts'

export type WatchOptions = {
  store: Store
  /** Gets what is at work whenever that has changed; where it throws it gets it again, later. */
  onChange: (releases: EngineReleases) => unknown
  onFault?: (error: unknown) => void
  everyMs?: number
}

const watcher: Context = { as: 'operator', actor: { kind: 'operator', id: 'release-watch' } }
/** What failed is tried again so often: an engine that does not compile is compiled in vain. */
const againMs = 10_000

/** What the engines of this installation shall read beyond the shipped files. */
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
 * Looks once a second whether other engine releases are live or in shadow, by one look into an index of
 * two rows, so that a change reaches every process. What is there at the first look is told too.
 */
export function watchReleases(options: WatchOptions): Poller {
  const { store, onChange, onFault, everyMs = 1000 } = options
  let seen = '[]'

  async function poll(): Promise<void> {
    const found = await store.transact(watcher, async (handle) => {
      const state = await activeReleasesVersion(handle)
      return state === seen ? undefined : { state, releases: await read(handle) }
    })
    if (found === undefined) return
    await onChange(found.releases)
    seen = found.state
  }

  return startPoller({ look: poll, everyMs, againMs: Math.max(everyMs, againMs), onFault })
}
