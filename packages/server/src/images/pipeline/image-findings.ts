import { wordImageChanges, wordings } from '@touchstone/recognition'
import { recordEvent } from '../../access/audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import { requireVisibleListing } from '../../listings/queue/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import {
  ownMatches,
  ownReferences,
  imagesOfListings,
  placesShowing,
  findDisclosedMatches,
  type DisclosedMatch,
} from './listing-images-repository.ts'
import { findAlikeImages } from './alike-images.ts'
import type { ImagePipeline } from './image-pipeline.ts'

export type ImageFindingsDependencies = {
  store: Store
  works: ImagePipeline
  names: () => BrandNames
  engine: () => string
}

type OfPicture = { actor: Actor; id: string; place: number }

/** Findings in the pictures of a listing visible to the actor. */
export async function listImageFindings(
  { store, works, names, engine }: ImageFindingsDependencies,
  { actor, id }: Omit<OfPicture, 'place'>,
) {
  const { pictures, matches, isOwn, organisationId } = await store.transact(
    contextOf(actor),
    async (handle) => {
      const { shown, stored, viewer } = await requireVisibleListing({
        handle,
        actor,
        names: names(),
        engine: engine(),
        input: { id },
      })
      const images = shown.listing.images ?? []
      const storedImages = await imagesOfListings(handle, [shown.id])
      const digests = storedImages.flatMap(({ digest }) => digest ?? [])
      return {
        pictures: storedImages.filter(({ place }) => images[place] !== undefined),
        matches: await ownMatches(handle, viewer.organisationId, digests),
        organisationId: viewer.organisationId,
        isOwn: stored.organisationId === viewer.organisationId,
      }
    },
  )
  const digests = pictures.flatMap(({ digest }) => digest ?? [])
  const disclosed = isOwn
    ? await listDisclosedMatches({ store, actor, organisationId }, digests)
    : []
  return Promise.all(
    pictures.map(async ({ place, state, reason, digest }) => {
      const facts = digest === null ? undefined : await works.archive.factsOf(digest)
      const own = matches
        .filter(({ sha256 }) => sha256 === digest)
        .map(({ sha256: _, changes, ...match }) => ({
          ...match,
          edits: wordImageChanges(changes, wordings.en),
          own: true,
        }))
      const speaking = disclosed.filter(({ sha256 }) => sha256 === digest)
      const shared = speaking
        .filter((match) => match.shared)
        .map(({ reference, bank, brand, score, kind, changes }) => ({
          reference,
          bank,
          brand,
          score,
          kind,
          edits: wordImageChanges(changes, wordings.en),
          label: '',
          own: false,
        }))
      const hints = await suggestionsFor({ store, works, actor, organisationId }, digest, own)
      const shows = [...own, ...shared, ...hints].sort((a, b) => b.score - a.score)
      const withheld = speaking.some((match) => !match.shared)
      return {
        place,
        reason,
        shows,
        withheld,
        reading: facts?.reading ?? null,
        state: state === 'stored' ? ('kept' as const) : state,
      }
    }),
  )
}

/** Most references per picture that may show the same goods in other photographs. */
const mostHints = 3
const mostAsked = 50

/**
 * The organisation's own references that the operator's networks find similar, beside the matches: a hint for people,
 * computed on request, that affects no assessment.
 */
async function suggestionsFor(
  {
    store,
    works,
    actor,
    organisationId,
  }: Pick<ImageFindingsDependencies, 'store' | 'works'> & { actor: Actor; organisationId: string },
  digest: string | null,
  known: readonly { reference: string; score: number }[],
) {
  if (digest === null || !works.describer.embeds) return []
  const path = await works.archive.localPath(digest, 'description')
  const suggestions = await works.matcher.suggest(path, mostAsked).catch(() => [])
  const originals = suggestions.map(({ reference }) => reference)
  const own = await store.transact(contextOf(actor), (handle) =>
    ownReferences(handle, organisationId, originals),
  )
  const below = Math.min(0.45, ...known.map(({ score }) => score))
  return suggestions
    .flatMap(({ reference: original, score, kind, edits }) =>
      own
        .filter((candidate) => candidate.original === original)
        .map(({ original: _, ...reference }) => ({
          ...reference,
          kind,
          edits,
          score: Math.min(score, below),
          own: true,
        })),
    )
    .filter(({ reference }) => !known.some((match) => match.reference === reference))
    .slice(0, mostHints)
}

