import {
  startCatalogImageCollector,
  findMatches,
  recordMatches,
  watchReferences,
} from '../../images/reference-images/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import {
  loadKnownImages,
  ImageFetcher,
  startImageCollector,
  type ImagePipeline,
} from '../../images/pipeline/index.ts'
import { SerialQueue } from '../../platform/serial-queue/index.ts'

export type ImageCollectionOptions = {
  store: Store
  works: ImagePipeline
  outbound: FetchOptions
  /** In which pictures text is read; codes are always. */
  readsText: 'suspicious' | 'all'
  /** Called when listings have to be judged again. */
  onDue: () => void
  onFault: (error: unknown, what: string) => void
  everyMs?: number
  retries?: readonly number[]
}

/** Seconds after which a picture that did not come is asked for again. */
const standardRetries = [60, 600, 3600, 6 * 3600]

/**
 * Fetches the pictures of listings and of catalogs in the background and holds them against all banks, until what it gives is
 * called. Pictures that were seen before are loaded meanwhile, and again whenever the thread that holds them
 * had to begin anew.
 */
export function startImageCollection(options: ImageCollectionOptions): () => Promise<void> {
  const { store, works, outbound, readsText, onDue, onFault } = options
  const { everyMs = 1000, retries = standardRetries } = options
  const fetcher = new ImageFetcher(outbound)
  const stopping = new AbortController()
  const banks = watchReferences({
    store,
    works,
    onDue,
    everyMs,
    onFault: (error) => onFault(error, 'the reference images'),
  })
  const loads = new SerialQueue()
  const load = (): void => {
    void loads
      .run(() => loadKnownImages({ store, works }, stopping.signal))
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) onFault(error, 'the stored images')
      })
  }
  load()
  works.onMatcherLost(() => {
    if (stopping.signal.aborted) return
    banks.reload()
    load()
  })
  const collecting = startImageCollector({
    store,
    works,
    readsText,
    onDue,
    onFault,
    everyMs,
    retries,
    fetcher,
    onLooked: async (digest, { organisationId }) => {
      // Before all references are there, one of them would be missed for ever.
      await banks.loaded
      const matches = await findMatches({ store, works }, { digest, organisationId })
      return (handle, shown) => recordMatches(handle, digest, { matches, shown })
    },
  })
  const catalogs = startCatalogImageCollector({
    store,
    works,
    fetcher,
    onFault,
    everyMs,
    retries,
  })
  return async () => {
    stopping.abort()
    await catalogs.stop()
    await collecting.stop()
    await banks.stop()
    await loads.settled()
  }
}
