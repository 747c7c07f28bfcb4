import { createHash } from 'node:crypto'
import type { Context, Handle, Store } from '../platform/db/index.ts'
import { keepLooking, type Looking } from '../platform/looking/index.ts'
import { engineCatalog } from './engine.ts'
import type { ApprovedBrand, EngineCatalog } from './model.ts'
import { lastRevision } from './store.ts'

export type WatchOptions = {
  store: Store
  /** The brands that the engine may use, in a fixed order. */
  approved: (handle: Handle) => Promise<readonly ApprovedBrand[]>
  /** Gets each new catalog; where it throws it gets the same one again at the next look. */
  onChange: (catalog: EngineCatalog) => unknown
  /** Where an outage of the store or a failure of onChange is told, once each time it begins. */
  onFault?: (error: unknown) => void
  everyMs?: number
}

const watcher: Context = { as: 'operator', actor: { kind: 'operator', id: 'catalog-watch' } }

/**
 * Looks for changes of any catalog, and of what is approved, by one cheap query a second. The engine
 * is taken to run without any catalog at first: what is there at the first look counts as a change.
 * Changes that leave the engine’s catalog as it is are not told.
 */
export function watchCatalog(options: WatchOptions): Looking {
  const { store, approved, onChange, onFault, everyMs = 1000 } = options
  let seen = ''
  let running = fingerprint({ brands: [], products: [], keys: {} })

  async function look(): Promise<void> {
    const found = await store.transact(watcher, async (handle) => {
      // The number is read first: what changes while the catalog is read is found at the next look.
      const revision = await lastRevision(handle)
      const pairs = await approved(handle)
      const state = JSON.stringify([revision, pairs])
      if (state === seen) return undefined
      return { state, catalog: await engineCatalog({ handle, approved: pairs }) }
    })
    if (found === undefined) return
    const wanted = fingerprint(found.catalog)
    if (wanted !== running) await onChange(found.catalog)
    running = wanted
    seen = found.state
  }

  return keepLooking({ look, everyMs, onFault })
}

function fingerprint(catalog: EngineCatalog): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex')
}
