import { listingImageEndpoints, type ListingThumbnailView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { listVisibleImages, mayReadListings } from '../../listings/queue/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { ImageFindingsDependencies } from './image-findings.ts'
import { imagesOfListings, type ListingImage } from './listing-images-repository.ts'
import { isSampleImage } from './sample-images.ts'
import { createThumbnailToken, readThumbnailToken } from './thumbnail-token.ts'

export type ThumbnailDependencies = ImageFindingsDependencies & { sealer: Sealer }

type Images = readonly { url?: string | undefined }[]

/**
 * The first available picture of each visible listing, or the reason why there is none.
 * One entry in the reader's audit log covers all of them.
 */
export async function listThumbnails(
  { store, engine, sealer }: ThumbnailDependencies,
  { actor, listings }: { actor: Actor; listings: readonly string[] },
): Promise<ListingThumbnailView[]> {
  const reader = requireReader(actor)
  const ids = [...new Set(listings)].filter((id) => z.uuid().safeParse(id).success)
  const addressOf = (digest: string): string =>
    listingImageEndpoints.thumbnail.path.replace(
      ':token',
      createThumbnailToken(sealer, { digest, reader }),
    )
  return store.transact(contextOf(actor), async (handle) => {
    const visible = await listVisibleImages({ handle, actor, engine: engine(), input: { ids } })
    const known = await imagesOfListings(
      handle,
      visible.map(({ id }) => id),
    )
    const byListing = Map.groupBy(known, ({ listingId }) => listingId)
    const foundImages = visible.map(({ id, images }) => findImage(images, byListing.get(id) ?? []))
    const count = foundImages.filter(({ digest }) => digest !== null).length
    if (count > 0) {
      await recordEvent({
        handle,
        organisationId: reader.organisationId,
        action: 'picture-shown',
        subject: { kind: 'organisation', id: reader.organisationId },
        detail: { count },
      })
    }
    return foundImages.map(({ digest, address, ...image }, at) => ({
      listing: visible[at]?.id ?? '',
      ...image,
      address: digest === null ? address : addressOf(digest),
    }))
  })
}

type FoundImage = Omit<ListingThumbnailView, 'listing'> & { digest: string | null }

function findImage(images: Images, known: readonly ListingImage[]): FoundImage {
  const named = known.filter(({ place }) => images[place] !== undefined)
  const find = (state: ListingImage['state']): ListingImage | undefined =>
    named.find((image) => image.state === state)
  const best = find('stored') ?? find('waiting') ?? find('failed')
  if (best !== undefined) {
    const { place, state, digest, reason } = best
    return { place, state, digest, reason: digest === null ? reason : null, address: null }
  }
  const absent = { reason: null, digest: null, address: null }
  const [first] = images
  if (first === undefined) return { place: null, state: 'none', ...absent }
  const isDrawn = first.url !== undefined && isSampleImage(first.url)
  if (isDrawn) return { ...absent, place: 0, state: 'stored', address: first.url ?? null }
  return { ...absent, place: 0, state: 'not-fetched' }
}

/** The thumbnail of a token that was issued to this reader. */
export async function readThumbnail(
  { works, sealer }: Pick<ThumbnailDependencies, 'works' | 'sealer'>,
  { actor, token }: { actor: Actor; token: string },
): Promise<{ digest: string; bytes: Buffer }> {
  const reader = requireReader(actor)
  const digest = readThumbnailToken(sealer, { token, reader })
  if (digest === undefined) throw notFound()
  const party = reader.organisationId
  const bytes = await works.describer.thumbnail(digest, { party, urgency: 'interactive' })
  if (bytes !== undefined) return { digest, bytes }
  works.archive.requireUntampered(digest)
  throw notFound()
}

function requireReader(actor: Actor): Exclude<Actor, { kind: 'operator' }> {
  if (mayReadListings(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'reading thumbnails requires the scope listings:read',
  })
}

function notFound(): AppError {
  return new AppError({
    code: 'not-found',
    message: 'there is no such thumbnail, or no longer: list the thumbnails of the listings again',
    pointer: '/token',
  })
}
