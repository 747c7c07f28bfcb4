import { goodFaithThresholds } from '@touchstone/contract'
import { findSendingSafeguard } from '../notice-quality/index.ts'
import { findHeldListings } from '../confidentiality-holds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

type NoticeRefusal = { code: string; message: string; item: number | null }

/** The refusals of a notice that law and rights allow: a safeguard on its ground, or a listing on hold. */
export async function findSafeguardsAndHolds(
  handle: Transaction,
  options: {
    organisationId: string
    ground: string
    caseId: string
    listings: readonly string[]
    now: Date
  },
): Promise<NoticeRefusal[]> {
  const { organisationId, ground, caseId, listings, now } = options
  const refusals: NoticeRefusal[] = []
  const safeguard = await findSendingSafeguard(handle, { organisationId, ground })
  if (safeguard !== undefined) {
    const since = safeguard.since.toISOString().slice(0, 10)
    const line = `${goodFaithThresholds.upheld * 100}%`
    const message = `Notices on this ground have been restricted since ${since}, because more than ${line} of them were overturned or too few led to a measure: an admin can lift this safeguard and must give a reason.`
    refusals.push({ code: 'safeguarded', message, item: null })
  }
  const heldListings = await findHeldListings(handle, {
    organisationId,
    now,
    listings,
    case: caseId,
  })
  for (const [item, listing] of listings.entries()) {
    if (!heldListings.has(listing)) continue
    const message = 'The listing is on hold: notices about it can be sent once it is released.'
    refusals.push({ code: 'held', message, item })
  }
  return refusals
}
