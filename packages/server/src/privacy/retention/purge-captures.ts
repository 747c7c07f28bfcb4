import { setImmediate as breathe } from 'node:timers/promises'
import { recordEvent } from '../../access/audit/index.ts'
import { standingEmbargoes } from '../../enforcement/confidentiality-holds/index.ts'
import {
  capturesDue,
  capturesOfErased,
  capturesOfSeller,
  disposeCaptures,
  type Disposed,
  type DueCapture,
  type ToDispose,
} from '../../investigation/evidence/index.ts'
import { releaseBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { Context, Handle, Store } from '../../platform/db/index.ts'
import { heldAmong, holdsOnSeller, keepHoldsOff, standingHolds } from './legal-holds-repository.ts'
import { capturesAtOnce } from './types.ts'
import type { OfSeller } from './seller-repository.ts'

type Work = {
  store: Store
  blobs: Blobs
  context: Context
  organisationId: string
  signal?: AbortSignal | undefined
}

const program = { name: 'Touchstone', role: 'the program' }
const erasedReason = 'The seller asked for erasure.'

/** Disposes of captures whose time is up, and of those of sellers who were erased; gives how many. */
export async function purgeCaptures(work: Work, before: Date, days: number): Promise<number> {
  const { store, context, organisationId, signal } = work
  const reason = `The period of ${days} days for captures is over.`
  let disposed = await disposeOfErased(work)
  let after: DueCapture | undefined
  while (signal?.aborted !== true) {
    const page = await store.transact(context, async (handle) => {
      await keepHoldsOff(handle, organisationId)
      const standing = await standingHolds(handle, organisationId)
      if (standing.whole) return undefined
      const asked = { organisationId, before, heldSellers: standing.sellers, after }
      const due = await capturesDue(handle, { ...asked, limit: capturesAtOnce })
      const offers = due.flatMap(({ listingId }) => listingId ?? [])
      const held = await heldAmong(handle, standing, offers)
      const ids = due
        .filter(({ listingId, heldBySeller }) => !heldBySeller && !held.has(listingId ?? ''))
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
    const gone = await store.transact(context, async (handle) => {
      await keepHoldsOff(handle, organisationId)
      const standing = await standingHolds(handle, organisationId)
      if (standing.whole) return undefined
      const ids = await capturesOfErased(handle, { organisationId, limit: capturesAtOnce })
      return dispose(handle, organisationId, { ids, reason: erasedReason, actor: program })
    })
    if (gone === undefined || gone.captures.length === 0) break
    disposed += gone.captures.length
    await releaseBlobs(work, gone.digests)
    await breathe()
  }
  return disposed
}

export type KeptCaptures = {
  /** How many were disposed of. */
  captures: number
  /** Captures that somebody holds, with the reason. */
  kept: { capture: string; heldFor: string }[]
}

/** Disposes of what was captured of a seller who was erased; what is held by itself is kept, and named. */
export async function eraseCaptures(
  work: Work & { sellerHash: Buffer; by: ToDispose['actor'] },
): Promise<KeptCaptures> {
  const { store, context, organisationId, sellerHash, by, signal } = work
  const told: KeptCaptures = { captures: 0, kept: [] }
  const ofSeller: OfSeller = { organisationId, sellerHash }
  let after: string | undefined
  while (signal?.aborted !== true) {
    const turn = await store.transact(context, async (handle) => {
      await keepHoldsOff(handle, organisationId)
      // Set since the erasure began: then nothing more goes.
      const embargoes = await standingEmbargoes(handle, { ...ofSeller, now: new Date() })
      const holds = await holdsOnSeller(handle, ofSeller)
      if (holds.length + embargoes.length > 0) return undefined
      const page = await capturesOfSeller(handle, ofSeller, { after, limit: capturesAtOnce })
      const ids = page.filter(({ heldFor }) => heldFor === null).map(({ id }) => id)
      const asked = { ids, reason: erasedReason, actor: by }
      return { page, gone: await dispose(handle, organisationId, asked) }
    })
    if (turn === undefined) break
    told.captures += turn.gone.captures.length
    for (const { id: capture, heldFor } of turn.page) {
      if (heldFor !== null) told.kept.push({ capture, heldFor })
    }
    await releaseBlobs(work, turn.gone.digests)
    after = turn.page.at(-1)?.id
    if (turn.page.length < capturesAtOnce) break
    await breathe()
  }
  return told
}

async function dispose(
  handle: Handle,
  organisationId: string,
  wanted: ToDispose,
): Promise<Disposed> {
  const gone = await disposeCaptures(handle, wanted)
  for (const id of gone.captures) {
    await recordEvent({
      handle,
      organisationId,
      action: 'capture-disposed',
      subject: { kind: 'capture', id },
    })
  }
  return gone
}
