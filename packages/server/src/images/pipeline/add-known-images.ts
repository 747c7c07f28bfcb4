import type { Listing, ListingImage, ShownReference } from '@touchstone/contract'
import type { ImageKnowledge } from '../../listings/ingest/index.ts'
import type { ImageArchive } from './image-archive.ts'
import { listKnownImages, type KnownImage } from './listing-images-repository.ts'

/** Most matches per picture passed to the engine. */
const mostShown = 20

/** Known facts about listings' pictures, in the engine's form, merged into the submitted data. */
export function imageKnowledge(archive: ImageArchive): ImageKnowledge {
  return {
    withPictures: async (handle, organisationId, listings) => {
      const known = await listKnownImages(
        handle,
        organisationId,
        listings.map(({ id }) => id),
      )
      const byListing = Map.groupBy(known, ({ listingId }) => listingId)
      return Promise.all(
        listings.map(async ({ id, content }) => {
          const pictures = byListing.get(id) ?? []
          const waits = pictures.some(({ fresh }) => fresh)
          return { content: await enriched(archive, content, pictures), waits }
        }),
      )
    },
  }
}

async function enriched(
  archive: ImageArchive,
  content: Listing,
  pictures: readonly KnownImage[],
): Promise<Listing> {
  const { images } = content
  const stored = pictures.filter(({ digest }) => digest !== null)
  if (images === undefined || stored.length === 0) return content
  const findings = new Map(
    await Promise.all(
      stored.map(async ({ place, digest, shows }) => {
        const facts = await archive.factsOf(digest ?? '')
        return [place, { facts, shows }] as const
      }),
    ),
  )
  const describedImages = images.map((image, place): ListingImage => {
    const { facts, shows } = findings.get(place) ?? {}
    if (facts === undefined) return image
    return {
      ...image,
      // Text submitted by the sender takes precedence.
      ...(image.reading === undefined && { reading: facts.reading }),
      shows: (shows ?? []).slice(0, mostShown).map(shownOf),
    }
  })
  return { ...content, images: describedImages }
}

function shownOf({ brand, hidden, ...shown }: KnownImage['shows'][number]): ShownReference {
  return {
    ...shown,
    ...(brand !== null && { brand }),
    ...(hidden !== null && { hidden }),
  } as ShownReference
}
