import { randomBytes, randomUUID } from 'node:crypto'
import type { Assessment, BlindAuditSettings, Family, Verdict } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, noOrganisation } from '../../access/organisations/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { findViewer, type BrandNames } from '../../brands/visibility/index.ts'
import { findThresholdView } from '../../brands/thresholds/index.ts'
import { framesOf, insertFrames, readFrames, type FramePart } from './sampling-frame-repository.ts'
import {
  drawFromFrames,
  frameDigest,
  lastCompletedWeek,
  sizesByStratum,
  weekBounds,
} from './audit-sample.ts'
import { annotationMilliseconds } from './types.ts'
import { readUnappealed } from './unappealed-repository.ts'
import { findReleasedListings } from './listings-repository.ts'
import { findSamples, findSettings, insertItems, insertSample } from './repository.ts'
import { organisationsAfter } from '../../access/organisations/queries.ts'

export type DrawSampleInput = {
  handle: Transaction
  organisationId: string
  names: BrandNames
  engine: string
  /** The Monday that begins the week. */
  week: string
  now: number
  sizes: BlindAuditSettings['sizes']
}

/** Draws the audit sample of a week. False where it was drawn before, or nothing came in. */
export async function drawWeeklySample(options: DrawSampleInput): Promise<boolean> {
  const { handle, organisationId, names, engine, week, now, sizes } = options
  const [before] = await findSamples(handle, { organisationId, week, limit: 1 })
  if (before !== undefined) return false
  const viewer = await findViewer(handle, organisationId)
  const { parts, counts } = await readFrames(handle, {
    organisationId,
    viewer,
    view: await findThresholdView(handle, organisationId),
    ...weekBounds(week),
  })
  const bounds = weekBounds(week)
  const restricted = await readUnappealed(handle, { organisationId, ...bounds })
  parts.push(...restricted.parts)
  counts.push(...restricted.counts)
  if (parts.length === 0) return false
  const frames = framesOf(parts)
  const seed = randomBytes(16).toString('hex')
  const drawn = await drawFromFrames(seed, frames, sizesByStratum(sizes, frames))
  const sample = { organisationId, sampleId: randomUUID() }
  const isNew = await insertSample(handle, {
    id: sample.sampleId,
    organisationId,
    week,
    seed,
    counts,
    frameDigest: await frameDigest(frames),
    closesAt: new Date(now + annotationMilliseconds),
  })
  // Another process was quicker.
  if (!isNew) return false
  await insertFrames(handle, sample, frames)
  const listings = await findReleasedListings({
    handle,
    organisationId,
    names,
    engine,
    listings: drawn,
  })
  const partOf = partsOf(parts, new Set(drawn.map(({ id }) => id)))
  const items = drawn.flatMap(({ id, stratum, place }) => {
    const listing = listings.get(id)
    if (listing === undefined) return []
    const { version, brands, assessment } = listing
    const part = partOf.get(id)
    return [
      {
        id: randomUUID(),
        listingId: id,
        version,
        stratum,
        verdict: part?.verdict ?? listing.verdict,
        brands,
        families: spokenIn(assessment),
        signals: codesIn(assessment),
        impossiblePrice: part?.impossiblePrice ?? null,
        place,
      },
    ]
  })
  await insertItems(handle, sample, items)
  await recordEvent({
    handle,
    organisationId,
    action: 'audit-sample-drawn',
    subject: { kind: 'audit-sample', id: sample.sampleId },
    detail: { week, seed, drawn: items.length },
  })
  return true
}

type PartFacts = { verdict: Verdict; impossiblePrice: boolean | undefined }

/** What the frame records of the drawn listings. */
function partsOf(parts: readonly FramePart[], drawn: ReadonlySet<string>): Map<string, PartFacts> {
  return new Map(
    parts.flatMap(({ ids, verdict, impossiblePrice }) =>
      ids.filter((id) => drawn.has(id)).map((id) => [id, { verdict, impossiblePrice }] as const),
    ),
  )
}

/** The signals that spoke for a counterfeit. */
function codesIn(assessment: Assessment | null): string[] {
  const speaking = assessment?.signals.filter(({ weight }) => weight > 0) ?? []
  return [...new Set(speaking.map(({ code }) => code))].sort()
}

/** The families that spoke for a counterfeit. */
function spokenIn(assessment: Assessment | null): Family[] {
  const speaking = assessment?.signals.filter(({ weight }) => weight > 0) ?? []
  return [...new Set(speaking.map(({ family }) => family))].sort()
}

export type DrawDueSamplesOptions = {
  store: Store
  names: BrandNames
  engine: string
  now?: number
  signal?: AbortSignal
}

/**
 * Draws the audit sample of the last whole week for every organisation that existed then, wants it and lacks it; returns
 * for how many. A newer one may still be receiving what it had before. Each is drawn in the organisation's own context, so that row-level security exposes only what it may see.
 */
export async function drawDueSamples(options: DrawDueSamplesOptions): Promise<number> {
  const { store, names, engine, now = Date.now(), signal } = options
  const actor = { kind: 'operator', id: 'draw-audit-samples' } as const
  const week = lastCompletedWeek(now)
  const { to } = weekBounds(week)
  let drawn = 0
  let after = noOrganisation
  for (;;) {
    const page = await store.transact(contextOf(actor), (handle) =>
      organisationsAfter(handle, after, to),
    )
    for (const organisationId of page) {
      if (signal?.aborted) return drawn
      const context: Context = { as: 'tenant', organisationId, actor }
      const isNew = await store.transact(context, async (handle) => {
        const { enabled, sizes } = await findSettings(handle, organisationId)
        return (
          enabled && drawWeeklySample({ handle, organisationId, names, engine, week, now, sizes })
        )
      })
      if (isNew) drawn++
    }
    const last = page.at(-1)
    if (last === undefined) return drawn
    after = last
  }
}
