import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { listActiveHoldIds } from '../../enforcement/confidentiality-holds/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { eraseAppeals } from '../../enforcement/appeals/queries.ts'
import { lockVersionsOfSeller } from '../../listings/ingest/index.ts'
import { redactAccount } from '../../sellers/seller-accounts/index.ts'
import { redactDecisionTexts } from '../../review/decisions/queries.ts'
import { redactTipWords } from '../../watches/tips/queries.ts'
import { listHoldsOnSeller, lockAgainstNewHolds } from './legal-holds-repository.ts'
import { redactedAtOnce } from './types.ts'
import { addToRequest, endRequest, openErasures } from './requests-repository.ts'
import {
  countListingsOfSeller,
  listErasedWithListings,
  type SellerPseudonym,
} from './seller-repository.ts'
import { redactSeller } from './redact-listings.ts'

export type Erasure = SellerPseudonym & {
  store: Store
  context: Context
  /** The request that records progress. */
  request: string | undefined
  signal?: AbortSignal | undefined
}

const waitMilliseconds = 500
const mostWaits = 10

/**
 * Removes a seller from everything that the organisation stores, batch by batch; returns the number of listings.
 * Waits briefly for listings being assessed. The purge handles the rest, also if this run is interrupted, because the
 * seller is recorded as erased in any case.
 */
export async function eraseSeller(erasure: Erasure): Promise<number> {
  const { store, context, signal, request } = erasure
  let listings = 0
  let waits = 0
  while (!signal?.aborted) {
    const turn = await store.transact(context, (handle) => eraseTurn(handle, erasure))
    if (turn === 'held') break
    listings += turn.erased
    if (turn.worked) {
      await breathe()
      continue
    }
    if (turn.left === 0 && request !== undefined) {
      await store.transact(context, (handle) => endRequest(handle, request))
    }
    if (turn.left === 0 || waits++ === mostWaits) break
    await sleep(waitMilliseconds, undefined, { signal }).catch(() => undefined)
  }
  return listings
}

type Turn = {
  worked: boolean
  /** Listings that name the seller no longer. */
  erased: number
  /** Listings that name it still, where this turn found none to work at. */
  left: number
}

async function eraseTurn(
  handle: Transaction,
  { organisationId, sellerHash, request }: Erasure,
): Promise<Turn | 'held'> {
  const ofSeller = { organisationId, sellerHash }
  await lockAgainstNewHolds(handle, organisationId)
  const holds = await listHoldsOnSeller(handle, ofSeller)
  const confidentialityHolds = await listActiveHoldIds(handle, { ...ofSeller, now: new Date() })
  if (holds.length + confidentialityHolds.length > 0) return 'held'
  await eraseAppeals(handle, ofSeller)
  await redactAccount(handle, ofSeller)
  const versions = await lockVersionsOfSeller(handle, { ...ofSeller, limit: redactedAtOnce })
  if (versions.length === 0) {
    return { worked: false, erased: 0, left: await countListingsOfSeller(handle, ofSeller) }
  }
  await redactDecisionTexts(handle, organisationId, versions)
  await redactSeller(handle, versions)
  const ids = [...new Set(versions.map(({ listingId }) => listingId))]
  await redactTipWords(handle, organisationId, ids)
  const erased = ids.length - (await countListingsOfSeller(handle, ofSeller, ids))
  if (request !== undefined) await addToRequest(handle, request, erased)
  return { worked: true, erased, left: 0 }
}

/** Continues interrupted erasures, and erases listings of erased sellers that arrived during one. */
export async function finishErasures(
  options: Omit<Erasure, 'request' | 'sellerHash'>,
): Promise<number> {
  const { store, context, organisationId, signal } = options
  const { open, again } = await store.transact(context, async (handle) => ({
    open: await openErasures(handle, organisationId),
    again: await listErasedWithListings(handle, organisationId),
  }))
  const work = [
    ...open.map(({ id, sellerHash }) => ({ request: id, sellerHash })),
    ...again.map((sellerHash) => ({ request: undefined, sellerHash })),
  ]
  let erased = 0
  for (const seller of work) {
    if (signal?.aborted) break
    erased += await eraseSeller({ ...options, ...seller })
  }
  return erased
}
