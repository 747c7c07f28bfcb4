import type { Assessment, ListingOrder } from '@touchstone/contract'
import { z } from 'zod'
import { wasRecordedRecently, recordEvent } from '../../access/audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findViewer,
  isRightsSide,
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
import type { ListingRow, ListingVersionRow, ListingView } from './types.ts'
import {
  countListings as countSeen,
  findListing,
  findListings,
  pageOfListings,
  versionsOf,
  type BoundedCount,
  type Filters,
  type ListingCursor,
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

export type ListingPage = { items: ListingView[]; next: ListingCursor | undefined }

export type ListingListInput = {
  limit: number
  after?: ListingCursor
  filters?: Filters
  order?: ListingOrder
}

/**
 * A page of the listings that the actor may see: its organisation's own, and of those of others the
 * part that the release matrix gives. `next` is the place to go on from, if any.
 */
export async function listListings(options: ServiceInput<ListingListInput>): Promise<ListingPage> {
  const { handle, names, engine } = options
  const { limit, after, filters = {}, order = 'newest' } = options.input
  const viewer = await viewerOf(handle, options.actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const wanted = { viewer, view, filters, order, after, limit, engine }
  const page = await pageOfListings(handle, wanted)
  const items = page.items.flatMap((stored) => shownOf(viewer, under(view, stored), filters, names))
  await tellOfPrivateSellers(handle, viewer.organisationId, items)
  return { items, next: page.next }
}

/** The listing as it is shown, where what is shown matches: a filter over more would tell of the rest. */
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

/** Counting further would take as long as there are listings. */
const countedAtMost = 10_000

/** How many listings the actor's list holds under these filters; counts no other. */
export async function countListings(
  options: Omit<ServiceInput<Filters>, 'names' | 'engine'>,
): Promise<BoundedCount> {
  const viewer = await viewerOf(options.handle, options.actor)
  const view = await findThresholdView(options.handle, viewer.organisationId)
  return countSeen(options.handle, { viewer, view, filters: options.input, limit: countedAtMost })
}

const versionsShown = 100

/** One listing with its versions, as the actor may see them. */
export async function readListing(
  options: ServiceInput<{ id: string }>,
): Promise<ListingView & { versions: ListingVersionRow[] }> {
  const { handle, names, engine } = options
  const { id } = options.input
  const { viewer, view, stored, shown } = await requireVisibleListing(options)
  const kept = await versionsOf(handle, { id, engine, limit: versionsShown })
  const versions = releaseVersions(
    viewer,
    stored,
    kept.map((version) => under(view, version)),
    names,
  )
  await tellOfPrivateSellers(handle, viewer.organisationId, [shown, ...versions], id)
  return { ...shown, versions }
}

/** What was said of a listing, with the verdict that the reader's organisation makes of it. */
export function under<T extends { assessment: Assessment | null }>(
  view: ThresholdView | undefined,
  kept: T,
): T {
  return { ...kept, assessment: kept.assessment && applyThresholdView(view, kept.assessment) }
}

/** Where a picture of a listing lies, as the reader may see it; nothing personal is handed out with it. */
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
 * The reader's log tells of listings whose seller is a natural person, as they say themselves; a trader's
 * name is no personal data, and of a seller who says nothing the marketplace knows best.
 */
async function tellOfPrivateSellers(
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

/** Who opens a listing reads at once what else its seller offers: one act, told once. */
const oneActSeconds = 60

/** As `tellOfPrivateSellers`, where whoever reads has not just opened this listing. */
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

/** What the sender of a listing is told of it: of rivals' catalogs no more than by reading it back. */
export async function releaseIngested(options: {
  store: Store
  actor: Actor
  names: BrandNames
  input: Assessment
}): Promise<Assessment> {
  const { store, actor, names, input: assessment } = options
  if (actor.kind === 'operator') return toAssessmentView(assessment)
  // Spares the look for who asks wherever nothing else could be held back.
  if (!disclosesCatalog(assessment)) return withoutComparison(assessment)
  const viewer = await store.transact(contextOf(actor), (handle) =>
    findViewer(handle, actor.organisationId),
  )
  const { organisationId } = actor
  const relation = relationTo(viewer, { organisationId, assessment })
  return releaseAssessment(assessment, { ...viewer, relation }, names)
}

/** What a price was compared with is a catalog's; whoever may see it reads it with the listing. */
function withoutComparison({ price: _, ...assessment }: Assessment): Assessment {
  return toAssessmentView(assessment)
}

/** One listing as the actor may see it; one that it may not and none at all look the same. */
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
  // One that others may see and none at all look the same from outside.
  if (stored !== undefined && shown !== undefined) return { viewer, view, stored, shown }
  throw new AppError({ code: 'not-found', message: `there is no listing ${id}`, pointer: '/id' })
}

/** Those of some listings that the actor may see, as `requireVisibleListing` has each. */
export async function listVisibleListings(
  options: ServiceInput<{ ids: readonly string[] }>,
): Promise<ListingView[]> {
  const { handle, names, engine } = options
  const viewer = await viewerOf(handle, options.actor)
  const { organisationId } = viewer
  const found = await findListings(handle, { ids: options.input.ids, engine, organisationId })
  return found.flatMap((stored) => releaseListing(viewer, stored, names) ?? [])
}

/** Who looks at listings, for an actor who may. */
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
