import {
  shippedThresholds,
  type Assessment,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import { underThresholds } from '@touchstone/recognition'
import type { Transaction } from '../../platform/db/index.ts'
import {
  findViewer,
  isDisclosed,
  isRightsSide,
  sourceKeysOf,
  type Viewer,
} from '../visibility/index.ts'
import { isClosedBucket, severityOf, verdictOfBucket, type Severity } from './severity-bucket.ts'
import { currentThresholds, type OwnThresholds } from './repository.ts'

/** The thresholds for listings whose evidence is seen whole, and for the others. */
export type Pair = { open: Thresholds; closed: Thresholds }

/**
 * The thresholds by which an organisation sees listings: of the brands that have some of their own
 * there, and of all others.
 */
export type ThresholdView = {
  rest: Pair
  special: ReadonlyMap<string, Pair>
  /** The keys of the catalogs that it hears; what others say it does not see. Undefined: it sees all. */
  hears?: ReadonlySet<string>
}

const engines: Pair = { open: shippedThresholds, closed: shippedThresholds }

/**
 * A marketplace sees all of the evidence on its own listings. Who holds rights sets thresholds for the
 * brands in its sight, and for listings that show it all of their evidence; of a brand beside a rival it
 * may be the rival's catalog that speaks.
 */
export function toThresholdView(
  { standard, brands }: OwnThresholds,
  viewer: Pick<Viewer, 'kind' | 'brands' | 'besideRivals' | 'hears'>,
): ThresholdView {
  if (!isRightsSide(viewer.kind)) {
    const special = [...brands].map(([brand, own]): [string, Pair] => [brand, both(own)])
    return { rest: standard === null ? engines : both(standard), special: new Map(special) }
  }
  const special = [...viewer.brands].flatMap((brand): [string, Pair][] => {
    const open = brands.get(brand) ?? standard
    return open === null || viewer.besideRivals.has(brand)
      ? []
      : [[brand, { open, closed: shippedThresholds }]]
  })
  return { rest: engines, special: new Map(special), hears: viewer.hears }
}

function both(thresholds: Thresholds): Pair {
  return { open: thresholds, closed: thresholds }
}

/** The view of an organisation; undefined where it has set nothing and sees what the engine says. */
export async function findThresholdView(
  handle: Transaction,
  organisationId: string,
): Promise<ThresholdView | undefined> {
  const own = await currentThresholds(handle, organisationId)
  if (own.standard === null && own.brands.size === 0) return undefined
  return toThresholdView(own, await findViewer(handle, organisationId))
}

function pairFor({ rest, special }: ThresholdView, { lead }: Severity): Pair {
  return (lead === null ? undefined : special.get(lead)) ?? rest
}

function thresholdsFor(view: ThresholdView, standing: Severity): Thresholds {
  const pair = pairFor(view, standing)
  return isClosedBucket(standing.rung) ? pair.closed : pair.open
}

function verdictOn(view: ThresholdView, standing: Severity): Verdict {
  return verdictOfBucket(standing.rung, thresholdsFor(view, standing))
}

/** The assessment as an organisation with this view reads it. */
export function applyThresholdView(
  view: ThresholdView | undefined,
  assessment: Assessment,
): Assessment {
  if (view === undefined) return assessment
  const standing = severityOf(assessment)
  if (hearsAll(view, assessment)) {
    return underThresholds(assessment, thresholdsFor(view, standing))
  }
  return underThresholds(assessment, pairFor(view, standing).closed)
}

/** False where a catalog speaks that is a rival's, or was one's whose claim has fallen since. */
function hearsAll({ hears: keys }: ThresholdView, assessment: Assessment): boolean {
  if (keys === undefined) return true
  return sourceKeysOf(assessment).all.every(
    (spoken) => spoken === undefined || isDisclosed(keys, spoken),
  )
}

/** What was said last, as an organisation with this view sees it. */
export function lastVerdictIn(
  view: ThresholdView | undefined,
  { lastVerdict, standing }: { lastVerdict: Verdict | null; standing: Severity | null },
): Verdict | null {
  if (view === undefined || standing === null || lastVerdict === null) return lastVerdict
  return verdictOn(view, standing)
}
