import {
  parseListing,
  type Listing,
  type RectificationInput,
  type SellerRef,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import {
  findHeldListings,
  onHoldMessage,
  isOnHold,
  listActiveHoldIds,
} from '../../enforcement/confidentiality-holds/index.ts'
import { appealsOfSeller, type StoredAppeal } from '../../enforcement/appeals/queries.ts'
import {
  changedFields,
  insertCorrectedVersion,
  lockOwnListing,
  markDue,
  toRowError,
} from '../../listings/ingest/index.ts'
import {
  ensureAccounts,
  hasAccount,
  readStoredAccount,
  type StoredAccount,
} from '../../sellers/seller-accounts/index.ts'
import { findErasedSellers, pseudonymOf, saltOf } from '../pseudonymisation/index.ts'
import { userNameOf } from '../../investigation/evidence/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { eraseCaptures, type ErasedCaptures } from './purge-captures.ts'
import { purgeCasePackages } from './purge-case-packages.ts'
import { purgeReferrals } from './purge-referrals.ts'
import { referralsOfSeller, type ReferralOfSeller } from '../../sellers/referrals/queries.ts'
import { eraseSeller } from './erase-seller.ts'
import { pageOfCaptures, type StoredCapture } from './stored-captures.ts'
import {
  readSellerCorrespondence,
  noCorrespondence,
  type StoredCorrespondence,
} from './stored-correspondence.ts'
import { listHoldsOnSeller } from './legal-holds-repository.ts'
import type { LegalHoldRow, PrivacyRequestRow } from './types.ts'
import { mayHandlePersonalData } from './policy.ts'
import { findRequest, insertRequest, pageOfRequests } from './requests-repository.ts'
import {
  countListingsOfSeller,
  findErasure,
  insertErasure,
  pageOfSellerListings,
  type StoredSellerListing,
  type SellerPseudonym,
} from './seller-repository.ts'
import type { ServiceInput } from './manage-retention.ts'

const inPage = 20
const ofCaptures = 'captures:'

export type SellerData = StoredCorrespondence & {
  seller: SellerRef
  erasedAt: Date | null
  holds: LegalHoldRow[]
  /** On the first page alone. */
  account: StoredAccount | null
  listings: StoredSellerListing[]
  /** On the first page alone. */
  appeals: StoredAppeal[]
  captures: StoredCapture[]
  /** On the first page alone; none under a confidentiality hold. */
  referrals: ReferralOfSeller[]
  /**
   * Confidentiality holds that touch the seller: items under them are left out, and counsel reviews the response
   * before it is sent.
   */
  confidentialityHolds: string[]
  /** The listing after which the next page begins or, after all listings, the capture. */
  next: string | undefined
}

/** A page of everything that the organisation stores about a seller; each page is logged. */
export async function readSellerData(
  options: ServiceInput & { input: { seller: SellerRef; after?: string } },
): Promise<SellerData> {
  const { handle, actor, organisationId } = options
  const { seller, after } = options.input
  requirePersonalDataRole(actor, organisationId)
  const ofSeller = await sellerOf(handle, organisationId, seller)
  const { sellerHash } = ofSeller
  const page = await pageOfHeld(handle, ofSeller, after)
  const { listings, captures, appeals, confidentialityHolds } = await withoutHeld(
    handle,
    ofSeller,
    {
      ...page,
      appeals: after === undefined ? await appealsOfSeller(handle, ofSeller) : [],
    },
  )
  if (after === undefined) {
    const count = await countListingsOfSeller(handle, ofSeller)
    const request = { kind: 'access', subject: sellerHash, listings: count, done: true } as const
    await insertRequest(handle, organisationId, request)
  }
  // What is on hold is left out.
  const isFirst = after === undefined && !(await isOnHold(handle, { ...ofSeller, now: new Date() }))
  const counts = { listings: listings.length, captures: captures.length }
  await log(options, 'personal-data-read', sellerHash, counts)
  return {
    seller,
    erasedAt: await findErasure(handle, ofSeller),
    holds: await listHoldsOnSeller(handle, ofSeller),
    account: isFirst ? await readStoredAccount(handle, ofSeller) : null,
    listings,
    captures,
    appeals,
    referrals:
      isFirst && confidentialityHolds.length === 0
        ? await referralsOfSeller(handle, { ...ofSeller, now: new Date() })
        : [],
    confidentialityHolds,
    next: page.next,
    ...(isFirst ? await readSellerCorrespondence(handle, ofSeller, new Date()) : noCorrespondence),
  }
}

/**
 * Items under a confidentiality hold are not in the response; the person who prepares it learns of the hold, for
 * counsel.
 */
async function withoutHeld(
  handle: Transaction,
  ofSeller: SellerPseudonym,
  sellerData: Pick<SellerData, 'listings' | 'captures' | 'appeals'>,
): Promise<Pick<SellerData, 'listings' | 'captures' | 'appeals' | 'confidentialityHolds'>> {
  const now = new Date()
  const { organisationId, sellerHash } = ofSeller
  const confidentialityHolds = await listActiveHoldIds(handle, { organisationId, sellerHash, now })
  if (confidentialityHolds.length === 0) return { ...sellerData, confidentialityHolds }
  const { listings, captures, appeals } = sellerData
  if (await isOnHold(handle, { organisationId, sellerHash, now })) {
    return { listings: [], captures: [], appeals: [], confidentialityHolds }
  }
  const captured = captures.flatMap(({ listingId }) => listingId ?? [])
  const heldListings = await findHeldListings(handle, {
    organisationId,
    now,
    listings: [...listings.map(({ id }) => id), ...captured],
  })
  const disclosed: StoredAppeal[] = []
  for (const appeal of appeals) {
    const about = { kind: 'appeal', id: appeal.id } as const
    if (!(await isOnHold(handle, { organisationId, now, about }))) disclosed.push(appeal)
  }
  return {
    listings: listings.filter(({ id }) => !heldListings.has(id)),
    captures: captures.filter(({ listingId }) => !heldListings.has(listingId ?? '')),
    appeals: disclosed,
    confidentialityHolds,
  }
}

/** First the listings, page by page, then the captures. */
async function pageOfHeld(
  handle: Transaction,
  ofSeller: SellerPseudonym,
  after: string | undefined,
): Promise<Pick<SellerData, 'listings' | 'captures' | 'next'>> {
  const limit = inPage
  if (after?.startsWith(ofCaptures) !== true) {
    const listings = await pageOfSellerListings(handle, { ...ofSeller, after, limit })
    if (listings.length === limit) return { listings, captures: [], next: listings.at(-1)?.id }
    const captures = await pageOfCaptures(handle, { ...ofSeller, after: undefined, limit })
    return { listings, captures, next: nextOf(captures) }
  }
  const place = after.slice(ofCaptures.length)
  const captures = await pageOfCaptures(handle, { ...ofSeller, after: place, limit })
  return { listings: [], captures, next: nextOf(captures) }
}

function nextOf(captures: readonly StoredCapture[]): string | undefined {
  return captures.length === inPage ? `${ofCaptures}${captures.at(-1)?.id}` : undefined
}

/** Corrects the newest version of a listing, as a new version that has still to be judged. */
export async function rectifyListing(
  options: ServiceInput & { input: RectificationInput },
): Promise<{ id: string; version: number; changed: string[] }> {
  const { handle, actor, organisationId } = options
  const { listing, changes } = options.input
  requirePersonalDataRole(actor, organisationId)
  // As the store writes it, so that requests and audit entries about one listing have one id.
  const id = listing.toLowerCase()
  const stored = await lockOwnListing(handle, organisationId, id)
  if (stored === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `your organisation has no listing ${id} of its own`,
      pointer: '/listing',
    })
  }
  if (stored.redactedAt !== null) {
    throw new AppError({
      code: 'listing-redacted',
      message: `listing ${id} no longer has any personal fields: there is nothing to correct`,
      pointer: '/listing',
    })
  }
  const content = checked(mergePatch(stored.content, changes))
  const changed = changedFields(stored.content, content)
  if (changed.length === 0) return { id, version: stored.version, changed }
  const version = stored.version + 1
  const { marketplace = '', seller } = content
  const sellerHash =
    seller === undefined
      ? null
      : (await sellerOf(handle, organisationId, { marketplace, id: seller.id })).sellerHash
  if (sellerHash !== null) await refuseErased(handle, organisationId, sellerHash)
  const accounts =
    sellerHash !== null && hasAccount(content)
      ? await ensureAccounts(handle, organisationId, [
          { sellerHash, marketplace, seller: content.seller },
        ])
      : new Map<string, string>()
  await insertCorrectedVersion(handle, organisationId, {
    id,
    version,
    content,
    changed,
    sellerHash,
    sellerAccountId: accounts.values().next().value ?? null,
  })
  await markDue(handle, organisationId, [id])
  const request = { kind: 'rectification', subject: id, listings: 1, done: true } as const
  await insertRequest(handle, organisationId, request)
  await recordEvent({
    handle,
    organisationId,
    action: 'personal-data-rectified',
    subject: { kind: 'listing', id },
    detail: { version, changed },
  })
  return { id, version, changed }
}

