import {
  startCatalogImageCollector,
  findMatches,
  recordMatches,
  pollReferences,
} from '../../images/reference-images/index.ts'
import type { PicturedCode } from '../../goods/scans/index.ts'
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
  /** The pictures in which text is read; codes are always read. */
  readsText: 'suspicious' | 'all'
  /** Called with the digest and the QR and bar codes of each picture of a listing. */
  onCodes?: (digest: string, codes: readonly PicturedCode[]) => Promise<void>
  /** Called when listings need reassessment. */
  onDue: () => void
  onFault: (error: unknown, what: string) => void
  everyMs?: number
  retries?: readonly number[]
}

/** Delays in seconds before a picture is requested again. */
const standardRetries = [60, 600, 3600, 6 * 3600]

/**
 * Fetches the pictures of listings and catalogs in the background and matches them with all banks, until the returned
 * function is called. Pictures seen before are loaded meanwhile, and again whenever the matching thread restarts.
 */
export function startImageCollection(options: ImageCollectionOptions): () => Promise<void> {
  const { store, works, outbound, readsText, onDue, onFault } = options
  const { onCodes = async () => undefined } = options
  const { everyMs = 1000, retries = standardRetries } = options
  const fetcher = new ImageFetcher(outbound)
  const stopping = new AbortController()
  const banks = pollReferences({
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
    onLooked: async (digest, { organisationId, codes }) => {
      await onCodes(digest, codes).catch((error: unknown) =>
        onFault(error, 'the codes in a picture'),
      )
      // Otherwise a match with a reference not loaded yet would be missed forever.
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
