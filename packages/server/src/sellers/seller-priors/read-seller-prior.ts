import type { SellerPriorView } from '@touchstone/contract'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { severityOf, thresholdsFor } from '../../brands/thresholds/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { requireVisibleListing } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findSellerDecisions } from './repository.ts'
import { priorOf, probabilityWith } from './types.ts'

/** What the organisation's decisions on the seller's other listings add to a listing. */
export async function readSellerPrior(options: {
  handle: Transaction
  actor: Actor
  names: BrandNames
  engine: string
  now: Date
  input: { id: string }
}): Promise<Outgoing<SellerPriorView>> {
  const { handle, actor, now } = options
  const { viewer, view, shown } = await requireVisibleListing(options)
  const decisions = await findSellerDecisions(handle, {
    organisationId: viewer.organisationId,
    listingId: shown.id,
    now,
    only: brandsOf(actor),
  })
  const prior = priorOf(decisions, now)
  const { assessment } = shown
  return {
    ...prior,
    probability:
      assessment &&
      probabilityWith(prior.logOdds, assessment, thresholdsFor(view, severityOf(assessment))),
  }
}
