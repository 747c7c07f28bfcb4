import { setImmediate as breathe } from 'node:timers/promises'
import type { RetentionView } from '@touchstone/contract'
import type { Context, Store } from '../../platform/db/index.ts'
import {
  deleteForgottenHubDecisions,
  lapseListings,
  pageOfUnseenListings,
  restoreSeenListings,
} from '../../sellers/seller-accounts/index.ts'
import {
  findActiveLegalHolds,
  findListingsOnHold,
  lockAgainstNewHolds,
} from './legal-holds-repository.ts'
import { purgedAtOnce } from './types.ts'

type Work = {
  store: Store
  context: Context
  organisationId: string
  signal: AbortSignal | undefined
}

/**
 * Lets listings that were last seen before a day link accounts no longer: their identifiers, and what rests on them
 * alone, go with the next turn of linking. Those on hold stay. Returns their number.
 */
export async function purgeLinks(
  { store, context, organisationId, signal }: Work,
  before: Date,
  { sellerLinkDays, clearDays, personalDays }: RetentionView,
): Promise<number> {
  await store.transact(context, async (handle) => {
    await restoreSeenListings(handle, organisationId, before)
    await deleteForgottenHubDecisions(handle, organisationId, before)
  })
  // Without its personal fields no listing links an account.
  if (sellerLinkDays >= Math.max(clearDays, personalDays)) return 0
  let total = 0
  for (let after: string | undefined, more = true; more && signal?.aborted !== true;) {
    const turn = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const holds = await findActiveLegalHolds(handle, organisationId)
      const query = { organisationId, before, after, limit: purgedAtOnce }
      const page = await pageOfUnseenListings(handle, query)
      const held = await findListingsOnHold(handle, holds, page)
      const lapsed = page.filter((id) => !held.has(id))
      await lapseListings(handle, organisationId, lapsed)
      return { page, lapsed }
    })
    total += turn.lapsed.length
    after = turn.page.at(-1)
    more = turn.page.length === purgedAtOnce
    await breathe()
  }
  return total
}
