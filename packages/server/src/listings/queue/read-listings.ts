import type { Assessment, ListingOrder } from '@touchstone/contract'
import { z } from 'zod'
import { wasRecordedRecently, recordEvent } from '../../access/audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findViewer,
  isRightsSide,
  maySeeImages,
  limitViewer,
  relationTo,
  releaseAssessment,
  releaseListing,
  releaseVersions,
  disclosesCatalog,
  toAssessmentView,
  type BrandNames,
  type Viewer,
} from '../../brands/visibility/index.ts'
import { signalBitsOf, toFilterColumns } from './filter-columns.ts'
import {
  findThresholdView,
  applyThresholdView,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'
import { rankListings } from './learned-order.ts'
import type {
  ListingRow,
  ListingVersionRow,
  ListingView,
  ReadSellerPriors,
  SellerPrior,
} from './types.ts'
import {
  countListings as countSeen,
  findListing,
  findListingsNamed,
  imageSourcesOf,
  pageOfListings,
  versionsOf,
  type BoundedCount,
  type Filters,
  type ListingCursor,
  type ListingImagesRow,
} from './listing-pages.ts'
import { mayReadListings } from './policy.ts'

export type ServiceInput<T> = {
  handle: Transaction
  actor: Actor
  names: BrandNames
  /** The engine whose assessments are shown. */
  engine: string
  input: T
}

/** In the learned order, with what decisions on the seller add. */
type ListedView = ListingView & { sellerPrior?: SellerPrior & { probability: number } }

export type ListingPage = { items: ListedView[]; next: ListingCursor | undefined }

export type ListingListInput = {
  limit: number
  after?: ListingCursor
  filters?: Filters
  order?: ListingOrder
}

/**
 * A page of the actor's listings: the organisation's own, and the released part of others'. `next` is the cursor of
 * the next page, if any.
 */
export async function listListings(
  options: ServiceInput<ListingListInput> & { readPriors?: ReadSellerPriors },
): Promise<ListingPage> {
  const { handle, names, engine, readPriors } = options
  const { limit, after, filters = {}, order = 'newest' } = options.input
  const viewer = await viewerOf(handle, options.actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const among = await namedListings(handle, viewer, filters)
  const wanted = { viewer, view, filters, order, after, limit, engine, ...(among && { among }) }
  const priors =
    order === 'learned'
      ? await readPriors?.(handle, {
          organisationId: viewer.organisationId,
          only: brandsOf(options.actor),
        })
      : undefined
  const ranked = priors && (await rankListings(handle, wanted, priors))
  const page = await pageOfListings(handle, { ...wanted, ...(ranked && { ranked }) })
  const places = new Map(ranked?.map((one) => [one.id, one]))
  const items = page.items.flatMap((stored) =>
    shownOf(viewer, under(view, stored), filters, names).map((shown): ListedView => {
      const place = places.get(shown.id)
      if (place === undefined) return shown
      return { ...shown, sellerPrior: { ...place.prior, probability: place.key } }
    }),
  )
  await recordPrivateSellers(handle, viewer.organisationId, items)
  return { items, next: page.next }
}

/** The visible part of the listing, if that matches: filtering by more would reveal the rest. */
function shownOf(
  viewer: Viewer,
  stored: ListingRow,
  { probabilityFrom = 0, probabilityTo = 1, signal }: Filters,
  names: BrandNames,
): ListingView[] {
  const shown = releaseListing(viewer, stored, names)
  if (shown === undefined) return []
  const asked = probabilityFrom > 0 || probabilityTo < 1 || signal !== undefined
  if (!asked || !isRightsSide(viewer.kind)) return [shown]
  if (shown.assessment === null) return []
  const { probability, signals } = toFilterColumns(shown.assessment)
  const matches =
    probability >= probabilityFrom &&
    probability <= probabilityTo &&
    (signal === undefined || (signals & signalBitsOf(signal)) !== 0n)
  return matches ? [shown] : []
}

/** Exact counts beyond this would take as long as there are listings. */
const countedAtMost = 10_000

/** Number of listings in the actor's list under these filters. */
export async function countListings(
  options: Omit<ServiceInput<Filters>, 'names' | 'engine'>,
): Promise<BoundedCount> {
  const viewer = await viewerOf(options.handle, options.actor)
  const view = await findThresholdView(options.handle, viewer.organisationId)
  const filters = options.input
  const among = await namedListings(options.handle, viewer, filters)
  const wanted = { viewer, view, filters, limit: countedAtMost, ...(among && { among }) }
  return countSeen(options.handle, wanted)
}

/** The listings with the submitted ID that is asked for, if one is. */
async function namedListings(
  handle: Transaction,
  { organisationId }: Viewer,
  { marketplace, listing }: Filters,
): Promise<{ own: string[]; others: string[] } | undefined> {
  if (listing === undefined) return undefined
  return findListingsNamed(handle, { organisationId, marketplace, listing })
}

const versionsShown = 100

/** One listing with its versions, as visible to the actor. */
export async function readListing(
  options: ServiceInput<{ id: string }>,
): Promise<ListingView & { versions: ListingVersionRow[] }> {
  const { handle, names, engine } = options
  const { id } = options.input
  const { viewer, view, stored, shown } = await requireVisibleListing(options)
  const listingVersions = await versionsOf(handle, { id, engine, limit: versionsShown })
  const versions = releaseVersions(
    viewer,
    stored,
    listingVersions.map((version) => under(view, version)),
    names,
  )
  await recordPrivateSellers(handle, viewer.organisationId, [shown, ...versions], id)
  return { ...shown, versions }
}

/** An assessment, with the verdict under the reader's organisation's thresholds. */
export function under<T extends { assessment: Assessment | null }>(
  view: ThresholdView | undefined,
  kept: T,
): T {
  return { ...kept, assessment: kept.assessment && applyThresholdView(view, kept.assessment) }
}

/** The address of a listing's picture, as visible to the reader; contains nothing personal. */
export async function findImageUrl(
  options: ServiceInput<{ id: string; place: number }>,
): Promise<{ url: string; readerOrganisationId: string }> {
  const { id, place } = options.input
  const { viewer, shown } = await requireVisibleListing(options)
  const url = shown.listing.images?.[place]?.url
  if (url !== undefined) return { url, readerOrganisationId: viewer.organisationId }
  throw new AppError({
    code: 'not-found',
    message: `listing ${id} has no picture ${place}`,
    pointer: '/place',
  })
}

/**
 * Records reads of listings whose seller states to be a private person; a trader's name is not personal data, and
 * without a statement the seller counts as a trader.
 */
export async function recordPrivateSellers(
  handle: Transaction,
  organisationId: string,
  shown: readonly Pick<ListingVersionRow, 'listing'>[],
  listing?: string,
): Promise<void> {
  const count = privateSellersIn(shown)
  if (count === 0) return
  const detail = listing === undefined ? { count } : {}
  await recordEvent({ ...readingOf({ handle, organisationId, listing }), detail })
}

/** Opening a listing also reads its seller's other listings: one access, recorded once. */
const oneActSeconds = 60

/** Like `recordPrivateSellers`, unless the reader has just opened this listing. */
export async function recordSellerRead(
  handle: Transaction,
  organisationId: string,
  shown: Pick<ListingVersionRow, 'listing'>,
  listing: string,
): Promise<void> {
  const reading = readingOf({ handle, organisationId, listing })
  if (privateSellersIn([shown]) === 0 || (await wasRecordedRecently(reading, oneActSeconds))) return
  await recordEvent(reading)
}

function privateSellersIn(shown: readonly Pick<ListingVersionRow, 'listing'>[]): number {
  return shown.filter(({ listing: { seller } }) => seller?.type === 'private').length
}

type Reading = { handle: Transaction; organisationId: string; listing: string | undefined }

function readingOf({ handle, organisationId, listing }: Reading) {
  const subject =
    listing === undefined
      ? ({ kind: 'organisation', id: organisationId } as const)
      : ({ kind: 'listing', id: listing } as const)
  return { handle, organisationId, action: 'private-sellers-read' as const, subject }
}

/** The response to a listing's sender: it reveals no more of rivals' catalogs than reading it would. */
export async function releaseIngested(options: {
  store: Store
  actor: Actor
  names: BrandNames
  input: Assessment
}): Promise<Assessment> {
  const { store, actor, names, input: assessment } = options
  if (actor.kind === 'operator') return toAssessmentView(assessment)
  // Avoids the lookup of the viewer if nothing could be withheld.
  if (!disclosesCatalog(assessment)) return withoutComparison(assessment)
  const viewer = await store.transact(contextOf(actor), (handle) =>
    findViewer(handle, actor.organisationId),
  )
  const { organisationId } = actor
  const relation = relationTo(viewer, { organisationId, assessment })
  return releaseAssessment(assessment, { ...viewer, relation }, names)
}

/** The price comparison comes from a catalog; readers who may see it get it with the listing. */
function withoutComparison({ price: _, ...assessment }: Assessment): Assessment {
  return toAssessmentView(assessment)
}

/** One listing as visible to the actor; a hidden and a nonexistent one look the same. */
export async function requireVisibleListing(options: ServiceInput<{ id: string }>): Promise<{
  viewer: Viewer
  view: ThresholdView | undefined
  stored: ListingRow
  shown: ListingView
}> {
  const { handle, names, engine } = options
  const { id } = options.input
  const viewer = await viewerOf(handle, options.actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const found = z.uuid().safeParse(id).success
    ? await findListing(handle, { id, engine, organisationId: viewer.organisationId })
    : undefined
  const stored = found && under(view, found)
  const shown = stored && releaseListing(viewer, stored, names)
  // A listing visible only to others and a nonexistent one look the same.
  if (stored !== undefined && shown !== undefined) return { viewer, view, stored, shown }
  throw new AppError({ code: 'not-found', message: `there is no listing ${id}`, pointer: '/id' })
}

/** The images of those of some listings that the actor may see, as `requireVisibleListing` has each. */
export async function listVisibleImages({
  handle,
  actor,
  engine,
  input: { ids },
}: Omit<ServiceInput<{ ids: readonly string[] }>, 'names'>): Promise<ListingImagesRow[]> {
  const viewer = await viewerOf(handle, actor)
  const found = await imageSourcesOf(handle, { ids, engine })
  return found.filter((stored) => maySeeImages(viewer, stored))
}

/** The viewer of an actor who may read listings. */
export async function viewerOf(handle: Transaction, actor: Actor): Promise<Viewer> {
  return limitViewer(await findViewer(handle, reader(actor)), brandsOf(actor))
}

function reader(actor: Actor): string {
  if (mayReadListings(actor)) return actor.organisationId
  throw new AppError({
    code: 'permission-required',
    message: 'reading listings requires the scope listings:read',
  })
}
