import { setImmediate as breathe } from 'node:timers/promises'
import {
  engineStrata,
  families,
  incomingShares,
  queueStrata,
  qualityNeeds,
  blindAuditThresholds,
  type AuditedQueueView,
  type DecisionVerdict,
  type QualityFigureView,
  type QualityMeasure,
  type QueueStratum,
  type BlindAuditResultsView,
  type Stratum,
  type Verdict,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import type { Transaction } from '../../platform/db/index.ts'
import { brandsOf } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import {
  counterfeitShareOf,
  expectedPrecision,
  measureOf,
  measureOfOpen,
  type Cell,
  type OpenCell,
  type SettledItem,
} from './estimate.ts'
import type { FrameCount } from './sampling-frame-repository.ts'
import { kappaOf } from './kappa.ts'
import { finalLabelOf, isCounterfeit, isDisputed, flaggedVerdicts } from './types.ts'
import { findReleasedListings } from './listings-repository.ts'
import { maySeeQuality } from './policy.ts'
import { notAllowed, type ServiceInput } from './manage-samples.ts'
import { findSamples, itemsOf, type ItemRow, type SampleRow } from './repository.ts'

const shownBrands = 50
const shownDisputes = 50
/** Weeks per point of the trend: a single sample is too small. */
const trendWeeks = 4

/** An item settled as counterfeit or not, with the number of listings for which it stands. */
export type WeightedItem = ItemRow & {
  weight: number
  counterfeit: boolean
  label: DecisionVerdict
}

/** What the audit samples of several weeks say about the engine's errors. */
export async function readResults(
  options: ServiceInput & {
    names: BrandNames
    engine: string
    now?: number
    input: { weeks: number }
  },
): Promise<BlindAuditResultsView> {
  const { handle, actor, organisationId, input, now = Date.now() } = options
  if (!maySeeQuality(actor)) throw notAllowed('how often the engine errs')
  const only = brandsOf(actor)
  const samples = await findSamples(handle, { organisationId, limit: input.weeks })
  const all = await itemsOf(handle, samples)
  const isSeen = ({ brands }: ItemRow): boolean =>
    only === undefined || brands.some((brand) => only.includes(brand))
  const items = all.filter(isSeen)
  const weighted = weighItems(all, samples).filter(isSeen)
  const pairs = items.flatMap(({ first, second }) =>
    first === null || second === null ? [] : [[first, second] as const],
  )
  // The total number of listings is hidden from members limited to brands; the number for their brands is not.
  const whole = only === undefined
  return {
    weeks: input.weeks,
    needs: { ...qualityNeeds },
    listings: countsOf(items, samples, now),
    labels: labelCounts(items),
    overall: whole ? overallOf(weighted, samples) : [],
    queues: whole ? await queuesOf(weighted, samples) : [],
    clear: whole ? clearOf(weighted, samples) : { known: false, missing: {} },
    brands: await brandsOfAuditSamples(weighted, samples, only),
    families: whole ? await familiesOf(weighted, samples) : [],
    agreement: {
      kappa: kappaOf(pairs),
      pairs: pairs.length,
      same: pairs.filter(([first, second]) => first === second).length,
    },
    trend: whole ? await trendOf(items, samples) : [],
    removals: removalsOf(items),
    disputes: await disputesOf(options, items, samples),
  }
}

/**
 * Each stands for the listings of its week and stratum, divided among the settled ones: unread listings are assumed
 * to be like the read ones.
 */
export function weighItems(
  items: readonly ItemRow[],
  samples: readonly SampleRow[],
): WeightedItem[] {
  const ofEngine = items.filter(({ stratum }) => isOfEngine(stratum))
  const settled = ofEngine.flatMap((item) => {
    const label = finalLabelOf(item)
    const counterfeit = label && isCounterfeit(label)
    return label === undefined || counterfeit === undefined ? [] : [{ ...item, label, counterfeit }]
  })
  const read = new Map<string, number>()
  const keyOf = ({ sampleId, stratum }: ItemRow): string => `${sampleId} ${stratum}`
  for (const item of settled) read.set(keyOf(item), (read.get(keyOf(item)) ?? 0) + 1)
  const frames = new Map(samples.map(({ id, counts }) => [id, counts]))
  return settled.map((item) => {
    const counts = frames.get(item.sampleId) ?? []
    const frame = sizeOf(counts, (count) => count.brand === null && count.stratum === item.stratum)
    return { ...item, weight: frame / (read.get(keyOf(item)) ?? 1) }
  })
}

function isOfEngine(stratum: Stratum): boolean {
  return (engineStrata as readonly Stratum[]).includes(stratum)
}

/** Uncontested restrictions: in how many of them readers found the goods genuine. */
function removalsOf(items: readonly ItemRow[]): BlindAuditResultsView['removals'] {
  const labels = items.flatMap((item) => {
    const label = item.stratum === 'unappealed' ? finalLabelOf(item) : undefined
    return label === undefined || label === 'unclear' ? [] : [label]
  })
  const genuine = labels.filter((label) => label === 'genuine').length
  const { share, low, high } = shareOf(genuine, labels.length)
  return {
    settled: labels.length,
    genuine,
    share: share === null ? null : { value: share, low, high },
  }
}

function sizeOf(counts: readonly FrameCount[], which: (count: FrameCount) => boolean): number {
  return counts.reduce((sum, count) => (which(count) ? sum + count.listings : sum), 0)
}

/** Frames of the audit samples with anything settled; the others say nothing yet. */
function readFramesOf(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): FrameCount[] {
  const read = new Set(weighted.map(({ sampleId }) => sampleId))
  return samples.filter(({ id }) => read.has(id)).flatMap(({ counts }) => counts)
}

function rowOf({ weight, counterfeit }: WeightedItem, flagged: boolean): SettledItem {
  return { weight, counterfeit, flagged }
}

/** What the frame records of each of its listings, drawn or not. */
type FrameFacts = { verdict: Verdict; impossiblePrice?: boolean | null }

const hasVerdict =
  (verdicts: ReadonlySet<Verdict>) =>
  ({ verdict }: FrameFacts): boolean =>
    verdicts.has(verdict)

function cellsOf(
  weighted: readonly WeightedItem[],
  counts: readonly FrameCount[],
  { isFlagged, brand }: { isFlagged: (facts: FrameFacts) => boolean; brand: string | null },
): Cell[] {
  return engineStrata.flatMap((stratum) =>
    [true, false].map((flagged) => ({
      flagged,
      population: sizeOf(
        counts,
        (count) =>
          count.brand === brand && count.stratum === stratum && isFlagged(count) === flagged,
      ),
      rows: weighted
        .filter((item) => item.stratum === stratum && isFlagged(item) === flagged)
        .filter((item) => brand === null || item.brands.includes(brand))
        .map((item) => rowOf(item, flagged)),
    })),
  )
}

function overallOf(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): BlindAuditResultsView['overall'] {
  const counts = readFramesOf(weighted, samples)
  return blindAuditThresholds.map((threshold) => ({
    threshold,
    ...measureOf(
      cellsOf(weighted, counts, {
        isFlagged: hasVerdict(flaggedVerdicts[threshold]),
        brand: null,
      }),
    ),
  }))
}

function isInQueue(queue: QueueStratum, { verdict, impossiblePrice }: FrameFacts): boolean {
  return queue === 'impossible-price' ? impossiblePrice === true : verdict === queue
}

/** Only newer samples record which listings carried an impossible price. */
function recordsPrices({ counts }: SampleRow): boolean {
  return counts.some(({ impossiblePrice }) => impossiblePrice !== undefined)
}

function ofSamples(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): { items: WeightedItem[]; counts: FrameCount[] } {
  const ids = new Set(samples.map(({ id }) => id))
  const items = weighted.filter(({ sampleId }) => ids.has(sampleId))
  return { items, counts: readFramesOf(items, samples) }
}

async function queuesOf(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): Promise<AuditedQueueView[]> {
  const measured: AuditedQueueView[] = []
  for (const queue of queueStrata) {
    const basis = queue === 'impossible-price' ? samples.filter(recordsPrices) : samples
    const { items, counts } = ofSamples(weighted, basis)
    const isFlagged = (facts: FrameFacts): boolean => isInQueue(queue, facts)
    const cells = cellsOf(items, counts, { isFlagged, brand: null })
    const expected = incomingShares.map((incomingShare) => ({
      incomingShare,
      precision: expectedPrecision(cells, incomingShare),
    }))
    measured.push({ queue, ...measureOf(cells), expected })
    await breathe()
  }
  return measured
}

/** The listings that no queue held. */
function clearOf(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): QualityFigureView {
  const { items, counts } = ofSamples(weighted, samples)
  const isFlagged = (facts: FrameFacts): boolean =>
    queueStrata.some((queue) => isInQueue(queue, facts))
  const cells = cellsOf(items, counts, { isFlagged, brand: null })
  return counterfeitShareOf(cells.filter(({ flagged }) => !flagged))
}

/** Settled items of the audit samples of the weeks since a day, with their signals recorded. */
export async function readSettledItems(
  handle: Transaction,
  { organisationId, since }: { organisationId: string; since: string },
): Promise<WeightedItem[]> {
  const samples = await findSamples(handle, { organisationId, limit: 52 })
  const recent = samples.filter(({ week }) => week >= since)
  const items = weighItems(await itemsOf(handle, recent), recent)
  return items.filter(({ signals }) => signals !== null)
}

/** Audit samples on which the figures of queues are based. */
const queueWeeks = 26

/** Precision and recall of each queue, by the blind audits of half a year. */
export async function readQueueMeasures(
  handle: Transaction,
  organisationId: string,
): Promise<AuditedQueueView[]> {
  const samples = await findSamples(handle, { organisationId, limit: queueWeeks })
  return queuesOf(weighItems(await itemsOf(handle, samples), samples), samples)
}

async function brandsOfAuditSamples(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
  only: readonly string[] | undefined,
): Promise<BlindAuditResultsView['brands']> {
  const counts = readFramesOf(weighted, samples)
  const read = new Map<string, number>()
  for (const brand of weighted.flatMap(({ brands }) => brands)) {
    if (only?.includes(brand) ?? true) read.set(brand, (read.get(brand) ?? 0) + 1)
  }
  const most = [...read].sort((a, b) => b[1] - a[1]).slice(0, shownBrands)
  const measured: BlindAuditResultsView['brands'] = []
  for (const [brand] of most) {
    const isFlagged = hasVerdict(flaggedVerdicts['review-or-block'])
    measured.push({ brand, ...measureOf(cellsOf(weighted, counts, { isFlagged, brand })) })
    await breathe()
  }
  return measured
}

/** Whole strata in which a property is known only of the drawn listings. */
export function openCells(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
  flagged: (item: WeightedItem) => boolean = () => false,
): OpenCell[] {
  const counts = readFramesOf(weighted, samples)
  return engineStrata.map((stratum) => ({
    population: sizeOf(counts, (count) => count.brand === null && count.stratum === stratum),
    rows: weighted
      .filter((item) => item.stratum === stratum)
      .map((item) => rowOf(item, flagged(item))),
  }))
}

async function familiesOf(
  weighted: readonly WeightedItem[],
  samples: readonly SampleRow[],
): Promise<BlindAuditResultsView['families']> {
  const spoke = new Set(weighted.flatMap((item) => item.families))
  const measured: BlindAuditResultsView['families'] = []
  for (const family of families.filter((candidate) => spoke.has(candidate))) {
    const cells = openCells(weighted, samples, (item) => item.families.includes(family))
    measured.push({ family, ...measureOfOpen(cells) })
    await breathe()
  }
  return measured
}

/** Precision and recall of the weeks up to each week, oldest first. */
async function trendOf(
  items: readonly ItemRow[],
  samples: readonly SampleRow[],
): Promise<BlindAuditResultsView['trend']> {
  const trend: BlindAuditResultsView['trend'] = []
  for (const [at, { week }] of samples.entries()) {
    const some = samples.slice(at, at + trendWeeks)
    const ids = new Set(some.map(({ id }) => id))
    const weighted = weighItems(
      items.filter(({ sampleId }) => ids.has(sampleId)),
      some,
    )
    const measure: QualityMeasure = measureOf(
      cellsOf(weighted, readFramesOf(weighted, some), {
        isFlagged: hasVerdict(flaggedVerdicts['review-or-block']),
        brand: null,
      }),
    )
    const { settled, precision, recall } = measure
    trend.unshift({ week, settled, precision, recall })
    await breathe()
  }
  return trend
}

function countsOf(
  items: readonly ItemRow[],
  samples: readonly SampleRow[],
  now: number,
): BlindAuditResultsView['listings'] {
  const open = new Set(
    samples.filter(({ closesAt }) => closesAt.getTime() > now).map(({ id }) => id),
  )
  const unsettled = items.filter((item) => finalLabelOf(item) === undefined)
  const lapsed = unsettled.filter(({ sampleId }) => !open.has(sampleId)).length
  const disputed = unsettled.filter((item) => open.has(item.sampleId) && isDisputed(item)).length
  return {
    drawn: items.length,
    settled: items.length - unsettled.length,
    waiting: unsettled.length - lapsed - disputed,
    disputed,
    lapsed,
  }
}

function labelCounts(items: readonly ItemRow[]): BlindAuditResultsView['labels'] {
  const counts: BlindAuditResultsView['labels'] = {
    counterfeit: 0,
    'grey-market': 0,
    'trademark-misuse': 0,
    genuine: 0,
    unclear: 0,
  }
  for (const item of items) {
    const label = finalLabelOf(item)
    if (label !== undefined) counts[label]++
  }
  return counts
}

/** Only settled ones: a future reader of a listing must not find here what others said about it. */
async function disputesOf(
  { handle, organisationId, names, engine }: ServiceInput & { names: BrandNames; engine: string },
  items: readonly ItemRow[],
  samples: readonly SampleRow[],
): Promise<BlindAuditResultsView['disputes']> {
  const weeks = new Map(samples.map(({ id, week }) => [id, week]))
  const settled = items
    .filter(({ first, second, third }) => first !== second && third !== null)
    .slice(0, shownDisputes)
  if (settled.length === 0) return []
  const listings = await findReleasedListings({
    handle,
    organisationId,
    names,
    engine,
    listings: settled.map(({ listingId, version }) => ({ id: listingId, version })),
  })
  return settled.flatMap(({ id, listingId, sampleId, first, second, third }) => {
    const title = listings.get(listingId)?.listing.title
    const week = weeks.get(sampleId)
    if (title === undefined || week === undefined || !first || !second || !third) return []
    return [{ item: id, listing: listingId, title, week, first, second, final: third }]
  })
}
