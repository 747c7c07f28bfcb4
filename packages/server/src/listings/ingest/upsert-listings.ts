import { randomUUID } from 'node:crypto'
import type { Assessment, ListingState, Verdict } from '@touchstone/contract'
import { staysUp } from '@touchstone/recognition'
import { recordOutbox, type NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findViewer, type BrandNames } from '../../brands/visibility/index.ts'
import {
  findThresholdView,
  lastVerdictIn,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'
import { assessedEvents } from './assessed-events.ts'
import { markDue } from './reassessment-queue-repository.ts'
import { languageOf } from '../queue/index.ts'
import {
  replaceNewestMentions,
  mentionsOf,
  toListColumns,
  verdictShown,
  type AssessedListing,
  type DisclosureContext,
} from './mentions.ts'
import { withdrawalEvents } from './withdrawal-events.ts'
import { deleteWithdrawals } from './withdrawals-repository.ts'
import { changedFields, fingerprints } from './types.ts'
import { insertListings } from './insert-listings.ts'
import { listingNameOf, type IngestRow } from './listing-row.ts'
import { findAccounts, type AccountOf } from './find-accounts.ts'
import { replaceListingImages, imagesOf } from './listing-images.ts'
import { withPendingImages } from './pending-images.ts'
import {
  findHiddenListings,
  insertAssessments,
  insertVersions,
  lockListings,
  touchListings,
  type CurrentListing,
  type NewVersion,
  type AssessedBy,
} from './repository.ts'

/** Another request changed a listing between reading and writing. */
export class ListingChangedMeanwhile extends Error {}

/** A listing as stored now. */
export type ComparedListing = {
  id: string
  row: IngestRow
  version: number
  state: ListingState
  newVersion: NewVersion | undefined
  assessment: Assessment | null
  /** False if the stored version was corrected: comparing with the submitted one means nothing. */
  isAsSent: boolean
  /** True if this engine had not assessed the newest version. */
  isNews: boolean
  /** Of the previous version, or of this one by another engine, as the organisation sees it. */
  lastVerdict: Verdict | null
}

export type UpsertInput = {
  organisationId: string
  rows: readonly IngestRow[]
  assessedBy: AssessedBy
  /** False if another engine is live. */
  isServed: boolean
  /** Known assessments by content. */
  known: ReadonlyMap<string, Assessment>
  /** Names of listings that existed when read. */
  met: ReadonlySet<string>
  /** Whether a listing may be stored without an assessment. */
  mayWait: boolean
  names: BrandNames
  /** Whether pictures of listings are fetched and analysed. */
  looksAtPictures: boolean
  /** Whether the sender is limited to brands, and cannot change listings beyond them. */
  isLimited: boolean
}

type UpsertResult = { compared: ComparedListing[]; due: number; view: ThresholdView | undefined }

/** A limited sender cannot overwrite listings that it cannot see. */
async function refuseBeyondSight(
  handle: Transaction,
  current: readonly CurrentListing[],
): Promise<void> {
  const hidden = await findHiddenListings(
    handle,
    current.map(({ id }) => id),
  )
  const first = current.find(({ id }) => hidden.has(id))
  if (first === undefined) return
  throw new AppError({
    code: 'beyond-own-limits',
    message: `listing ${first.externalId} already exists and concerns none of the brands in your membership`,
    pointer: '/id',
  })
}

/**
 * Writes listings with their assessments, and returns each result and how many still have to be assessed. Throws
 * `ListingChangedMeanwhile` if what was read before no longer holds.
 */
export async function upsertListings(
  handle: Transaction,
  input: UpsertInput,
): Promise<UpsertResult> {
  const { organisationId, rows, assessedBy, mayWait, names: brands } = input
  // Sent together.
  const [sender, view, accountOf] = await Promise.all([
    findViewer(handle, organisationId),
    findThresholdView(handle, organisationId),
    findAccounts(handle, organisationId, rows),
  ])
  const showing = { sender, names: brands }
  const inserted = await insertNew(handle, { ...input, accountOf }, showing)
  const names = new Set(inserted.map(({ row }) => row.name))
  const existing = rows.filter(({ name }) => !names.has(name))
  const byName = new Map(existing.map((row) => [row.name, row]))
  const current = await lockListings(handle, organisationId, existing, assessedBy)
  if (input.isLimited) await refuseBeyondSight(handle, current)
  const met = current.flatMap((stored) => {
    const row = byName.get(listingNameOf(stored.marketplace, stored.externalId))
    const lastVerdict = lastVerdictIn(view, stored)
    return row === undefined ? [] : [compare({ ...stored, lastVerdict }, row, accountOf)]
  })
  // One that existed is gone: it was purged, and is inserted as new.
  if (met.length < existing.length) throw new ListingChangedMeanwhile()
  const unassessed = met.filter(({ assessment }) => assessment === null)
  for (const listing of unassessed) {
    if (listing.isAsSent) listing.assessment = assessmentOf(listing.row, input)
  }
  const compared = [...inserted, ...met]
  const mustWait = compared.filter(({ assessment }) => assessment === null)
  if (!mayWait && mustWait.some(({ isAsSent }) => isAsSent)) throw new ListingChangedMeanwhile()
  await updateChanged(handle, input, { met, unassessed, showing })
  await endWithdrawals(handle, organisationId, current)
  if (input.looksAtPictures) {
    const shown = compared.filter(({ state }) => state !== 'unchanged')
    await replaceListingImages(
      handle,
      organisationId,
      shown.map(({ id, state, row }) => ({ id, isNew: state === 'new', listing: row.listing })),
    )
  }
  if (!assessedBy.candidate)
    await recordOutbox(handle, organisationId, newsOf(compared, view, showing))
  const due = compared.filter(
    ({ assessment, state, row }) =>
      assessment === null ||
      (!input.isServed && state !== 'unchanged') ||
      // What is known of units whose codes it has may have changed.
      (state === 'unchanged' && row.items !== undefined) ||
      // Its pictures may already be analysed, so that nothing else would trigger a reassessment.
      (input.looksAtPictures && state === 'changed' && imagesOf(row.listing).length > 0),
  )
  await markDue(
    handle,
    organisationId,
    due.map(({ id }) => id),
  )
  return { compared, due: due.length, view }
}

/** A listing that is submitted again is offered again. */
async function endWithdrawals(
  handle: Transaction,
  organisationId: string,
  current: readonly CurrentListing[],
): Promise<void> {
  const withdrawn = current.filter(({ withdrawnAt }) => withdrawnAt !== null)
  if (withdrawn.length === 0) return
  const ids = withdrawn.map(({ id }) => id)
  await deleteWithdrawals(handle, organisationId, ids)
  await recordOutbox(handle, organisationId, withdrawalEvents('listing.offered-again', withdrawn))
}

/** Inserts listings that did not exist when read; those inserted meanwhile are left out. */
async function insertNew(
  handle: Transaction,
  input: UpsertInput & { accountOf: AccountOf },
  showing: DisclosureContext,
): Promise<ComparedListing[]> {
  const { organisationId, rows, assessedBy, met, accountOf } = input
  const newRows = rows
    .filter(({ name }) => !met.has(name))
    .map((row) => ({ id: randomUUID(), row, assessment: assessmentOf(row, input) }))
  const listings = newRows.map(({ id, row: { listing, ...row }, assessment: body }) => ({
    ...row,
    id,
    sellerAccountId: accountOf(row),
    content: listing,
    assessment: body && { id: randomUUID(), body },
    // A candidate's assessment is only compared.
    columns:
      body === null || assessedBy.candidate
        ? null
        : toListColumns(body, { language: languageOf(listing), price: listing.price }, showing),
    mentions:
      body === null || assessedBy.candidate
        ? []
        : mentionsOf(id, { body, price: listing.price }, showing.names),
  }))
  const insertedIds = await insertListings(handle, organisationId, assessedBy, listings)
  return newRows.flatMap((newRow): ComparedListing[] => {
    if (!insertedIds.has(newRow.id)) return []
    const fresh = { version: 1, state: 'new', newVersion: undefined } as const
    return [{ ...newRow, ...fresh, isAsSent: true, isNews: true, lastVerdict: null }]
  })
}

function assessmentOf(
  { judged, listing }: IngestRow,
  { known, looksAtPictures }: Pick<UpsertInput, 'known' | 'looksAtPictures'>,
): Assessment | null {
  const assessment = known.get(judged)
  if (assessment === undefined) return null
  const waits = looksAtPictures && imagesOf(listing).length > 0
  return withPendingImages({ ...assessment, listing: listing.id }, { pictures: waits })
}

async function updateChanged(
  handle: Transaction,
  { organisationId, assessedBy }: UpsertInput,
  changes: {
    met: readonly ComparedListing[]
    unassessed: readonly ComparedListing[]
    showing: DisclosureContext
  },
): Promise<void> {
  const { met, unassessed, showing } = changes
  const versions = met.flatMap(({ newVersion }) => newVersion ?? [])
  await insertVersions(handle, organisationId, versions)
  const judged = unassessed.flatMap(({ id, version, row, assessment: body }) => {
    if (body === null) return []
    const { listing, judged: judgedHash } = row
    const language = languageOf(listing)
    const { price } = listing
    const portfolio = { considersPortfolio: false }
    return [{ listingId: id, version, judgedHash, language, price, body, ...portfolio }]
  }) satisfies AssessedListing[]
  await insertAssessments(handle, organisationId, assessedBy, judged)
  // A candidate's assessment is only compared.
  if (!assessedBy.candidate) await replaceNewestMentions(handle, organisationId, judged, showing)
  const unchanged = met.filter(({ state }) => state === 'unchanged')
  await touchListings(
    handle,
    unchanged.map(({ id }) => id),
  )
}

function compare(before: CurrentListing, row: IngestRow, accountOf: AccountOf): ComparedListing {
  const { id, content, contentHash, assessment, lastVerdict } = before
  if (contentHash.equals(row.contentHash)) {
    const same = { state: 'unchanged', newVersion: undefined, assessment } as const
    const isNews = assessment === null
    const isAsSent = !isNews || fingerprints(content).content.equals(row.contentHash)
    return { id, row, version: before.version, lastVerdict, isNews, isAsSent, ...same }
  }
  const version = before.version + 1
  const newVersion = {
    listingId: id,
    version,
    contentHash: row.contentHash,
    sellerHash: row.sellerHash,
    sellerAccountId: accountOf(row),
    changed: changedFields(content, row.listing),
    content: row.listing,
  }
  const news = { isNews: true, isAsSent: true, state: 'changed', assessment: null } as const
  return { id, row, version, lastVerdict, newVersion, ...news }
}

function newsOf(
  compared: readonly ComparedListing[],
  view: ThresholdView | undefined,
  showing: DisclosureContext,
): NewOutboxEvent[] {
  return compared.flatMap(({ id, row, version, isNews, lastVerdict, assessment }) => {
    if (!isNews || assessment === null) return []
    const { marketplace, externalId } = row
    const listing = { id, marketplace, externalId }
    const verdict = verdictShown(view, assessment, showing)
    const isUp = staysUp(verdict, assessment.signals)
    return assessedEvents({ listing, version, verdict, staysUp: isUp, lastVerdict })
  })
}
