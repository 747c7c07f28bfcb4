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

/** Thresholds for listings with fully visible evidence, and for all others. */
export type Pair = { open: Thresholds; closed: Thresholds }

/** The thresholds under which an organisation sees listings: by brand, and for all other brands. */
export type ThresholdView = {
  rest: Pair
  special: ReadonlyMap<string, Pair>
  /** Keys of the catalogs that it may see; the contributions of others are hidden. Undefined if it sees all. */
  hears?: ReadonlySet<string>
}

const engines: Pair = { open: shippedThresholds, closed: shippedThresholds }

/**
 * A marketplace sees all evidence on its own listings. A rights holder sets thresholds for visible brands and fully
 * visible listings; if a brand has a rival, the evidence may come from the rival's catalog.
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

/** An organisation's view; undefined if it has set nothing and sees the engine's verdicts. */
export async function findThresholdView(
  handle: Transaction,
  organisationId: string,
): Promise<ThresholdView | undefined> {
  const current = await currentThresholds(handle, organisationId)
  if (current.standard === null && current.brands.size === 0) return undefined
  return toThresholdView(current, await findViewer(handle, organisationId))
}

function pairFor({ rest, special }: ThresholdView, { lead }: Severity): Pair {
  return (lead === null ? undefined : special.get(lead)) ?? rest
}

/** The thresholds by which an organisation with this view sees such a listing. */
export function thresholdsFor(view: ThresholdView | undefined, severity: Severity): Thresholds {
  if (view === undefined) return shippedThresholds
  const pair = pairFor(view, severity)
  return isClosedBucket(severity.rung) ? pair.closed : pair.open
}

function verdictOn(view: ThresholdView, severity: Severity): Verdict {
  return verdictOfBucket(severity.rung, thresholdsFor(view, severity))
}

/** The assessment as an organisation with this view sees it. */
export function applyThresholdView(
  view: ThresholdView | undefined,
  assessment: Assessment,
): Assessment {
  if (view === undefined) return assessment
  const severity = severityOf(assessment)
  if (hearsAll(view, assessment)) {
    return underThresholds(assessment, thresholdsFor(view, severity))
  }
  return underThresholds(assessment, pairFor(view, severity).closed)
}

/** False if a catalog contributed that is a rival's, or belonged to a claim revoked since. */
function hearsAll({ hears: keys }: ThresholdView, assessment: Assessment): boolean {
  if (keys === undefined) return true
  return sourceKeysOf(assessment).all.every(
    (spoken) => spoken === undefined || isDisclosed(keys, spoken),
  )
}

/** The latest verdict as an organisation with this view sees it. */
export function lastVerdictIn(
  view: ThresholdView | undefined,
  { lastVerdict, standing }: { lastVerdict: Verdict | null; standing: Severity | null },
): Verdict | null {
  if (view === undefined || standing === null || lastVerdict === null) return lastVerdict
  return verdictOn(view, standing)
}
