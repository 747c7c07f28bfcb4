import type { Thresholds } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { AppError } from '../../platform/errors/index.ts'
import { findViewer, isRightsSide, type Viewer } from '../visibility/index.ts'
import { isEscalation, minDecided, verdictChangesBetween, type VerdictChange } from './types.ts'
import {
  countByBucket,
  countDecidedByBucket,
  listNewestInBuckets,
  type BucketCount,
  type ListingScope,
} from './listings-repository.ts'
import { mayPreviewThresholds } from './policy.ts'
import { bucketPartsOf } from './severity-bucket.ts'
import { assertBrandVisible, type ServiceInput } from './manage-thresholds.ts'
import { currentThresholds } from './repository.ts'
import { toThresholdView, type Pair } from './threshold-view.ts'

export function sourceOf({ kind }: Viewer): ListingScope['source'] {
  return isRightsSide(kind) ? 'sight' : 'own'
}

export function assertPreviews({ actor }: ServiceInput, brand: string | null): void {
  if (mayPreviewThresholds(actor, brand)) return
  const whose = brand === null ? 'all brands' : brand
  throw new AppError({
    code: 'permission-required',
    message: `only users who work for these brands can preview the thresholds of ${whose}`,
  })
}

/** Exact counts beyond this would take as long as there are listings. */
const movedAtMost = 200_000

const examplesShown = 20

const newestDecisions = 2000

type CountedChange = VerdictChange & { count: number }

export type ThresholdPreview = {
  moves: (CountedChange & {
    examples: { id: string; title: string; marketplace: string; percent: number }[]
  })[]
  brands: { brand: string | null; moves: CountedChange[] }[]
  count: number
  more: boolean
  decided: {
    decision: 'genuine' | 'counterfeit'
    decided: number
    graver: Moved
    milder: Moved
  }[]
  leastDecided: number
}

type Moved = { count: number; share: { low: number; high: number } | null }

/** The effect of proposed thresholds on stored listings; reads only those that change. */
export async function previewThresholds(
  options: ServiceInput & { input: { brand: string | null; thresholds: Thresholds | null } },
): Promise<ThresholdPreview> {
  const { handle, organisationId } = options
  const { brand } = options.input
  assertPreviews(options, brand)
  await assertBrandVisible(handle, organisationId, brand)
  const { scope, moves } = await proposed(options)
  const rungs = [...moves.keys()]
  const limit = movedAtMost + 1
  const counts = rungs.length === 0 ? [] : await countByBucket(handle, { scope, rungs, limit })
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  const moveExamples = []
  for (const { from, to, count } of sumOf(moves, counts)) {
    const ofMove = rungs.filter(
      (bucket) => moves.get(bucket)?.from === from && moves.get(bucket)?.to === to,
    )
    const newest = await listNewestInBuckets(handle, { scope, rungs: ofMove, limit: examplesShown })
    const examples = newest.map(({ id, rung, marketplace, listing }) => ({
      id,
      marketplace,
      title: listing.title.slice(0, 200),
      percent: bucketPartsOf(rung).percent,
    }))
    moveExamples.push({ from, to, count, examples })
  }
  const byBrand = Map.groupBy(counts, (one) => one.brand)
  return {
    moves: moveExamples,
    brands: [...byBrand].map(([of, some]) => ({ brand: of, moves: sumOf(moves, some) })),
    count: Math.min(all, movedAtMost),
    more: all > movedAtMost,
    decided: await decidedIn(options, scope, moves),
    leastDecided: minDecided,
  }
}

/** Listings whose thresholds would change, and the buckets that would get another verdict. */
async function proposed({
  handle,
  organisationId,
  input: { brand, thresholds },
}: ServiceInput & { input: { brand: string | null; thresholds: Thresholds | null } }): Promise<{
  scope: ListingScope
  moves: Map<number, VerdictChange>
}> {
  const viewer = await findViewer(handle, organisationId)
  const current = await currentThresholds(handle, organisationId)
  const { standard, brands } = current
  const others = new Map([...brands].filter(([one]) => one !== brand))
  const next = {
    standard: brand === null ? thresholds : standard,
    brands: brand === null || thresholds === null ? others : others.set(brand, thresholds),
  }
  const source = sourceOf(viewer)
  const scope: ListingScope =
    brand !== null
      ? { organisationId, source, brands: [brand] }
      : source === 'own'
        ? { organisationId, source, allBut: [...brands.keys()] }
        : { organisationId, source, brands: [...viewer.brands].filter((one) => !brands.has(one)) }
  // All brands of the scope have the same thresholds, before and after.
  const [example] = 'brands' in scope ? scope.brands : []
  const pairIn = (thresholds: typeof current): Pair => {
    const { rest, special } = toThresholdView(thresholds, viewer)
    return (example === undefined ? undefined : special.get(example)) ?? rest
  }
  return { scope, moves: verdictChangesBetween(pairIn(current), pairIn(next)) }
}

function sumOf(
  moves: ReadonlyMap<number, VerdictChange>,
  counts: readonly BucketCount[],
): CountedChange[] {
  const sums = new Map<string, CountedChange>()
  for (const { rung, count } of counts) {
    const move = moves.get(rung)
    if (move === undefined) continue
    const name = `${move.from} ${move.to}`
    sums.set(name, { ...move, count: count + (sums.get(name)?.count ?? 0) })
  }
  return [...sums.values()].sort((a, b) => b.count - a.count)
}

async function decidedIn(
  { handle }: ServiceInput,
  scope: ListingScope,
  moves: ReadonlyMap<number, VerdictChange>,
): Promise<ThresholdPreview['decided']> {
  const counts = await countDecidedByBucket(handle, { scope, newest: newestDecisions })
  return (['genuine', 'counterfeit'] as const).map((decision) => {
    const some = counts.filter((one) => one.decision === decision)
    const sum = (of: typeof some): number => of.reduce((total, { count }) => total + count, 0)
    const decided = sum(some)
    const moved = (graver: boolean): Moved => {
      const count = sum(
        some.filter(({ rung }) => {
          const move = moves.get(rung)
          return move !== undefined && isEscalation(move) === graver
        }),
      )
      if (decided < minDecided) return { count, share: null }
      const { low, high } = shareOf(count, decided)
      return { count, share: { low, high } }
    }
    return { decision, decided, graver: moved(true), milder: moved(false) }
  })
}