/**
 * Removes a seller from everything that the organisation stores or receives. Refused while a hold applies to any of
 * it. Runs in separate transactions, so that others are served meanwhile.
 */
export async function eraseSellerData(options: {
  store: Store
  blobs: Blobs
  actor: Actor
  organisationId: string
  input: { seller: SellerRef }
}): Promise<PrivacyRequestRow & ErasedCaptures> {
  const { store, blobs, actor, organisationId, input } = options
  requirePersonalDataRole(actor, organisationId)
  const context = contextOf(actor)
  const { ofSeller, request } = await store.transact(context, async (handle) => {
    const ofSeller = await sellerOf(handle, organisationId, input.seller)
    refuseHeld(await listHoldsOnSeller(handle, ofSeller))
    await refuseOnConfidentialityHold(handle, ofSeller)
    await insertErasure(handle, ofSeller)
    const erasure = {
      kind: 'erasure',
      subject: ofSeller.sellerHash,
      listings: 0,
      done: false,
    } as const
    const request = await insertRequest(handle, organisationId, erasure)
    await log({ handle, organisationId }, 'personal-data-erased', ofSeller.sellerHash, { request })
    return { ofSeller, request }
  })
  await eraseSeller({ store, context, ...ofSeller, request })
  const by = await store.transact(context, (handle) => custodian(handle, actor))
  const captures = await eraseCaptures({ store, blobs, context, ...ofSeller, by })
  await purgeCasePackages({ store, blobs, organisationId })
  await purgeReferrals({ store, blobs, organisationId })
  const recorded = await store.transact(context, (handle) => findRequest(handle, request))
  return { ...recorded, ...captures }
}

