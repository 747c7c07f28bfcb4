import type { Verdict } from '@touchstone/contract'
import { findViewer, isRightsSide } from '../visibility/index.ts'
import { countByBucket, type BucketCount, type ListingScope } from './listings-repository.ts'
import { allBuckets, isClosedBucket, bucketPartsOf } from './severity-bucket.ts'
import { assertBrandVisible, type ServiceInput } from './manage-thresholds.ts'
import { assertPreviews, sourceOf } from './threshold-preview.ts'

export const countedAtMost = 10_000

export type Bar = { ceiling: Verdict; percent: number; count: number }

/** Distribution of a brand's listings; reads an index over all of them. */
export async function readHistogram(
  options: ServiceInput & { input: { brand: string } },
): Promise<{ bars: Bar[]; fixed: number }> {
  const { handle, organisationId } = options
  const { brand } = options.input
  assertPreviews(options, brand)
  await assertBrandVisible(handle, organisationId, brand)
  const viewer = await findViewer(handle, organisationId)
  const scope: ListingScope = { organisationId, source: sourceOf(viewer), brands: [brand] }
  const limit = 5_000_000
  const counts = await countByBucket(handle, { scope, rungs: allBuckets, limit })
  const isFixed = ({ rung }: BucketCount): boolean =>
    isRightsSide(viewer.kind) && (isClosedBucket(rung) || viewer.besideRivals.has(brand))
  const bars = new Map<string, Bar>()
  for (const one of counts) {
    if (isFixed(one)) continue
    const { ceiling, percent } = bucketPartsOf(one.rung)
    const bar = bars.get(`${ceiling} ${percent}`)
    if (bar !== undefined) bar.count += one.count
    else bars.set(`${ceiling} ${percent}`, { ceiling, percent, count: one.count })
  }
  return {
    bars: [...bars.values()].sort((a, b) => a.percent - b.percent),
    fixed: counts.filter(isFixed).reduce((sum, { count }) => sum + count, 0),
  }
}
