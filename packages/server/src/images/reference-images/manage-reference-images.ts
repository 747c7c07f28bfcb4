import type { ImageBank, ReferenceImageView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import { requireVisibleListing } from '../../listings/queue/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { imagesOfListings, listDisclosedMatches, type ImagePipeline } from '../pipeline/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import {
  retryMissedImage,
  pageOfMissedImages,
  type MissedImage,
} from './catalog-images-repository.ts'
import { maxReferenceBytes, referenceStateOf, type ReferenceRow } from './types.ts'
import { mayChangeReferences, mayReadReferences, mayUseBrandOf } from './policy.ts'
import {
  confirmReference,
  findReference,
  findReferenceByDigest,
  pageOfReferences,
  restsOnWithdrawnDecision,
  updateReference,
  type ReferenceCursor,
} from './repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor }
export type Member = Exclude<Actor, { kind: 'operator' }>

export type ReferenceFilters = {
  bank?: ImageBank | undefined
  state?: ReferenceImageView['state'] | undefined
  limit: number
  after?: ReferenceCursor
}

/** A page of the organisation's references, newest first. */
export async function listReferences(
  { handle, actor }: ServiceInput,
  filters: ReferenceFilters,
): Promise<ReferenceRow[]> {
  const { organisationId } = requireReader(actor)
  return pageOfReferences(handle, { organisationId, only: brandsOf(actor), ...filters })
}

/** A reference of the organisation; another's and a nonexistent one look the same. */
export async function readReference(
  { handle, actor }: ServiceInput,
  id: string,
): Promise<ReferenceRow> {
  const { organisationId } = requireReader(actor)
  const reference = z.uuid().safeParse(id).success
    ? await findReference(handle, organisationId, id)
    : undefined
  if (reference !== undefined && mayUseBrandOf(actor, reference)) return reference
  throw noReference(id)
}

/** A reference in a comparison: its visible parts, and its digest. */
export type ComparedReference = Pick<
  ReferenceRow,
  'id' | 'bank' | 'label' | 'brand' | 'sha256' | 'width' | 'height'
>

/**
 * A reference of the organisation, or one that a rights holder discloses beside this picture of the organisation's
 * own listing.
 */
export async function readComparedReference(
  { store, names, engine }: ReferenceDependencies,
  { actor, id, at }: { actor: Actor; id: string; at: ListingImageRef | undefined },
): Promise<{ reference: ComparedReference; digest: string | undefined }> {
  const { organisationId } = requireReader(actor)
  const { own, digest } = await store.transact(contextOf(actor), async (handle) => {
    const context = { handle, actor, names: names(), engine: engine() }
    const reference = await readReference(context, id).catch(unlessMissing)
    // A listing that is not visible must not reveal whether such a reference exists.
    if (reference === undefined && at === undefined) throw noReference(id)
    return { own: reference, digest: at && (await digestOf(context, at)) }
  })
  if (own !== undefined) return { reference: own, digest }
  const speaking = digest
    ? await listDisclosedMatches({ store, actor, organisationId }, [digest])
    : []
  const match = speaking.find(({ reference, shared }) => shared && reference === id)
  if (match === undefined) throw noReference(id)
  const { bank, brand, original: sha256, width, height } = match
  return {
    reference: { id, bank, label: '', brand, sha256, width, height },
    digest,
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not-found') return undefined
  throw error
}

function noReference(id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no reference image ${id}`,
    pointer: '/id',
  })
}

export type ReferenceChange = {
  label?: string | undefined
  expected?: number | undefined
  quarantined?: false | undefined
  confirmed?: true | undefined
  shared?: boolean | undefined
}

export async function changeReference(
  options: ServiceInput,
  id: string,
  { label, expected, quarantined, confirmed, shared }: ReferenceChange,
): Promise<ReferenceRow> {
  let before = await referenceToChange(options, id)
  if (confirmed === true) before = await confirmBySecond(options, before)
  if (shared === true && before.bank !== 'official') {
    throw new AppError({
      code: 'reference-image-not-official',
      message: 'only official photographs can be shown to marketplaces',
      pointer: '/shared',
    })
  }
  const after = {
    ...before,
    ...(label !== undefined && { label }),
    ...(expected !== undefined && { expected }),
    ...(quarantined === false && { quarantinedAt: null }),
    ...(shared !== undefined && { shared }),
  }
  if (quarantined === false && !before.isConfirmed) throw needsConfirmation('/quarantined')
  if (quarantined === false && before.quarantinedAt !== null) {
    if (await restsOnWithdrawnDecision(options.handle, id)) {
      throw new AppError({
        code: 'known-fake-decision-withdrawn',
        message: 'the decision behind this known fake was withdrawn: remove it, or decide again',
        pointer: '/quarantined',
      })
    }
    // Otherwise the next listing would quarantine it again.
    after.expected = Math.max(after.expected, 2 * before.listingsToday)
  }
  await updateReference(options.handle, after)
  const { organisationId, bank } = after
  await record(options.handle, organisationId, 'picture-reference-changed', { id, bank })
  return after
}

/**
 * A known fake without a decision accuses others on one person's word, so a second person has to confirm it before
 * use.
 */
async function confirmBySecond(options: ServiceInput, before: ReferenceRow): Promise<ReferenceRow> {
  const { handle, actor } = options
  if (before.isConfirmed || before.removedAt !== null) return before
  if (actor.kind !== 'person') throw needsConfirmation('/confirmed')
  const { kind, id } = before.addedBy
  if (kind === 'person' && id === actor.id) throw needsConfirmation('/confirmed')
  await confirmReference(handle, before, actor.id)
  return { ...before, isConfirmed: true, quarantinedAt: null }
}

function needsConfirmation(pointer: string): AppError {
  return new AppError({
    code: 'second-approver-required',
    message:
      'a known fake without a decision must be confirmed by someone other than the person who added it',
    pointer,
  })
}

export async function removeReference(options: ServiceInput, id: string): Promise<void> {
  const before = await referenceToChange(options, id)
  if (before.removedAt !== null) return
  const { organisationId, bank } = before
  await updateReference(options.handle, { ...before, removedAt: new Date() })
  await record(options.handle, organisationId, 'picture-reference-removed', { id, bank })
}

export async function restoreReference(options: ServiceInput, id: string): Promise<ReferenceRow> {
  const before = await referenceToChange(options, id)
  if (before.removedAt === null) return before
  const { organisationId, bank, brand, sha256 } = before
  // It has been submitted again meanwhile.
  const other = await findReferenceByDigest(options.handle, organisationId, { bank, brand, sha256 })
  if (other !== undefined) {
    const message = `this bank already contains the same picture, as ${other}`
    throw new AppError({ code: 'reference-image-exists', message, pointer: '/id' })
  }
  const after = { ...before, removedAt: null }
  await updateReference(options.handle, after)
  await record(options.handle, organisationId, 'picture-reference-restored', { id, bank })
  return after
}

/** A page of catalog photographs that could not be downloaded. */
export async function listMissedProductImages(
  { handle, actor }: ServiceInput,
  page: { limit: number; after?: readonly [product: string, url: string] },
): Promise<MissedImage[]> {
  const { organisationId } = requireReader(actor)
  return pageOfMissedImages(handle, { organisationId, only: brandsOf(actor), ...page })
}

/** Retries a product photograph at once; false if it is not missing. */
export async function retryProductImage(
  { handle, actor }: ServiceInput,
  { product, url }: { product: string; url: string },
): Promise<boolean> {
  const { organisationId } = changerOf(actor)
  const request = { organisationId, product, url, only: brandsOf(actor) }
  if (!(await retryMissedImage(handle, request))) return false
  const subject = { kind: 'product' as const, id: product }
  await recordEvent({ handle, organisationId, action: 'product-picture-asked-again', subject })
  return true
}

export type ListingImageRef = { listing: string; place: number }
export type ReferenceDependencies = {
  store: Store
  works: ImagePipeline
  names: () => BrandNames
  engine: () => string
}

/** A stored picture of a visible listing. */
export async function digestOf(
  options: ServiceInput & { names: BrandNames; engine: string },
  { listing, place }: ListingImageRef,
): Promise<string> {
  const { shown } = await requireVisibleListing({ ...options, input: { id: listing } })
  const pictures = await imagesOfListings(options.handle, [shown.id])
  const isShown = shown.listing.images?.[place] !== undefined
  const digest = pictures.find((picture) => picture.place === place)?.digest
  if (isShown && typeof digest === 'string') return digest
  throw notStored(listing, place)
}

export function notStored(listing: string, place: number): AppError {
  return new AppError({
    code: 'not-found',
    message: `picture ${place} of the listing ${listing} is not stored, or not yet`,
    pointer: '/place',
  })
}

async function referenceToChange(options: ServiceInput, id: string): Promise<ReferenceRow> {
  changerOf(options.actor)
  const before = await readReference(options, id)
  assertMayUse(options.actor, before)
  return before
}

export function assertMayUse(actor: Actor, of: { brand: string | null }): void {
  if (mayUseBrandOf(actor, of)) return
  throw new AppError({
    code: 'beyond-own-limits',
    message: `your membership does not include the brand ${of.brand}`,
    pointer: '/brand',
  })
}

/** Throws unless the actor may read banks. */
export function requireReader(actor: Actor): Member {
  if (mayReadReferences(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'reading reference images requires the scope catalog:read or a membership',
  })
}

export function changerOf(actor: Actor): Member {
  if (mayChangeReferences(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message:
      'only admins and analysts, or keys with the scope catalog:write, can change reference images',
  })
}

export async function record(
  handle: Transaction,
  organisationId: string,
  action: AuditAction,
  { id, bank }: { id: string; bank: ImageBank },
): Promise<void> {
  const subject = { kind: 'picture-reference' as const, id }
  await recordEvent({ handle, organisationId, action, subject, detail: { bank } })
}

export function imageTooLarge(): AppError {
  return new AppError({
    code: 'image-too-large',
    message: `the picture is larger than ${maxReferenceBytes / 1024 ** 2} MiB`,
  })
}

/** The fields of a reference that are shown beside a picture. */
export function toComparedReferenceView({
  id,
  bank,
  label,
  brand,
  width,
  height,
}: ComparedReference) {
  return { id, bank, label, brand, width, height }
}

/** A reference for readers. */
export function toReferenceView({ organisationId: _, isConfirmed, ...reference }: ReferenceRow) {
  return { ...reference, state: referenceStateOf({ ...reference, isConfirmed }) }
}