/** The name by which custody records who disposes of an item. */
async function custodian(
  handle: Transaction,
  actor: Actor,
): Promise<{ name: string; role?: string }> {
  if (actor.kind === 'person') return { name: await userNameOf(handle, actor.id) }
  return { name: actor.id, role: 'who looks after the installation' }
}

export type PrivacyRequestListInput = { limit: number; after?: { at: Date; id: string } }

/** A page of requests about personal data, newest first. */
export async function listRequests(
  options: ServiceInput & { input: PrivacyRequestListInput },
): Promise<PrivacyRequestRow[]> {
  const { handle, actor, organisationId, input } = options
  requirePersonalDataRole(actor, organisationId)
  return pageOfRequests(handle, { organisationId, ...input })
}

async function sellerOf(
  handle: Transaction,
  organisationId: string,
  seller: SellerRef,
): Promise<SellerPseudonym> {
  return { organisationId, sellerHash: pseudonymOf(await saltOf(handle, organisationId), seller) }
}

function refuseHeld(holds: readonly LegalHoldRow[]): void {
  const [first] = holds
  if (first === undefined) return
  const more = holds.length > 1 ? ` and ${holds.length - 1} more` : ''
  throw new AppError({
    code: 'on-legal-hold',
    message: `the legal hold ${first.id}${more} preserves this seller’s data (${first.reason}); release it first`,
    pointer: '/seller',
  })
}

/** A correction must not bring back a seller whose data was erased. */
async function refuseErased(
  handle: Transaction,
  organisationId: string,
  sellerHash: Buffer,
): Promise<void> {
  const erased = await findErasedSellers(handle, organisationId, [sellerHash])
  if (erased.size === 0) return
  throw new AppError({
    code: 'seller-data-erased',
    message: 'the data of this seller was erased on request: leave out /changes/seller',
    pointer: '/changes/seller',
  })
}

/** Erasure would remove, or reveal, an item held by an authority or counsel. */
async function refuseOnConfidentialityHold(
  handle: Transaction,
  ofSeller: SellerPseudonym,
): Promise<void> {
  const confidentialityHolds = await listActiveHoldIds(handle, { ...ofSeller, now: new Date() })
  if (confidentialityHolds.length === 0) return
  throw new AppError({ code: 'on-hold', message: onHoldMessage, pointer: '/seller' })
}

function log(
  { handle, organisationId }: Pick<ServiceInput, 'handle' | 'organisationId'>,
  action: 'personal-data-read' | 'personal-data-erased',
  sellerHash: Buffer,
  detail: Record<string, unknown>,
): Promise<void> {
  const subject = { kind: 'seller' as const, id: sellerHash.toString('hex') }
  return recordEvent({ handle, organisationId, action, subject, detail })
}

export function requirePersonalDataRole(actor: Actor, organisationId: string): void {
  if (mayHandlePersonalData(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message:
      'only admins of the organisation whose membership is not limited to brands or territories can handle access, rectification and erasure',
  })
}

/** RFC 7396. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checked(content: unknown): Listing {
  const parsed = parseListing(content)
  if (parsed.ok) return parsed.listing
  const { pointer, message } = toRowError(parsed.faults[0], 'the listing')
  throw new AppError({
    code: 'bad-listing',
    message: `corrected so, ${message}`,
    pointer: `/changes${pointer}`,
  })
}
