import { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { isAdmin, mayReadReferrals, mayReleaseReferral } from './policy.ts'
import { findDraft, findReferral } from './repository.ts'
import type { DraftRow, ReferralRow } from './types.ts'

type Person = Extract<Actor, { kind: 'person' }>
export type Caller = Exclude<Actor, { kind: 'operator' }>
export type Side = 'sender' | 'recipient'
export type Sided = { row: ReferralRow; side: Side }

type Search = { handle: Transaction; id: string; lock?: boolean }

/** A referral that the caller's organisation made or received. */
export async function requireReferral({
  handle,
  actor,
  id,
  lock = false,
}: Search & { actor: Caller }): Promise<Sided> {
  const row = z.uuid().safeParse(id).success ? await findReferral(handle, id, { lock }) : undefined
  if (row === undefined) throw referralNotFound(id)
  const side = row.organisationId === actor.organisationId ? 'sender' : 'recipient'
  return { row, side }
}

export async function requireOwn(
  search: Search & { actor: Caller },
): Promise<{ row: ReferralRow; draft: DraftRow }> {
  const { row, side } = await requireReferral(search)
  const draft = side === 'sender' ? await findDraft(search.handle, row.id) : undefined
  if (draft === undefined) throw referralNotFound(search.id)
  return { row, draft }
}

export async function requireReceived(search: Search & { actor: Caller }): Promise<ReferralRow> {
  const { row, side } = await requireReferral(search)
  if (side === 'recipient') return row
  throw referralNotFound(search.id)
}

export function requireReader(actor: Actor): Caller {
  if (mayReadReferrals(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only members and API keys that see the whole organisation read referrals',
  })
}

export function referralNotFound(id: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no referral ${id}`, pointer: '/id' })
}

/** Refuses a step that the state does not allow. */
export function requireState<S extends ReferralRow['state']>(
  row: ReferralRow,
  states: readonly S[],
  step: string,
): void {
  if ((states as readonly string[]).includes(row.state)) return
  throw new AppError({
    code: 'referral-step-unavailable',
    message: `the referral is ${row.state}; only one that is ${states.join(' or ')} can be ${step}`,
  })
}

export function requireAdmin(actor: Actor): Person {
  if (isAdmin(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins who see the whole organisation do this',
  })
}

export function requireSecondPerson(actor: Person, submittedBy: string): void {
  if (mayReleaseReferral(actor, submittedBy)) return
  throw new AppError({
    code: 'second-approver-required',
    message: 'an admin other than the person who submitted it releases it',
  })
}
