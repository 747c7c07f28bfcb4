import type { Thresholds } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion, versionMismatch } from '../../platform/errors/index.ts'
import { findViewer, isRightsSide } from '../visibility/index.ts'
import { areEqualThresholds, maxBrands } from './types.ts'
import { mayReadThresholds, maySetThresholds } from './policy.ts'
import {
  findVersion,
  insertVersion,
  newestVersions,
  pageOfVersions,
  type ThresholdRow,
  type ThresholdVersionRow,
} from './repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor; organisationId: string }

/** A brand's thresholds, also if none were ever set. */
export type Setting = Omit<ThresholdRow, 'changedAt'> & { changedAt: Date | null }

export function settingOf(thresholds: readonly ThresholdRow[], brand: string | null): Setting {
  const found = thresholds.find((one) => one.brand === brand)
  return found ?? { brand, version: 0, thresholds: null, changedAt: null }
}

type Change = { brand: string | null; thresholds: Thresholds | null; expectedVersion: number }

/** Sets the thresholds of a brand, or of all others; null removes them. */
export async function setThresholds(
  options: ServiceInput & { input: Change & { note?: string | undefined } },
): Promise<Setting> {
  const { thresholds, note = null } = options.input
  const before = await settingToChange(options)
  if (areEqualThresholds(before.thresholds, thresholds)) return before
  return storeSetting(options, before, { thresholds, note, undoes: null })
}

/** Restores the version before the current one. */
export async function revertThresholds(
  options: ServiceInput & { input: Omit<Change, 'thresholds'> },
): Promise<Setting> {
  const { handle, organisationId } = options
  const { brand, expectedVersion: version } = options.input
  const before = await settingToChange(options)
  const earlier = await findVersion(handle, { organisationId, brand, version: version - 1 })
  const thresholds = earlier?.thresholds ?? null
  return storeSetting(options, before, { thresholds, note: null, undoes: version })
}

export type HistoryInput = { limit: number; brand?: string; after?: { at: Date; id: string } }

/** A page of the changes visible to the reader, newest first. */
export async function thresholdHistory(
  options: ServiceInput & { input: HistoryInput },
): Promise<ThresholdVersionRow[]> {
  const { handle, actor, organisationId, input } = options
  requireThresholdReader(actor)
  const only = brandsOf(actor)
  return pageOfVersions(handle, { organisationId, ...input, ...(only && { only }) })
}

export function requireThresholdReader(actor: Actor): void {
  if (mayReadThresholds(actor)) return
  throw new AppError({
    code: 'permission-required',
    message: 'thresholds are available to users of the organisation only',
  })
}

/** A brand that is not visible and a nonexistent one look the same. */
export async function assertBrandVisible(
  handle: Transaction,
  organisationId: string,
  brand: string | null,
): Promise<void> {
  if (brand === null) return
  const viewer = await findViewer(handle, organisationId)
  if (!isRightsSide(viewer.kind) || viewer.brands.has(brand)) return
  throw new AppError({
    code: 'not-found',
    message: `no brand ${brand} is visible to you: a rights holder sets thresholds for brands on which it has an approved claim`,
    pointer: '/brand',
  })
}

async function settingToChange(
  options: ServiceInput & { input: Omit<Change, 'thresholds'> },
): Promise<Setting> {
  const { handle, actor, organisationId } = options
  const { brand, expectedVersion } = options.input
  if (!maySetThresholds(actor, brand)) {
    const whose = brand === null ? 'for all brands' : `of ${brand}`
    const message = `only an admin who works for these brands can set thresholds ${whose}`
    throw new AppError({ code: 'permission-required', message })
  }
  await assertBrandVisible(handle, organisationId, brand)
  const thresholds = await newestVersions(handle, organisationId)
  const before = settingOf(thresholds, brand)
  requireVersion(subjectOf(brand), before, expectedVersion)
  if (before.version === 0 && thresholds.length >= maxBrands) {
    throw new AppError({
      code: 'threshold-limit-reached',
      message: `${maxBrands} brands already have their own thresholds, the maximum; set those for all brands`,
    })
  }
  return before
}

async function storeSetting(
  { handle, organisationId }: ServiceInput,
  before: Setting,
  change: { thresholds: Thresholds | null; note: string | null; undoes: number | null },
): Promise<Setting> {
  const { brand } = before
  const version = before.version + 1
  const changedAt = await insertVersion(handle, { organisationId, brand, version, ...change })
  if (changedAt === undefined) {
    // Another change has this number by now.
    const expectedVersion = before.version
    throw versionMismatch({ subject: subjectOf(brand), current: { version }, expectedVersion })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'thresholds-changed',
    subject:
      brand === null ? { kind: 'organisation', id: organisationId } : { kind: 'brand', id: brand },
    detail: {
      version,
      before: before.thresholds,
      after: change.thresholds,
      ...(change.undoes !== null && { undoes: change.undoes }),
    },
  })
  await recordOutbox(handle, organisationId, [
    { type: 'thresholds.changed', data: { brand, version, thresholds: change.thresholds } },
  ])
  return { brand, version, thresholds: change.thresholds, changedAt }
}

function subjectOf(brand: string | null): string {
  return brand === null ? 'the default threshold setting' : `the threshold setting of ${brand}`
}
