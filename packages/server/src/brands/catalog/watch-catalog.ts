import { createHash } from 'node:crypto'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { startPoller, type Poller } from '../../platform/poller/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import { engineCatalog, type ReadInTransaction } from './engine-catalog.ts'
import type { ApprovedBrand, EngineCatalog } from './types.ts'
import { lastChangeNumber } from './repository.ts'

export type WatchOptions = {
  store: Store
  /** The brands that the engine may use, in a fixed order. */
  approved: (read: ReadInTransaction) => Promise<readonly ApprovedBrand[]>
  /**
   * Another word whenever `approved` may give something else; cheap, as it is asked at each look.
   * Without it `approved` itself is asked.
   */
  approvedMark?: (handle: Transaction) => Promise<string>
  /** Something has changed: `onChange` may follow, once the catalog was read. */
  onStir?: () => void
  /** Gets each new catalog; where it throws it gets the same one again at the next look. */
  onChange: (catalog: EngineCatalog) => unknown
  /** Where an outage of the store or a failure of onChange is told, once each time it begins. */
  onFault?: (error: unknown) => void
  everyMs?: number
  /** Milliseconds since 1970: what begins or ends on a day does so by this clock, in UTC. */
  clock?: () => number
}

const watcher: Context = { as: 'operator', actor: { kind: 'operator', id: 'catalog-watch' } }

/**
 * Looks for changes of any catalog, and of what is approved, by cheap queries four times a second, and
 * for the next day, on which others of its rules may hold. The engine
 * is taken to run without any catalog at first: what is there at the first look counts as a change.
 * Changes that leave the engine’s catalog as it is are not told.
 */
export function watchCatalog(options: WatchOptions): Poller {
  const { store, approved, approvedMark, onStir, onChange, onFault, everyMs = 250 } = options
  const { clock = Date.now } = options
  const read: ReadInTransaction = (work) => store.transact(watcher, work)
  let seen = ''
  let running: string | undefined

  async function stateOn(today: string): Promise<string> {
    // The number is read first: what changes while the catalog is read is found at the next look.
    const [revision, mark] = await read(async (handle) => [
      await lastChangeNumber(handle),
      await approvedMark?.(handle),
    ])
    return JSON.stringify([today, revision, mark ?? (await approved(read))])
  }

  async function poll(): Promise<void> {
    const today = new Date(clock()).toISOString().slice(0, 10)
    const state = await stateOn(today)
    if (state === seen) return
    if (seen !== '') onStir?.()
    const catalog = await engineCatalog({ read, approved: await approved(read), today })
    const wanted = await runInSlices(fingerprint(catalog))
    running ??= await runInSlices(fingerprint({ brands: [], products: [], keys: {} }))
    if (wanted !== running) await onChange(catalog)
    running = wanted
    seen = state
  }

  return startPoller({ look: poll, everyMs, onFault })
}

/** Tells catalogs apart. */
function* fingerprint(catalog: EngineCatalog): Generator<void, string, void> {
  const { brands, products = [], keys, inForceOn = '' } = catalog
  const hash = createHash('sha256').update(`${inForceOn}\n`)
  for (const part of [brands, products, Object.entries(keys)]) {
    for (const entry of part) {
      hash.update(JSON.stringify(entry)).update('\n')
      yield
    }
    hash.update('\n')
  }
  return hash.digest('hex')
}
