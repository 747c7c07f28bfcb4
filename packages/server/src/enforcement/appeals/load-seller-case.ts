import { localDateAt, type WorkflowInstance } from '@touchstone/jurisdiction'
import { loadProceeding, organisationOfProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { loadSellerView } from '../moderation/index.ts'
import type { SellerCaseView } from './types.ts'
import { findSentListing, sealedCapturesOf } from './repository.ts'

/** The seller's view of a case: from moderation if it leads the proceeding, else from the proceeding itself. */
export async function loadSellerCase(
  handle: Transaction,
  proceedingId: string,
  restriction: string | undefined,
  /** As it was then, where what came of it since is not to be told yet. */
  asOf?: Date,
): Promise<SellerCaseView> {
  return (
    (await loadSellerView(handle, proceedingId, { restriction, asOf })) ??
    loadProceedingView(handle, proceedingId, restriction)
  )
}

/** The seller's view from the proceeding itself: listing, restriction and captures. */
async function loadProceedingView(
  handle: Transaction,
  proceedingId: string,
  restriction: string | undefined,
): Promise<SellerCaseView> {
  const organisationId = await organisationOfProceeding(handle, proceedingId)
  const scope = { handle, organisationId, input: { id: proceedingId } }
  const { rules, state, listingId } = await loadProceeding(scope)
  const instance = restriction === undefined ? undefined : state.instances[restriction]
  const textOf = factsOf(instance)
  const captures = listingId === null ? [] : await sealedCapturesOf(handle, listingId)
  return {
    listing: listingId === null ? null : await loadSellerListing(handle, listingId),
    claimed: textOf('groundExplanation'),
    right: textOf('legalGround') ?? textOf('clause'),
    registerEntry: null,
    notifier: null,
    facts: textOf('factsReliedOn'),
    evidence: captures.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
    pictures: [],
    measures: listOf(instance, 'measures'),
    since: textOf('startsOn'),
    until: endOf(instance, rules.regime.timeZone) ?? textOf('endsOn'),
    territory: listOf(instance, 'territory'),
    statement: null,
    readings: null,
  }
}

export async function loadSellerListing(
  handle: Transaction,
  listingId: string,
): Promise<SellerCaseView['listing']> {
  const listing = await findSentListing(handle, listingId)
  if (listing === undefined) return null
  const { title, url } = listing.content as { title?: unknown; url?: unknown }
  return {
    id: listing.externalId,
    title: typeof title === 'string' ? title : '',
    url: typeof url === 'string' ? url : null,
  }
}

/** The day on which a restriction ended, for whatever reason. */
function endOf(instance: WorkflowInstance | undefined, timeZone: string): string | undefined {
  if (instance === undefined || !['reversed', 'expired', 'replaced'].includes(instance.state))
    return
  return localDateAt(instance.since, timeZone)
}

function factsOf(instance: WorkflowInstance | undefined): (name: string) => string | null {
  return (name) => {
    const value = instance?.facts[name]
    return typeof value === 'string' ? value : null
  }
}

export function listOf(instance: WorkflowInstance | undefined, name: string): string[] {
  const value = instance?.facts[name]
  return Array.isArray(value) ? value.map(String) : []
}
