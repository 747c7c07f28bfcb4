import {
  leastThresholds,
  shippedThresholds,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { brandsOf } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findViewer, isRightsSide, type Viewer } from '../visibility/index.ts'
import { isEscalation, minDecided, verdictChangesBetween, type VerdictChange } from './types.ts'
import {
  brandsAfter,
  countByBucket,
  countListings,
  countDecidedByBucket,
  listNewestInBuckets,
  type BucketCount,
  type ListingScope,
} from './listings-repository.ts'
import { mayPreviewThresholds } from './policy.ts'
import { allBuckets, isClosedBucket, bucketPartsOf } from './severity-bucket.ts'
import {
  assertBrandVisible,
  requireThresholdReader,
  settingOf,
  type ServiceInput,
  type Setting,
} from './service.ts'
import { currentThresholds, newestVersions } from './repository.ts'
import { toThresholdView, type Pair } from './threshold-view.ts'

const countedAtMost = 10_000

export type BrandThresholdsView = {
  brand: string
  setting: Setting
  effective: Thresholds
  offers: { count: number; more: boolean }
}

/** What is set for all brands, and a page of the brands with what holds for each. */
export async function listThresholds(
  asked: ServiceInput & { input: { limit: number; after?: string; brand?: string } },
): Promise<{
  shipped: Thresholds
  least: { askProof: number; review: number; block: number }
  standard: Setting
  items: BrandThresholdsView[]
}> {
  const { handle, actor, organisationId } = asked
  requireThresholdReader(actor)
  const viewer = await findViewer(handle, organisationId)
  const brands = await brandsOnPage(asked, viewer)
  const kept = await newestVersions(handle, organisationId)
  const source = sourceOf(viewer)
  const limit = countedAtMost + 1
  const counts = await countListings(handle, { scope: { organisationId, source }, brands, limit })
  const standard = settingOf(kept, null)
  return {
    shipped: shippedThresholds,
    least: leastThresholds,
    standard,
    items: brands.map((brand) => {
      const setting = settingOf(kept, brand)
      const count = counts.get(brand) ?? 0
      return {
        brand,
        setting,
        effective: setting.thresholds ?? standard.thresholds ?? shippedThresholds,
        offers: { count: Math.min(count, countedAtMost), more: count > countedAtMost },
      }
    }),
  }
}

async function brandsOnPage(
  {
    handle,
    actor,
    organisationId,
    input,
  }: ServiceInput & { input: { limit: number; after?: string; brand?: string } },
  viewer: Viewer,
): Promise<string[]> {
  const { limit, after = '', brand } = input
  const only = brandsOf(actor)
  const named = isRightsSide(viewer.kind)
    ? [...viewer.brands].filter((one) => only === undefined || only.includes(one))
    : only
  if (named === undefined) {
    if (brand !== undefined) return [brand]
    return brandsAfter(handle, { organisationId, after, limit })
  }
  return named
    .filter((one) => (brand === undefined ? one > after : one === brand))
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, limit)
}

function sourceOf({ kind }: Viewer): ListingScope['source'] {
  return isRightsSide(kind) ? 'sight' : 'own'
}

export type Bar = { ceiling: Verdict; percent: number; count: number }

/** How a brand's offers lie; reads an index over all of them. */
export async function readHistogram(
  asked: ServiceInput & { input: { brand: string } },
): Promise<{ bars: Bar[]; fixed: number }> {
  const { handle, organisationId } = asked
  const { brand } = asked.input
  assertPreviews(asked, brand)
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

function assertPreviews({ actor }: ServiceInput, brand: string | null): void {
  if (mayPreviewThresholds(actor, brand)) return
  const whose = brand === null ? 'all brands' : brand
  throw new AppError({
    code: 'permission-required',
    message: `only users who work for these brands can preview the thresholds of ${whose}`,
  })
}

/** Counting further would take as long as there are offers. */
const movedAtMost = 200_000
const examplesShown = 20
const newestDecisions = 2000

type Counted = VerdictChange & { count: number }

export type ThresholdPreview = {
  moves: (Counted & {
    examples: { id: string; title: string; marketplace: string; percent: number }[]
  })[]
  brands: { brand: string | null; moves: Counted[] }[]
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

/** What proposed thresholds would change of the stored offers; looks only at those that move. */
export async function previewThresholds(
  asked: ServiceInput & { input: { brand: string | null; thresholds: Thresholds | null } },
): Promise<ThresholdPreview> {
  const { handle, organisationId } = asked
  const { brand } = asked.input
  assertPreviews(asked, brand)
  await assertBrandVisible(handle, organisationId, brand)
  const { scope, moves } = await proposed(asked)
  const rungs = [...moves.keys()]
  const limit = movedAtMost + 1
  const counts = rungs.length === 0 ? [] : await countByBucket(handle, { scope, rungs, limit })
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  const shown = []
  for (const { from, to, count } of sumOf(moves, counts)) {
    const ofMove = rungs.filter(
      (rung) => moves.get(rung)?.from === from && moves.get(rung)?.to === to,
    )
    const newest = await listNewestInBuckets(handle, { scope, rungs: ofMove, limit: examplesShown })
    const examples = newest.map(({ id, rung, marketplace, listing }) => ({
      id,
      marketplace,
      title: listing.title.slice(0, 200),
      percent: bucketPartsOf(rung).percent,
    }))
    shown.push({ from, to, count, examples })
  }
  const byBrand = Map.groupBy(counts, (one) => one.brand)
  return {
    moves: shown,
    brands: [...byBrand].map(([of, some]) => ({ brand: of, moves: sumOf(moves, some) })),
    count: Math.min(all, movedAtMost),
    more: all > movedAtMost,
    decided: await decidedIn(asked, scope, moves),
    leastDecided: minDecided,
  }
}

/** Offers whose thresholds would be others, and which rungs would get another verdict. */
async function proposed({
  handle,
  organisationId,
  input: { brand, thresholds },
}: ServiceInput & { input: { brand: string | null; thresholds: Thresholds | null } }): Promise<{
  scope: ListingScope
  moves: Map<number, VerdictChange>
}> {
  const viewer = await findViewer(handle, organisationId)
  const own = await currentThresholds(handle, organisationId)
  const { standard, brands } = own
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
  const pairIn = (held: typeof own): Pair => {
    const { rest, special } = toThresholdView(held, viewer)
    return (example === undefined ? undefined : special.get(example)) ?? rest
  }
  return { scope, moves: verdictChangesBetween(pairIn(own), pairIn(next)) }
}

function sumOf(
  moves: ReadonlyMap<number, VerdictChange>,
  counts: readonly BucketCount[],
): Counted[] {
  const sums = new Map<string, Counted>()
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
