import { setImmediate as breathe } from 'node:timers/promises'
import { recordEvent } from '../../access/audit/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { purgeAccounts } from './purge-accounts.ts'
import { purgeCaptures } from './purge-captures.ts'
import { purgeCasePackages } from './purge-case-packages.ts'
import { purgeReferrals } from './purge-referrals.ts'
import { purgeCorrespondence } from './purge-correspondence.ts'
import { purgeLinks } from './purge-links.ts'
import { deleteExpired, redactExpired, type Turn } from './purge-listings.ts'
import { finishErasures } from './erase-seller.ts'
import { lockAgainstNewHolds, findActiveLegalHolds } from './legal-holds-repository.ts'
import { cutoffs, noCounts, redactedAtOnce, type PurgeCounts } from './types.ts'
import { organisationsAfter } from '../../access/organisations/queries.ts'
import type { PurgeCursor } from '../../listings/ingest/index.ts'
import { answerDays, deleteStoredResponses } from '../../platform/idempotency/index.ts'
import { findSettings } from './settings-repository.ts'

export type PurgeOptions = {
  store: Store
  /** Where the bytes of captures lie. */
  blobs: Blobs
  /** In whose name, for the log. */
  context: Context & { as: 'operator' }
  now?: number
  signal?: AbortSignal
}

/** Deletes and redacts what is past its time in every organisation; returns the counts of all. */
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

/** Deletes and redacts what is past its time in one organisation, batch by batch, listings first. */
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
  const { clear, personal, evidence, sellerLinks, ...further } = cutoffs(settings, now)
  counts.erased = await finishErasures({ store, context, organisationId, signal })
  const turn = { store, context, organisationId, signal, counts }
  await inTurns(turn, (handle, after) =>
    deleteExpired(handle, { organisationId, before: clear, after }),
  )
  await inTurns(turn, (handle, after) =>
    redactExpired(handle, { organisationId, before: personal, after }),
  )
  const work = { store, blobs, context, organisationId, signal }
  counts.captures = await purgeCaptures(work, evidence, settings.evidenceDays)
  counts.packages = await purgeCasePackages(work)
  counts.packages += await purgeReferrals(work)
  await forgetAnswers(turn, personal, new Date(now - answerDays * 86_400_000))
  add(counts, await purgeCorrespondence({ store, context, organisationId, signal }, further))
  const linking = { store, context, organisationId, signal }
  counts.lapsed = await purgeLinks(linking, sellerLinks, settings)
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

async function forgetAnswers(turns: Turns, before: Date, wholeBefore: Date): Promise<void> {
  const { store, context, organisationId, signal, counts } = turns
  while (!signal?.aborted) {
    const answers = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const { whole } = await findActiveLegalHolds(handle, organisationId)
      if (whole) return 0
      return deleteStoredResponses(handle, {
        organisationId,
        before,
        wholeBefore,
        limit: redactedAtOnce,
      })
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
