import { strata, type AuditSampleView, type BlindAuditSettings } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { drawWeeklySample, type DrawSampleInput } from './draw-samples.ts'
import { findFrames } from './sampling-frame-repository.ts'
import { frameLines, isMonday, lastCompletedWeek, weekBounds } from './audit-sample.ts'
import { finalLabelOf } from './types.ts'
import { mayDrawSamples, maySeeSamples, maySeeQuality, mayConfigureSampling } from './policy.ts'
import {
  findSamples,
  findSettings,
  isOwnSample,
  itemsOf,
  saveSettings,
  type SampleRow,
} from './repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor; organisationId: string }

export async function readSettings({
  handle,
  actor,
  organisationId,
}: ServiceInput): Promise<BlindAuditSettings> {
  if (!maySeeQuality(actor) && !maySeeSamples(actor)) throw notAllowed('what is drawn by lot')
  return findSettings(handle, organisationId)
}

/** Sets how many listings are drawn, from the next sample on. */
export async function setSettings(
  options: ServiceInput & { input: BlindAuditSettings },
): Promise<BlindAuditSettings> {
  const { handle, actor, organisationId, input } = options
  if (!mayConfigureSampling(actor)) throw ofAdmins()
  await saveSettings(handle, organisationId, input)
  await recordEvent({
    handle,
    organisationId,
    action: 'quality-settings-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { enabled: input.enabled, ...input.sizes },
  })
  return input
}

export type DrawInput = { week?: string | undefined; now: number }

/** Draws the audit sample of a week that is over; answers with it where it was drawn before. */
export async function drawSample(
  options: ServiceInput & Pick<DrawSampleInput, 'names' | 'engine'> & { input: DrawInput },
): Promise<{ sample: Outgoing<AuditSampleView>; isNew: boolean }> {
  const { handle, actor, organisationId, names, engine, input } = options
  if (!mayDrawSamples(actor)) throw ofAdmins()
  const { week = lastCompletedWeek(input.now), now } = input
  if (!isMonday(week) || weekBounds(week).to.getTime() > now) {
    throw new AppError({
      code: 'week-invalid',
      message: `/week ${week} must be the Monday of a completed week; the latest is ${lastCompletedWeek(now)}`,
      pointer: '/week',
    })
  }
  const { sizes } = await findSettings(handle, organisationId)
  const isNew = await drawWeeklySample({ handle, organisationId, names, engine, week, now, sizes })
  const [sample] = await samplesOf(handle, { organisationId, week, limit: 1 })
  if (sample === undefined) {
    throw new AppError({
      code: 'week-without-listings',
      message: `no listing was received and assessed in the week of ${week}: there is nothing to sample`,
      pointer: '/week',
    })
  }
  return { sample, isNew }
}

const samplesShown = 26

/** The audit samples of the last half year. */
export async function listSamples({
  handle,
  actor,
  organisationId,
}: ServiceInput): Promise<Outgoing<AuditSampleView>[]> {
  if (!maySeeSamples(actor)) throw notAllowed('the lots')
  return samplesOf(handle, { organisationId, limit: samplesShown })
}

/** The listings from which an audit sample was drawn, as text. */
export async function readFrame(
  options: ServiceInput & { input: { id: string } },
): Promise<string> {
  const { handle, actor, organisationId, input } = options
  if (!maySeeSamples(actor)) throw notAllowed('the lots')
  const { id } = input
  const there = z.uuid().safeParse(id).success && (await isOwnSample(handle, organisationId, id))
  if (!there) {
    throw new AppError({
      code: 'not-found',
      message: `there is no audit sample ${id}`,
      pointer: '/id',
    })
  }
  return frameLines(await findFrames(handle, id))
}

async function samplesOf(
  handle: Transaction,
  options: Parameters<typeof findSamples>[1],
): Promise<Outgoing<AuditSampleView>[]> {
  const rows = await findSamples(handle, options)
  const items = await itemsOf(handle, rows)
  return rows.map(({ counts, ...sample }) => ({
    ...sample,
    strata: strataOf(counts).map(([stratum, frame]) => {
      const drawn = items.filter((item) => item.sampleId === sample.id && item.stratum === stratum)
      const settled = drawn.filter((item) => finalLabelOf(item) !== undefined).length
      return { stratum, frame, drawn: drawn.length, settled }
    }),
  }))
}

function strataOf(counts: SampleRow['counts']): [SampleRow['counts'][number]['stratum'], number][] {
  const sizes = new Map<SampleRow['counts'][number]['stratum'], number>()
  for (const { stratum, brand, listings } of counts) {
    if (brand === null) sizes.set(stratum, (sizes.get(stratum) ?? 0) + listings)
  }
  return strata.flatMap((stratum) => {
    const size = sizes.get(stratum)
    return size === undefined ? [] : [[stratum, size]]
  })
}

function ofAdmins(): AppError {
  return new AppError({
    code: 'permission-required',
    message:
      'only admins of the organisation whose membership is not limited to brands can manage audit samples',
  })
}

export function notAllowed(what: string): AppError {
  return new AppError({
    code: 'permission-required',
    message: `${what}: only admins, analysts and auditors can read this; figures for all listings, only those not limited to brands`,
  })
}
