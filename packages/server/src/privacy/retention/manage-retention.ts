import type { LegalHoldInput, RetentionInput, RetentionView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { pseudonymOf, saltOf } from '../pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  insertLegalHold,
  lockAgainstRemoval,
  pageOfLegalHolds,
  markLegalHoldReleased,
} from './legal-holds-repository.ts'
import type { LegalHoldRow } from './types.ts'
import { mayManageRetention, mayReadRetention } from './policy.ts'
import { findSettings, isOwnListing, saveSettings } from './settings-repository.ts'

export type ServiceInput = { handle: Transaction; actor: Actor; organisationId: string }

export async function readRetention({
  handle,
  actor,
  organisationId,
}: ServiceInput): Promise<RetentionView> {
  assertReads(actor, organisationId)
  return findSettings(handle, organisationId)
}

/** Sets the retention period of listings, which applies from the next purge. */
export async function setRetention(
  options: ServiceInput & { input: RetentionInput },
): Promise<RetentionView> {
  const { handle, actor, organisationId, input } = options
  assertManages(actor, organisationId, 'setting retention periods for listings')
  await saveSettings(handle, organisationId, input)
  await recordEvent({
    handle,
    organisationId,
    action: 'retention-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { ...input },
  })
  return findSettings(handle, organisationId)
}

export type LegalHoldListInput = {
  limit: number
  standing?: boolean
  after?: { at: Date; id: string }
}

/** A page of the organisation's holds, newest first. */
export async function listLegalHolds(
  options: ServiceInput & { input: LegalHoldListInput },
): Promise<LegalHoldRow[]> {
  const { handle, actor, organisationId, input } = options
  assertReads(actor, organisationId)
  return pageOfLegalHolds(handle, { organisationId, ...input })
}

/** Keeps everything, a seller's listings, or one listing from purge and erasure, until the hold is released. */
export async function setLegalHold(
  options: ServiceInput & { input: LegalHoldInput },
): Promise<LegalHoldRow> {
  const { handle, actor, organisationId } = options
  const { scope, reason } = options.input
  assertManages(actor, organisationId, 'setting a legal hold')
  await lockAgainstRemoval(handle, organisationId)
  if (scope.kind === 'listing') await assertOwn(handle, organisationId, scope.listing)
  const sellerHash =
    scope.kind === 'seller' ? pseudonymOf(await saltOf(handle, organisationId), scope.seller) : null
  const hold = await insertLegalHold(handle, organisationId, { scope, sellerHash, reason })
  await recordEvent({
    handle,
    organisationId,
    action: 'legal-hold-set',
    subject: { kind: 'hold', id: hold.id },
    detail: { scope: scope.kind },
  })
  return hold
}

export async function releaseLegalHold(
  options: ServiceInput & { input: { id: string } },
): Promise<LegalHoldRow> {
  const { handle, actor, organisationId } = options
  const { id } = options.input
  assertManages(actor, organisationId, 'releasing a legal hold')
  const hold = z.uuid().safeParse(id).success
    ? await markLegalHoldReleased(handle, organisationId, id)
    : undefined
  if (hold === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `there is no active legal hold ${id}`,
      pointer: '/id',
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'legal-hold-released',
    subject: { kind: 'hold', id },
    detail: { scope: hold.scope },
  })
  return hold
}

async function assertOwn(handle: Transaction, organisationId: string, id: string): Promise<void> {
  if (await isOwnListing(handle, organisationId, id)) return
  throw new AppError({
    code: 'not-found',
    message: `your organisation has no listing ${id} of its own`,
    pointer: '/scope/listing',
  })
}

function assertReads(actor: Actor, organisationId: string): void {
  if (mayReadRetention(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message: 'only admins, analysts and auditors can read retention periods',
  })
}

function assertManages(actor: Actor, organisationId: string, what: string): void {
  if (mayManageRetention(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message: `only admins of the organisation can do this: ${what}`,
  })
}
