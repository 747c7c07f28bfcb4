import { setImmediate as breathe } from 'node:timers/promises'
import { writeStoredSentence } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { listActiveHoldIds } from '../../enforcement/confidentiality-holds/index.ts'
import {
  listDueCaptures,
  listCapturesOfErased,
  listCapturesOfSeller,
  disposeCaptures,
  type DisposeResult,
  type DueCapture,
  type DisposeInput,
} from '../../investigation/evidence/index.ts'
import { releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import {
  findListingsOnHold,
  listHoldsOnSeller,
  lockAgainstNewHolds,
  findActiveLegalHolds,
} from './legal-holds-repository.ts'
import { capturesAtOnce } from './types.ts'
import type { SellerPseudonym } from './seller-repository.ts'

type Work = {
  store: Store
  blobs: Blobs
  context: Context
  organisationId: string
  signal?: AbortSignal | undefined
}

const program = { name: 'Touchstone', role: 'the program' }
const erasedReason = writeStoredSentence('custody.erased')

/** Disposes of expired captures, and of those of erased sellers; returns how many. */
export async function purgeCaptures(work: Work, before: Date, days: number): Promise<number> {
  const { store, context, organisationId, signal } = work
  const reason = writeStoredSentence('custody.retention-ended', { days })
  let disposed = await disposeOfErased(work)
  let after: DueCapture | undefined
  while (signal?.aborted !== true) {
    const page = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const standing = await findActiveLegalHolds(handle, organisationId)
      if (standing.whole) return undefined
      const query = { organisationId, before, heldSellers: standing.sellers, after }
      const due = await listDueCaptures(handle, { ...query, limit: capturesAtOnce })
      const listings = due.flatMap(({ listingId }) => listingId ?? [])
      const onHold = await findListingsOnHold(handle, standing, listings)
      const ids = due
        .filter(({ listingId, heldBySeller }) => !heldBySeller && !onHold.has(listingId ?? ''))
        .map(({ id }) => id)
      return { due, gone: await dispose(handle, organisationId, { ids, reason, actor: program }) }
    })
    if (page === undefined) break
    disposed += page.gone.captures.length
    await releaseBlobs(work, page.gone.digests)
    after = page.due.at(-1)
    if (page.due.length < capturesAtOnce) break
    await breathe()
  }
  return disposed
}

async function disposeOfErased(work: Work): Promise<number> {
  const { store, context, organisationId, signal } = work
  let disposed = 0
  while (signal?.aborted !== true) {
    const disposal = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const standing = await findActiveLegalHolds(handle, organisationId)
      if (standing.whole) return undefined
      const ids = await listCapturesOfErased(handle, { organisationId, limit: capturesAtOnce })
      return dispose(handle, organisationId, { ids, reason: erasedReason, actor: program })
    })
    if (disposal === undefined || disposal.captures.length === 0) break
    disposed += disposal.captures.length
    await releaseBlobs(work, disposal.digests)
    await breathe()
  }
  return disposed
}

export type ErasedCaptures = {
  /** How many were disposed of. */
  captures: number
  /** Captures under a hold, with the reason. */
  kept: { capture: string; heldFor: string }[]
}

/** Disposes of captures of an erased seller; those under a hold of their own are kept and listed. */
export async function eraseCaptures(
  work: Work & { sellerHash: Buffer; by: DisposeInput['actor'] },
): Promise<ErasedCaptures> {
  const { store, context, organisationId, sellerHash, by, signal } = work
  const erased: ErasedCaptures = { captures: 0, kept: [] }
  const ofSeller: SellerPseudonym = { organisationId, sellerHash }
  let after: string | undefined
  while (signal?.aborted !== true) {
    const turn = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      // Set since the erasure began: then nothing more goes.
      const confidentialityHolds = await listActiveHoldIds(handle, { ...ofSeller, now: new Date() })
      const holds = await listHoldsOnSeller(handle, ofSeller)
      if (holds.length + confidentialityHolds.length > 0) return undefined
      const page = await listCapturesOfSeller(handle, ofSeller, { after, limit: capturesAtOnce })
      const ids = page.filter(({ heldFor }) => heldFor === null).map(({ id }) => id)
      const input = { ids, reason: erasedReason, actor: by }
      return { page, gone: await dispose(handle, organisationId, input) }
    })
    if (turn === undefined) break
    erased.captures += turn.gone.captures.length
    for (const { id: capture, heldFor } of turn.page) {
      if (heldFor !== null) erased.kept.push({ capture, heldFor })
    }
    await releaseBlobs(work, turn.gone.digests)
    after = turn.page.at(-1)?.id
    if (turn.page.length < capturesAtOnce) break
    await breathe()
  }
  return erased
}

async function dispose(
  handle: Transaction,
  organisationId: string,
  input: DisposeInput,
): Promise<DisposeResult> {
  const disposal = await disposeCaptures(handle, input)
  for (const id of disposal.captures) {
    await recordEvent({
      handle,
      organisationId,
      action: 'capture-disposed',
      subject: { kind: 'capture', id },
    })
  }
  return disposal
}
