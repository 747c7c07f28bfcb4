import type { Transaction } from '../../platform/db/index.ts'
import {
  updateCountedFrom,
  deleteListings,
  findDueListings,
  pageToPurge,
  pageToRedact,
  type PurgeCandidate,
  type PurgeCursor,
} from '../../listings/ingest/index.ts'
import { findDecidedListings } from './decided-listings-repository.ts'
import {
  findListingsOnHold,
  lockAgainstNewHolds,
  findActiveLegalHolds,
} from './legal-holds-repository.ts'
import { redactListings } from './redact-listings.ts'
import { nextHoldCheck, purgedAtOnce, redactedAtOnce, type PurgeCounts } from './types.ts'

/** The work of one transaction, and the position to continue from; none if it was the last. */
export type Turn = { counts: Partial<PurgeCounts>; next: PurgeCursor | undefined }

type Expired = { organisationId: string; before: Date; after: PurgeCursor | undefined }

/** Deletes the next listings that nobody decided on and that are neither seen nor held; decided ones are redacted. */
export async function deleteExpired(handle: Transaction, options: Expired): Promise<Turn> {
  const { page, over, held, next } = await pageOf(handle, options, pageToPurge, purgedAtOnce)
  const decided = await findDecidedListings(
    handle,
    over.map(({ id }) => id),
  )
  const undecided = over.filter(({ id }) => !decided.has(id)).map(({ id }) => id)
  // Labels refer to these listings: they stay without personal data, as what was decided on.
  const decidedListings = page.filter(({ id }) => decided.has(id))
  const bare = decidedListings.filter(({ redactedAt }) => redactedAt === null).map(({ id }) => id)
  await deleteListings(handle, undecided)
  await redactListings(handle, bare)
  await updateCountedFrom(
    handle,
    decidedListings.map(({ id }) => ({ id, countedFrom: null })),
  )
  return { counts: { deleted: undecided.length, redacted: bare.length, held }, next }
}

/** Removes the personal data of the next listings whose time for it is up. */
export async function redactExpired(handle: Transaction, options: Expired): Promise<Turn> {
  const { over, held, next } = await pageOf(handle, options, pageToRedact, redactedAtOnce)
  await redactListings(
    handle,
    over.map(({ id }) => id),
  )
  return { counts: { redacted: over.length, held }, next }
}

/** The next listings, sorted: expired, seen since, and under a hold. */
async function pageOf(
  handle: Transaction,
  { organisationId, before, after }: Expired,
  read: typeof pageToPurge,
  limit: number,
): Promise<{
  page: PurgeCandidate[]
  over: PurgeCandidate[]
  held: number
  next: PurgeCursor | undefined
}> {
  await lockAgainstNewHolds(handle, organisationId)
  const page = await read(handle, { organisationId, before, after, limit })
  const ids = page.map(({ id }) => id)
  const onHold = await findListingsOnHold(
    handle,
    await findActiveLegalHolds(handle, organisationId),
    ids,
  )
  const due = await findDueListings(handle, ids)
  const [stillListed, old] = [
    page.filter(({ lastSeenAt }) => lastSeenAt >= before),
    page.filter(({ lastSeenAt }) => lastSeenAt < before),
  ]
  const stay = old.filter(({ id }) => onHold.has(id))
  await updateCountedFrom(handle, [
    ...stillListed.map(({ id, lastSeenAt }) => ({ id, countedFrom: lastSeenAt })),
    ...stay.map(({ id }) => ({ id, countedFrom: nextHoldCheck(before) })),
  ])
  return {
    page,
    over: old.filter(({ id }) => !onHold.has(id) && !due.has(id)),
    held: stay.length,
    next: page.length < limit ? undefined : page.at(-1),
  }
}
