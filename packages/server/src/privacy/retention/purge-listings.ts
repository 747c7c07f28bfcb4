import { setImmediate as breathe } from 'node:timers/promises'
import { recordEvent } from '../../access/audit/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { purgeAccounts } from './purge-accounts.ts'
import { purgeCaptures } from './purge-captures.ts'
import { purgeCorrespondence } from './purge-correspondence.ts'
import { finishErasures } from './erase-seller.ts'
import {
  findListingsOnHold,
  lockAgainstNewHolds,
  findActiveLegalHolds,
} from './legal-holds-repository.ts'
import {
  cutoffs,
  nextHoldCheck,
  noCounts,
  purgedAtOnce,
  redactedAtOnce,
  type PurgeCounts,
} from './types.ts'
import { organisationsAfter } from '../../access/organisations/queries.ts'
import {
  updateCountedFrom,
  deleteListings,
  findDueListings,
  pageToPurge,
  pageToRedact,
  type PurgeCandidate,
  type PurgeCursor,
} from '../../listings/ingest/index.ts'
import { deleteStoredResponses } from '../../platform/idempotency/index.ts'
import { findDecidedListings } from './purge-repository.ts'
import { findSettings } from './settings-repository.ts'
import { redactListings } from './redact-listings.ts'

export type PurgeOptions = {
  store: Store
  /** Where the bytes of captures lie. */
  blobs: Blobs
  /** In whose name, for the log. */
  context: Context & { as: 'operator' }
  now?: number
  signal?: AbortSignal
}

/** Purges expired listings of every organisation; returns the results of those that had any. */
export async function purgeAll(options: PurgeOptions): Promise<PurgeCounts> {
  const { store, context, signal } = options
  const total = { ...noCounts }
  let after = noOrganisation
  for (;;) {
    const ids = await store.transact(context, (handle) => organisationsAfter(handle, after))
    for (const id of ids) {
      if (signal?.aborted) return total
      add(total, await purgeOrganisation(options, id))
    }
    const last = ids.at(-1)
    if (last === undefined) return total
    after = last
  }
}

/** Deletes and redacts the listings of one organisation whose time is up, batch by batch. */
export async function purgeOrganisation(
  options: PurgeOptions,
  organisationId: string,
): Promise<PurgeCounts> {
  const { store, blobs, context, now = Date.now(), signal } = options
  const counts = { ...noCounts }
  const { settings, standing } = await store.transact(context, async (handle) => ({
    settings: await findSettings(handle, organisationId),
    standing: await findActiveLegalHolds(handle, organisationId),
  }))
  if (standing.whole) return counts
  const { clear, personal, evidence, ...further } = cutoffs(settings, now)
  counts.erased = await finishErasures({ store, context, organisationId, signal })
  const turn = { store, context, organisationId, signal, counts }
  await inTurns(turn, (handle, after) =>
    purgeTurn(handle, { organisationId, before: clear, after }),
  )
  await inTurns(turn, (handle, after) =>
    redactTurn(handle, { organisationId, before: personal, after }),
  )
  const work = { store, blobs, context, organisationId, signal }
  counts.captures = await purgeCaptures(work, evidence, settings.evidenceDays)
  await forgetAnswers(turn, personal)
  add(counts, await purgeCorrespondence({ store, context, organisationId, signal }, further))
  // After everything that may need one.
  const earliest = clear > personal ? clear : personal
  counts.accounts = await purgeAccounts({ store, context, organisationId, signal }, earliest)
  if (Object.values(counts).some((count) => count > 0)) {
    await store.transact(context, (handle) =>
      recordEvent({
        handle,
        organisationId,
        action: 'retention-run',
        subject: { kind: 'organisation', id: organisationId },
        detail: { ...settings, ...counts },
      }),
    )
  }
  return counts
}

type Turns = {
  store: Store
  context: Context
  organisationId: string
  signal: AbortSignal | undefined
  counts: PurgeCounts
}

/** The work of one transaction, and the position to continue from; none if it was the last. */
type Turn = { counts: Partial<PurgeCounts>; next: PurgeCursor | undefined }

async function inTurns(
  { store, context, signal, counts }: Turns,
  turn: (handle: Transaction, after: PurgeCursor | undefined) => Promise<Turn>,
): Promise<void> {
  let place: PurgeCursor | undefined
  while (!signal?.aborted) {
    const done = await twice(() => store.transact(context, (handle) => turn(handle, place)))
    add(counts, done.counts)
    place = done.next
    if (place === undefined) return
    // The embedded store answers without a turn of the event loop.
    await breathe()
  }
}

/**
 * A decision on a listing may arrive while the listing is deleted: the second attempt sees it and keeps the listing.
 */
async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isStillReferred(error)) throw error
    return work()
  }
}

const foreignKeyViolation = '23503'

function isStillReferred(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === foreignKeyViolation
}

type PurgeTurn = { organisationId: string; before: Date; after: PurgeCursor | undefined }

async function purgeTurn(handle: Transaction, options: PurgeTurn): Promise<Turn> {
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

async function redactTurn(handle: Transaction, options: PurgeTurn): Promise<Turn> {
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
  { organisationId, before, after }: PurgeTurn,
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

async function forgetAnswers(turns: Turns, before: Date): Promise<void> {
  const { store, context, organisationId, signal, counts } = turns
  while (!signal?.aborted) {
    const answers = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const { whole } = await findActiveLegalHolds(handle, organisationId)
      if (whole) return 0
      return deleteStoredResponses(handle, { organisationId, before, limit: redactedAtOnce })
    })
    counts.answers += answers
    if (answers < redactedAtOnce) return
    await breathe()
  }
}

function add(total: PurgeCounts, more: Partial<PurgeCounts>): void {
  for (const name of Object.keys(noCounts) as (keyof PurgeCounts)[]) {
    total[name] += more[name] ?? 0
  }
}
