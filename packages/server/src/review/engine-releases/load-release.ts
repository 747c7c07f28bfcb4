import type { EngineReleaseContent } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import { shippedContent, type ReleaseRow, type Step } from './types.ts'
import { mayManageReleases } from './policy.ts'
import { findRelease, findLiveRelease } from './repository.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

const audited: Record<Step | 'drafted' | 'amended', AuditAction> = {
  drafted: 'engine-release-drafted',
  amended: 'engine-release-amended',
  'to-shadow': 'engine-release-to-shadow',
  'to-draft': 'engine-release-to-draft',
  'to-live': 'engine-release-to-live',
  retired: 'engine-release-retired',
}

/** The content that is served now. */
export async function liveContent(handle: Transaction): Promise<EngineReleaseContent> {
  return (await findLiveRelease(handle))?.content ?? shippedContent
}

export function requireReleaseManager(actor: Actor): void {
  if (mayManageReleases(actor)) return
  throw new AppError({
    code: 'operator-required',
    message: 'the engine is shared by all organisations: only an operator can change it',
  })
}

/** An engine release of this id, locked until the transaction ends where that is asked. */
export async function requireRelease(
  handle: Transaction,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ReleaseRow> {
  const isId = z.uuid().safeParse(id).success
  const release = isId ? await findRelease(handle, id, options) : undefined
  if (release !== undefined) return release
  throw new AppError({
    code: 'not-found',
    message: `there is no engine release ${id}`,
    pointer: '/id',
  })
}

/** Writes into the installation’s log. */
export async function recordReleaseEvent(
  handle: Transaction,
  type: keyof typeof audited,
  { id }: { id: string },
  detail: Record<string, unknown>,
): Promise<void> {
  const subject = { kind: 'engine-release' as const, id }
  await recordEvent({ handle, organisationId: null, action: audited[type], subject, detail })
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}
