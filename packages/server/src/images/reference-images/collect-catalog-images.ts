import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { readTogether, startPoller, type Poller } from '../../platform/poller/index.ts'
import { hasStoredImage, type ImageFetcher, type ImagePipeline } from '../pipeline/index.ts'
import {
  changedProducts,
  claimDueProductImages,
  hasDueProductImages,
  markProductImage,
  upsertProductImages,
  type ChangedProduct,
  type DueProductImage,
  type ProductImage,
} from './catalog-images-repository.ts'
import { saveReference } from './add-reference.ts'

export type CatalogImageCollectorOptions = {
  store: Store
  works: ImagePipeline
  fetcher: ImageFetcher
  onFault: (error: unknown, what: string) => void
  everyMs?: number
  /** Delays in seconds before each retry of a missing picture. */
  retries: readonly number[]
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'catalog-pictures' } }
const productsAtOnce = 500
const picturesAtOnce = 8
const mostOfProduct = 10
const claimSeconds = 300
/** Other transactions' writes may become visible this much later than their time. */
const reachBackMs = 60_000

/**
 * Adds the catalogs' product pictures to the bank of official photographs, and removes them when a catalog no longer
 * names them.
 */
export function startCatalogImageCollector(options: CatalogImageCollectorOptions): Poller {
  const { store, works, fetcher, onFault, everyMs = 1000, retries } = options
  const stopping = new AbortController()
  let since = new Date(0)

  const transact = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(context, work)

  async function collectDue(): Promise<void> {
    const began = Date.now()
    const { page, hasDue } = await readTogether(store, async (handle) => ({
      page: await changedProducts(handle, { since, limit: productsAtOnce }),
      hasDue: await hasDueProductImages(handle),
    }))
    await noteChanged(page)
    since = new Date(began - reachBackMs)
    if (!hasDue && page.length === 0) return
    for (;;) {
      const due = await transact((handle) =>
        claimDueProductImages(handle, { limit: picturesAtOnce, seconds: claimSeconds }),
      )
      for (const picture of due) {
        if (stopping.signal.aborted) {
          await transact((handle) => markProductImage(handle, picture, { release: true }))
          continue
        }
        await collectImage(picture).catch((error: unknown) => onFault(error, 'a catalog picture'))
      }
      if (due.length < picturesAtOnce) return
    }
  }

  async function noteChanged(firstPage: ChangedProduct[]): Promise<void> {
    let page = firstPage
    let from = since
    for (let limit = productsAtOnce; !stopping.signal.aborted;) {
      const last = page.at(-1)
      if (last === undefined) return
      const products = page
      await transact((handle) =>
        upsertProductImages(handle, products, products.flatMap(picturesOf)),
      )
      if (page.length < limit) return
      // A whole page may have changed at the same time: then read on from there.
      if (last.changedAt.getTime() === from.getTime()) limit *= 2
      from = last.changedAt
      page = await transact((handle) => changedProducts(handle, { since: from, limit }))
    }
  }

  async function collectImage(picture: DueProductImage): Promise<void> {
    const fetched = await fetcher.tryFetch(picture.url, {
      organisationId: picture.organisationId,
      signal: stopping.signal,
    })
    if (stopping.signal.aborted) {
      return transact((handle) => markProductImage(handle, picture, { release: true }))
    }
    if (!fetched.ok) return miss(picture, fetched)
    const sha256 = fetched.digest ?? (await works.archive.store(fetched.bytes))
    const { organisationId, brand, name } = picture
    const isKnown = await transact((handle) => hasStoredImage(handle, organisationId, sha256))
    const looked = await works.describer.describeStored(sha256, {
      isKnown,
      claimant: { party: organisationId, urgency: 'background' },
    })
    if (!looked.ok) return miss(picture, { message: looked.message, retryable: false })
    const { width, height } = looked.facts
    const input = { bank: 'official' as const, label: name.slice(0, 200), brand }
    await transact(async (handle) => {
      const reference = await saveReference(handle, organisationId, {
        ...input,
        sha256,
        width,
        height,
      })
      await markProductImage(handle, picture, { reference })
    })
  }

  async function miss(
    picture: DueProductImage,
    { message, retryable }: { message: string; retryable: boolean },
  ): Promise<void> {
    const againInSeconds = retryable ? retries[picture.attempts] : undefined
    await transact((handle) =>
      markProductImage(handle, picture, { reason: message, againInSeconds }),
    )
  }

  const poller = startPoller({
    poll: collectDue,
    everyMs,
    onFault: (error) => onFault(error, 'the catalog pictures'),
  })
  return {
    stop: async () => {
      stopping.abort()
      await poller.stop()
    },
  }
}

/** Web addresses of a product's pictures. */
function picturesOf({ organisationId, id, isRemoved, content }: ChangedProduct): ProductImage[] {
  const { images } = content as { images?: unknown }
  if (isRemoved || !Array.isArray(images)) return []
  const urls = images.flatMap((image: unknown): string[] => {
    const { url } = (image ?? {}) as { url?: unknown }
    if (typeof url !== 'string' || url.length > 2000 || url.includes('\0')) return []
    return url.isWellFormed() && /^https?:/i.test(url) && URL.canParse(url) ? [url] : []
  })
  return [...new Set(urls)].slice(0, mostOfProduct).map((url) => ({ organisationId, id, url }))
}