const operator: Context = { as: 'operator', actor: { kind: 'operator', id: 'pictures' } }

/** Findings from rights holders' references in an organisation's listings, for the actor's brands. */
export async function listDisclosedMatches(
  { store, actor, organisationId }: { store: Store; actor: Actor; organisationId: string },
  digests: readonly string[],
): Promise<DisclosedMatch[]> {
  const only = brandsOf(actor)
  const references = await store.transact(operator, (handle) =>
    findDisclosedMatches(handle, organisationId, digests),
  )
  return references.filter(
    ({ brand }) => only === undefined || (brand !== null && only.includes(brand)),
  )
}

/** The stored bytes of a listing's picture; the reader's log records it. */
export async function readStoredImage(
  { store, works, names, engine }: ImageFindingsDependencies,
  { actor, id, place }: OfPicture,
): Promise<Buffer> {
  const digest = await store.transact(contextOf(actor), async (handle) => {
    const shownImage = await digestShown(handle, {
      actor,
      id,
      place,
      names: names(),
      engine: engine(),
    })
    await recordEvent({
      handle,
      organisationId: shownImage.organisationId,
      action: 'picture-shown',
      subject: { kind: 'listing', id },
      detail: { picture: place },
    })
    return shownImage.digest
  })
  const bytes = await works.archive.read(digest)
  if (bytes === undefined) {
    works.archive.requireUntampered(digest)
    throw notStored(id, place)
  }
  return bytes
}

const mostFound = 100

/** Other visible listings with the same picture or a copy of it. */
export async function findImageElsewhere(
  looks: ImageFindingsDependencies,
  { actor, id, place }: OfPicture,
) {
  const { store, works, names, engine } = looks
  const { digest } = await store.transact(contextOf(actor), (handle) =>
    digestShown(handle, { actor, id, place, names: names(), engine: engine() }),
  )
  const matches = await findAlikeImages(works, digest)
  return store.transact(contextOf(actor), async (handle) => {
    const places = await placesShowing(handle, [...matches.keys()], mostFound)
    const items = []
    for (const { listingId, place: at, sha256 } of places) {
      if (listingId === id || items.length >= mostFound) continue
      // The release matrix may withhold rows that row-level security shows.
      const request = { handle, actor, names: names(), engine: engine(), input: { id: listingId } }
      const released = await requireVisibleListing(request).catch(unlessHidden)
      if (released?.shown.listing.images?.[at] === undefined) continue
      const match = matches.get(sha256)
      if (match === undefined) continue
      const { listing } = released.shown
      items.push({
        listing: listingId,
        place: at,
        title: listing.title,
        marketplace: listing.marketplace ?? null,
        seller: listing.seller?.id ?? null,
        ...match,
      })
    }
    return items.sort((a, b) => b.score - a.score)
  })
}

async function digestShown(
  handle: Transaction,
  options: OfPicture & { names: BrandNames; engine: string },
): Promise<{ digest: string; organisationId: string }> {
  const { id, place } = options
  const { shown, viewer } = await requireVisibleListing({ handle, ...options, input: { id } })
  const pictures = await imagesOfListings(handle, [shown.id])
  const digest = pictures.find((picture) => picture.place === place)?.digest
  if (shown.listing.images?.[place] !== undefined && typeof digest === 'string') {
    return { digest, organisationId: viewer.organisationId }
  }
  throw notStored(id, place)
}

function unlessHidden(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not-found') return undefined
  throw error
}

function notStored(id: string, place: number): AppError {
  return new AppError({
    code: 'not-found',
    message: `picture ${place} of the listing ${id} is not stored, or not yet`,
    pointer: '/place',
  })
}
