import { findThresholdView } from '../../brands/thresholds/index.ts'
import { releaseListing } from '../../brands/visibility/index.ts'
import { findChangePlace, pageOfChanges, type ChangePlace } from './changes-repository.ts'
import { recordPrivateSellers, under, viewerOf, type ServiceInput } from './read-listings.ts'
import type { ListingView } from './types.ts'

export type ListingChanges = { items: ListingView[]; next: ChangePlace; more: boolean }

/** The listings of the actor's organisation that changed after a place, as the actor may see them. */
export async function listListingChanges(
  options: ServiceInput<{ since: ChangePlace | undefined; limit: number }>,
): Promise<ListingChanges> {
  const { handle, actor, names, engine, input } = options
  const { limit } = input
  const viewer = await viewerOf(handle, actor)
  const { organisationId } = viewer
  const view = await findThresholdView(handle, organisationId)
  const { after, end } = await findChangePlace(handle, input.since)
  const rows = await pageOfChanges(handle, { organisationId, engine, after, limit })
  const items = rows.flatMap(
    ({ transaction: _, ...stored }) => releaseListing(viewer, under(view, stored), names) ?? [],
  )
  await recordPrivateSellers(handle, organisationId, items)
  const last = rows.at(-1)
  const next = last && { series: after.series, transaction: last.transaction, id: last.id }
  return { items, next: next ?? end, more: rows.length === limit }
}
