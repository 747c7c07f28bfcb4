import { setTimeout as sleep } from 'node:timers/promises'
import { writeStoredSentence, type PictureReading } from '@touchstone/contract'
import { markDue } from '../../listings/ingest/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { readTogether, untilNextPoll } from '../../platform/poller/index.ts'
import type { FetchedImage, ImageFetcher } from './image-fetcher.ts'
import {
  claimDueImages,
  hasDueImages,
  hasStoredImage,
  knownDigest,
  findFullyTriedListings,
  markImageMissed,
  markImageStored,
  releaseImages,
  type DueImage,
  type ShowingListing,
} from './listing-images-repository.ts'
import type { ImagePipeline } from './image-pipeline.ts'

type PictureCode = PictureReading['codes'][number]

export type ImageCollectorOptions = {
  store: Store
  works: ImagePipeline
  fetcher: ImageFetcher
  /** The pictures in which text is read: of suspicious listings only, or all; codes are always read. */
  readsText: 'suspicious' | 'all'
  /**
   * Called for each stored and analysed picture; its result runs in the transaction that records the listings showing
   * it, before they are reassessed.
   */
  onLooked: (
    digest: string,
    of: {
      organisationId: string
      isKnown: boolean
      /** QR and bar codes in the picture. */
      codes: readonly PictureCode[]
    },
  ) => Promise<(handle: Transaction, shown: readonly ShowingListing[]) => Promise<void>>
  /** Called when listings need reassessment. */
  onDue: () => void
  onFault: (error: unknown, what: string) => void
  everyMs: number
  /** Delays in seconds before each retry of a missing picture. */
  retries: readonly number[]
}

export type ImageCollector = {
  /** Resolves when no picture is in progress; claimed ones not yet requested are released. */
  stop(): Promise<void>
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'pictures' } }
const claimSeconds = 120
const mostAtOnce = 10
/** Leaves room for organisations with few pictures. */
const mostOfOrganisation = 8
/** A slow host delays only its own pictures. */
const mostOfHost = 2

/**
 * Fetches listings' pictures, stores each once and has it analysed; then the listings are reassessed. Any number of
 * processes share the work; what one claimed and did not finish becomes due again.
 */
export function startImageCollector(options: ImageCollectorOptions): ImageCollector {
  const { store, works, fetcher, onLooked, onDue, onFault, readsText } = options
  const { everyMs, retries } = options
  const stopping = new AbortController()
  const underway = new Map<Promise<void>, DueImage>()

  const transact = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(context, work)
  const load = (key: 'host' | 'organisationId', value: string): number =>
    [...underway.values()].filter((image) => image[key] === value).length
  const busy = (key: 'host' | 'organisationId', most: number): string[] =>
    [...new Set([...underway.values()].map((image) => image[key]))].filter(
      (value) => load(key, value) >= most,
    )

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      let took = 0
      try {
        took = await claimImages()
      } catch (error) {
        if (!stopping.signal.aborted) onFault(error, 'the pictures')
      }
      if (took > 0) continue
      const pause = sleep(untilNextPoll(everyMs), undefined, {
        signal: stopping.signal,
        ref: false,
      })
      await Promise.race([pause.catch(() => undefined), ...underway.keys()])
    }
    await Promise.allSettled(underway.keys())
  }

  async function claimImages(): Promise<number> {
    const limit = mostAtOnce - underway.size
    if (limit <= 0) return 0
    if (underway.size === 0 && !(await readTogether(store, hasDueImages))) return 0
    const without = {
      hosts: busy('host', mostOfHost),
      organisations: busy('organisationId', mostOfOrganisation),
    }
    const due = await transact((handle) =>
      claimDueImages(handle, { limit, seconds: claimSeconds, without }),
    )
    const left: DueImage[] = []
    let took = 0
    for (const picture of due) {
      const isTooMany =
        load('host', picture.host) >= mostOfHost ||
        load('organisationId', picture.organisationId) >= mostOfOrganisation
      if (isTooMany || stopping.signal.aborted) {
        left.push(picture)
        continue
      }
      took++
      const work = collect(picture)
        .catch((error: unknown) => broke(picture, error))
        .catch((error: unknown) => onFault(error, 'a picture'))
        .finally(() => underway.delete(work))
      underway.set(work, picture)
    }
    if (left.length > 0) await transact((handle) => releaseImages(handle, left))
    return took
  }

  async function collect(picture: DueImage): Promise<void> {
    const fetched = await pictureAt(picture)
    if (stopping.signal.aborted) return transact((handle) => releaseImages(handle, [picture]))
    if (!fetched.ok) return miss(picture, fetched)
    const digest = fetched.digest ?? (await works.archive.store(fetched.bytes))
    const text = readsText === 'all' || picture.isSuspicious
    const { organisationId } = picture
    const isKnown = await transact((handle) => hasStoredImage(handle, organisationId, digest))
    const looked = await works.describer.describeStored(digest, {
      text,
      isKnown,
      claimant: { party: organisationId, urgency: 'background' },
    })
    if (!looked.ok) return miss(picture, { message: looked.message, retryable: false })
    const path = await works.archive.localPath(digest, 'description')
    await works.matcher.add('seen', [{ name: digest, path }])
    const { codes } = looked.facts.reading
    const note = await onLooked(digest, { organisationId, isKnown, codes })
    await transact(async (handle) => {
      const shown = await markImageStored(handle, picture, digest)
      await note(handle, shown)
      await queueReassessment(handle, shown)
    })
    onDue()
  }

  /** A picture already stored for this address in the organisation's other listings is not fetched again. */
  async function pictureAt(picture: DueImage): Promise<FetchedImage> {
    const known = await transact((handle) => knownDigest(handle, picture))
    if (known !== undefined && (await works.archive.has(known, 'bytes'))) {
      return { ok: true, digest: known }
    }
    const { organisationId } = picture
    return fetcher.tryFetch(picture.url, { organisationId, signal: stopping.signal })
  }

  /** A picture that breaks the analysis is not retried forever. */
  async function broke(picture: DueImage, error: unknown): Promise<void> {
    if (stopping.signal.aborted) return
    onFault(error, 'a picture')
    await miss(picture, { message: writeStoredSentence('picture.not-analysed'), retryable: true })
  }

  async function miss(
    picture: DueImage,
    { message, retryable }: { message: string; retryable: boolean },
  ): Promise<void> {
    const againInSeconds = retryable ? retries[picture.attempts] : undefined
    await transact(async (handle) => {
      await markImageMissed(handle, picture, { reason: message, againInSeconds })
      if (picture.attempts === 0) await queueReassessment(handle, [picture])
    })
    onDue()
  }

  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Queues listings for reassessment once each of their pictures was tried, so that one host delays no other. */
export async function queueReassessment(
  handle: Transaction,
  shown: readonly Pick<ShowingListing, 'listingId'>[],
): Promise<void> {
  const ready = await findFullyTriedListings(
    handle,
    shown.map(({ listingId }) => listingId),
  )
  for (const [organisationId, listings] of Map.groupBy(ready, (entry) => entry.organisationId)) {
    await markDue(
      handle,
      organisationId,
      listings.map(({ listingId }) => listingId),
    )
  }
}
