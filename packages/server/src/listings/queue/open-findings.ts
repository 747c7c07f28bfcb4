import type { Verdict } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { findThresholdView, applyThresholdView } from '../../brands/thresholds/index.ts'
import { releaseListing, type BrandNames } from '../../brands/visibility/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { countListings, pageOfListings, type BoundedCount } from './listing-pages.ts'
import { viewerOf } from './read-listings.ts'

export type OpenFinding = {
  id: string
  title: string
  marketplace: string | null
  verdict: Verdict
  /** The code of the visible signal that raises the probability most. */
  signal: string | null
  /** The most certain brand. */
  brand: string | null
  /** By name, else by ID; null for those who state to be private persons. */
  seller: string | null
  firstSeenAt: Date
}

export type OpenFindings = BoundedCount & { items: OpenFinding[] }

/**
 * Listings of a verdict on which the actor's organisation has not decided, newest first, as far as the actor may see
 * them. Private sellers are not named, so that nothing personal is read.
 */
export async function readOpenFindings(options: {
  handle: Transaction
  actor: Actor
  names: BrandNames
  engine: string
  input: { verdict: Verdict; limit: number; countUpTo: number }
}): Promise<OpenFindings> {
  const { handle, names, engine, input } = options
  const { verdict, limit, countUpTo } = input
  const viewer = await viewerOf(handle, options.actor)
  const view = await findThresholdView(handle, viewer.organisationId)
  const filters = { verdict, decided: false }
  const counted = await countListings(handle, { viewer, view, filters, limit: countUpTo })
  if (counted.count === 0) return { ...counted, items: [] }
  const wanted = { viewer, view, filters, order: 'newest', limit, engine } as const
  const { items } = await pageOfListings(handle, wanted)
  return {
    ...counted,
    items: items.flatMap((stored): OpenFinding[] => {
      const shown = releaseListing(viewer, stored, names)
      if (shown === undefined || shown.assessment === null) return []
      const { listing, assessment, firstSeenAt } = shown
      const [brand] = assessment.brands.toSorted((a, b) => b.confidence - a.confidence)
      const [signal] = assessment.signals
        .filter(({ weight }) => weight > 0)
        .toSorted((a, b) => b.weight - a.weight)
      const { seller } = listing
      return [
        {
          id: stored.id,
          title: listing.title,
          marketplace: listing.marketplace ?? null,
          verdict: applyThresholdView(view, assessment).verdict,
          signal: signal?.code ?? null,
          brand: brand?.id ?? null,
          seller: seller?.type === 'private' ? null : (seller?.name ?? seller?.id ?? null),
          firstSeenAt,
        },
      ]
    }),
  }
}
