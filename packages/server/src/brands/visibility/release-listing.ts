import type { Assessment, Listing } from '@touchstone/contract'
import { releaseAssessment, releaseSilence, type AssessmentViewer } from './release-assessment.ts'
import type { BrandNames } from './brand-names.ts'
import { mayRelease, type ReleasedField } from './release-matrix.ts'
import { isRightsSide, type Relation, type Viewer } from './types.ts'
import { minVisibilityConfidence } from './full-visibility.ts'

/** A listing as stored, with its owner. */
export type StoredListing = {
  organisationId: string
  listing: Listing
  changed: string[]
  assessment: Assessment | null
}

export type StoredListingVersion = {
  listing: Listing
  changed: string[]
  assessment: Assessment | null
}

/** What of a listing says who may see it. */
type Related = { organisationId: string; assessment: Pick<Assessment, 'brands'> | null }

/** The viewer's relation to a listing; 'other' sees nothing of it. */
export function relationTo(viewer: Viewer, { organisationId, assessment }: Related): Relation {
  const rightsSide = isRightsSide(viewer.kind)
  if (viewer.organisationId === organisationId) return rightsSide ? 'sender' : 'owner'
  if (viewer.kind === 'authority') return 'authority'
  if (!rightsSide) return 'other'
  const hits = (assessment?.brands ?? []).filter(
    ({ id, confidence }) => confidence >= minVisibilityConfidence && viewer.brands.has(id),
  )
  if (hits.length === 0) return 'rival'
  return hits.every(({ id }) => viewer.ofHouses.has(id)) ? 'group' : 'holder'
}

/** The part of the listing that this viewer may see; undefined if nothing. */
export function releaseListing<T extends StoredListing>(
  viewer: Viewer,
  stored: T,
  names: BrandNames,
): (Omit<T, 'organisationId'> & { own: boolean }) | undefined {
  const relation = relationTo(viewer, stored)
  if (!mayRelease(relation, 'listing.existence') || isBeyond(viewer, stored)) return undefined
  const { organisationId, ...rest } = stored
  const isOwner = organisationId === viewer.organisationId
  return { ...rest, own: isOwner, ...releaseVersion({ ...viewer, relation }, stored, names) }
}

/** Which families had nothing to judge a listing by, as far as this viewer may know it. */
export function silenceOf(
  viewer: Viewer,
  stored: StoredListing,
  names: BrandNames,
): Assessment['silent'] {
  const relation = relationTo(viewer, stored)
  const { assessment } = stored
  if (!mayRelease(relation, 'listing.existence') || isBeyond(viewer, stored)) return undefined
  if (assessment === null || !mayRelease(relation, 'assessment.verdict')) return undefined
  return releaseSilence(assessment, { ...viewer, relation }, names)
}

/** Whether this viewer may see a listing with its images, as `releaseListing` has it. */
export function maySeeImages(viewer: Viewer, stored: Related): boolean {
  const relation = relationTo(viewer, stored)
  return (
    mayRelease(relation, 'listing.existence') &&
    mayRelease(relation, 'listing.images') &&
    !isBeyond(viewer, stored)
  )
}

/** True if a listing concerns none of a limited member's brands. */
function isBeyond({ only }: Viewer, { assessment }: Related): boolean {
  return only !== undefined && !assessment?.brands.some(({ id }) => only.includes(id))
}

/** The part of one version of a listing that this viewer may see. */
function releaseVersion<T extends StoredListingVersion>(
  viewer: AssessmentViewer,
  version: T,
  names: BrandNames,
): Pick<T, 'listing' | 'changed' | 'assessment'> {
  const { relation } = viewer
  const { listing, changed, assessment } = version
  return {
    listing: releaseContent(relation, listing),
    changed: changed.filter((name) => mayRelease(relation, fieldOf(name))),
    assessment:
      assessment && mayRelease(relation, 'assessment.verdict')
        ? releaseAssessment(assessment, viewer, names)
        : null,
  }
}

/**
 * The versions of a listing that this viewer may see; one that matches none of its brands is hidden like such a
 * listing.
 */
export function releaseVersions<T extends StoredListingVersion & { ingestedBy: unknown }>(
  viewer: Viewer,
  stored: Pick<StoredListing, 'organisationId' | 'assessment'>,
  versions: readonly T[],
  names: BrandNames,
): T[] {
  const relation = relationTo(viewer, stored)
  if (!mayRelease(relation, 'listing.versions')) return []
  const { organisationId } = stored
  const visibleVersions = versions.filter(({ assessment }) =>
    mayRelease(relationTo(viewer, { organisationId, assessment }), 'listing.existence'),
  )
  return visibleVersions.map((version) => ({
    ...version,
    ingestedBy: mayRelease(relation, 'listing.ingestedBy') ? version.ingestedBy : null,
    ...releaseVersion({ ...viewer, relation }, version, names),
  }))
}

const plainFields = [
  'id',
  'marketplace',
  'url',
  'title',
  'description',
  'category',
  'brand',
  'condition',
  'language',
  'price',
  'shippingPrice',
  'quantity',
  'unitsSold',
  'attributes',
  'variants',
  'reviews',
  'images',
  'shipsFrom',
  'observedAt',
  'sources',
  'externalSignals',
] as const satisfies readonly (keyof Listing)[]
const plainNames: ReadonlySet<string> = new Set(plainFields)

function fieldOf(name: string): ReleasedField {
  if (name === 'seller') return 'seller.id'
  return plainNames.has(name)
    ? `listing.${name as (typeof plainFields)[number]}`
    : 'listing.otherFields'
}

/** Known members of fields; other members are the marketplace's own. */
const members: Readonly<Record<string, readonly string[]>> = {
  price: ['amount', 'currency'],
  shippingPrice: ['amount', 'currency'],
  variants: ['name', 'price', 'quantity', 'image'],
  reviews: ['text', 'rating', 'at', 'images'],
  images: ['url', 'path', 'sha256'],
}

function releaseContent(relation: Relation, listing: Listing): Listing {
  if (mayRelease(relation, 'listing.otherFields')) return listing
  const released: Record<string, unknown> = {}
  for (const name of plainFields) {
    if (listing[name] === undefined || !mayRelease(relation, `listing.${name}`)) continue
    released[name] = known(name, listing[name])
  }
  const seller = listing.seller && releaseSeller(relation, listing.seller)
  return { ...released, ...(seller && { seller }) } as Listing
}

function known(name: string, value: unknown): unknown {
  const names = members[name]
  if (names === undefined) return value
  if (Array.isArray(value)) return value.map((item: unknown) => known(name, item))
  if (typeof value !== 'object' || value === null) return value
  const namedMembers = Object.entries(value).filter(([member]) => names.includes(member))
  return Object.fromEntries(namedMembers.map(([member, inner]) => [member, known(member, inner)]))
}

const sellerFields = ['id', 'name', 'country', 'joinedAt', 'type', 'identifiers'] as const

function releaseSeller(
  relation: Relation,
  seller: NonNullable<Listing['seller']>,
): Listing['seller'] {
  const visibleFields = sellerFields.filter(
    (name) => seller[name] !== undefined && mayRelease(relation, `seller.${name}`),
  )
  return Object.fromEntries(visibleFields.map((name) => [name, seller[name]])) as Listing['seller']
}
