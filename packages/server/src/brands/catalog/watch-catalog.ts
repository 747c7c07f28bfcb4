import { createHash } from 'node:crypto'
import type { Context, ReadInTransaction, Transaction, Store } from '../../platform/db/index.ts'
import { readTogether, startPoller, type Poller } from '../../platform/poller/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import { engineCatalog } from './engine-catalog.ts'
import type { ApprovedBrand, EngineCatalog } from './types.ts'
import { lastChangeNumber } from './repository.ts'

export type WatchOptions = {
  store: Store
  /** The brands that the engine may use, in a fixed order. */
  approved: (read: ReadInTransaction) => Promise<readonly ApprovedBrand[]>
  /**
   * Changes whenever the result of `approved` may; cheap, since it is read with every poll. Without it `approved`
   * itself is polled.
   */
  approvedMark?: (handle: Transaction) => Promise<string>
  /** Something has changed: `onChange` may follow once the catalog has been read. */
  onStir?: () => void
  /** Called with each new catalog; if it throws, it gets the same one with the next poll. */
  onChange: (catalog: EngineCatalog) => unknown
  /** Called once at the start of each outage of the store or failure of onChange. */
  onFault?: (error: unknown) => void
  everyMs?: number
  /** Milliseconds since 1970: changes of a day take effect by this clock, in UTC. */
  clock?: () => number
}

const watcher: Context = { as: 'operator', actor: { kind: 'operator', id: 'catalog-watch' } }

/**
 * Polls once a second, with cheap queries, for changes of any catalog or approval, and for the next day, when other
 * rules may be in force. The engine is assumed to start without a catalog: the first result counts as a change.
 * Changes that do not affect the engine’s catalog are not reported.
 */
export function watchCatalog(options: WatchOptions): Poller {
  const { store, approved, approvedMark, onStir, onChange, onFault, everyMs = 1000 } = options
  const { clock = Date.now } = options
  const read: ReadInTransaction = (work) => store.transact(watcher, work)
  let lastVersion = ''
  let running: string | undefined

  async function stateOn(today: string): Promise<string> {
    // The number is read first: a change during the read is found by the next poll.
    const [revision, mark] = await readTogether(store, async (handle) => [
      await lastChangeNumber(handle),
      await approvedMark?.(handle),
    ])
    return JSON.stringify([today, revision, mark ?? (await approved(read))])
  }

  async function poll(): Promise<void> {
    const today = new Date(clock()).toISOString().slice(0, 10)
    const state = await stateOn(today)
    if (state === lastVersion) return
    if (lastVersion !== '') onStir?.()
    const catalog = await engineCatalog({ read, approved: await approved(read), today })
    const wanted = await runInSlices(fingerprint(catalog))
    running ??= await runInSlices(fingerprint({ brands: [], products: [], keys: {} }))
    if (wanted !== running) await onChange(catalog)
    running = wanted
    lastVersion = state
  }

  return startPoller({ poll, everyMs, onFault })
}

/** Identifies a catalog's content. */
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
