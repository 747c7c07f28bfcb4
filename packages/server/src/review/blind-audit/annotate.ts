import {
  BlindListingView,
  type DecisionVerdict,
  type Listing,
  type AuditSampleItemView,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { brandsOf, organisationOf } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { assignmentMilliseconds } from './types.ts'
import { findReleasedListings, type ReleasedListing } from './listings-repository.ts'
import { mayAnnotate } from './policy.ts'
import {
  claimItem,
  countOpenItems,
  findAssignedItem,
  releaseStaleItems,
  saveAnnotation,
  listOpenItems,
  type AssignedItem,
  type AnnotatorScope,
} from './annotations-repository.ts'
import type { ServiceInput } from './manage-samples.ts'

type ReadInput = ServiceInput & { now?: number }

/**
 * Assigns the reader a blind listing: its content, without statements of the engine, colleagues or the marketplace
 * about it. A listing already assigned comes first.
 */
export async function assignNextItem(
  options: ReadInput & { names: BrandNames; engine: string },
): Promise<{ item: AuditSampleItemView | null; left: number }> {
  const { handle, organisationId } = options
  const reader = readerOf(options)
  const before = new Date(reader.now.getTime() - assignmentMilliseconds)
  await releaseStaleItems(handle, { organisationId, before })
  const assigned = (await findAssignedItem(handle, reader)) ?? (await claimNext(options, reader))
  const waiting = await countOpenItems(handle, reader)
  if (assigned === undefined) return { item: null, left: waiting }
  const listing = await listingAtHand(options, assigned)
  const { id } = assigned
  if (listing.listing.seller?.type === 'private') {
    await recordEvent({
      handle,
      organisationId,
      action: 'private-sellers-read',
      subject: { kind: 'audit-item', id },
    })
  }
  return { item: { id, listing: blind(listing.listing) }, left: waiting + 1 }
}

/** As many as other annotators may claim at the same moment. */
const tries = 10

async function claimNext(
  { handle }: ReadInput,
  reader: AnnotatorScope,
): Promise<AssignedItem | undefined> {
  for (const open of await listOpenItems(handle, reader, tries)) {
    if (await claimItem(handle, reader, open)) return open
  }
  return undefined
}

const blindFields = Object.keys(BlindListingView.shape).filter((name) => name !== 'seller')
const sellerFields = ['name', 'country', 'joinedAt', 'type'] as const

function blind(listing: Listing): BlindListingView {
  const { seller } = listing
  const shown = blindFields.flatMap((name) =>
    listing[name] === undefined ? [] : [[name, listing[name]] as const],
  )
  const ofSeller = sellerFields.flatMap((name) =>
    seller?.[name] === undefined ? [] : [[name, seller[name]] as const],
  )
  return {
    ...(Object.fromEntries(shown) as Omit<BlindListingView, 'seller'>),
    ...(ofSeller.length > 0 && { seller: Object.fromEntries(ofSeller) }),
  }
}

/** Where a picture of the listing lies that the reader has at hand. */
export async function findAssignedImage({
  input: { id, place },
  ...known
}: Omit<ServiceInput, 'organisationId'> & {
  names: BrandNames
  engine: string
  input: { id: string; place: number }
}): Promise<{ url: string; readerOrganisationId: string }> {
  const input = { ...known, organisationId: organisationOf(known.actor) }
  const assigned = await findAssignedItem(input.handle, readerOf(input))
  const listing = assigned?.id === id ? (await listingAtHand(input, assigned)).listing : undefined
  const url = listing?.images?.[place]?.url
  if (url !== undefined) return { url, readerOrganisationId: input.organisationId }
  throw new AppError({
    code: 'not-found',
    message: `you have not been given a listing ${id} with a picture ${place}`,
    pointer: '/id',
  })
}

async function listingAtHand(
  options: ServiceInput & { names: BrandNames; engine: string },
  { id, listingId, version }: AssignedItem,
): Promise<ReleasedListing> {
  const { handle, organisationId, names, engine } = options
  const listings = [{ id: listingId, version }]
  const released = await findReleasedListings({
    handle,
    organisationId,
    names,
    engine,
    listings,
  })
  const listing = released.get(listingId)
  if (listing !== undefined) return listing
  throw new AppError({ code: 'not-found', message: `listing ${id} is no longer visible to you` })
}

/** Stores the reader's judgement of the assigned listing. */
export async function annotateItem(
  options: ReadInput & { input: { id: string; label: DecisionVerdict } },
): Promise<{ left: number }> {
  const { handle, organisationId, input } = options
  const reader = readerOf(options)
  const { id } = input
  const isStored = z.uuid().safeParse(id).success && (await saveAnnotation(handle, reader, input))
  if (!isStored) {
    throw new AppError({
      code: 'not-found',
      message: `you have not been given a listing ${id}: request the next one`,
      pointer: '/id',
    })
  }
  // The judgement stays out of the log, which the other reader may read.
  await recordEvent({
    handle,
    organisationId,
    action: 'audit-item-read',
    subject: { kind: 'audit-item', id },
  })
  return { left: await countOpenItems(handle, reader) }
}

function readerOf({ actor, organisationId, now = Date.now() }: ReadInput): AnnotatorScope {
  if (mayAnnotate(actor)) {
    return { organisationId, reader: actor.id, only: brandsOf(actor), now: new Date(now) }
  }
  throw new AppError({
    code: 'permission-required',
    message: 'only reviewers, analysts and admins can annotate audit samples',
  })
}
