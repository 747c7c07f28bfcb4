import type {
  ConfidentialityHoldAction,
  ConfidentialityHoldScope,
  ConfidentialityHoldInput,
} from '@touchstone/contract'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { kindOfOrganisation, type Actor } from '../../access/organisations/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion, type ErrorCode } from '../../platform/errors/index.ts'
import {
  insertGrants,
  insertHeldListings,
  listHoldTargets,
  pageOfAuthorityHolds,
} from './authorities-repository.ts'
import {
  holdStateOf,
  holdVersionOf,
  holdPeriodOf,
  type ConfidentialityHoldRow,
  type AuthorityHoldView,
  type ConfidentialityHoldView,
  type HoldPeriod,
} from './types.ts'
import { maySetHoldsAtOthers, maySetHolds, mayReadHolds, maySettleExtension } from './policy.ts'
import {
  extensionsOf,
  findConfidentialityHold,
  insertConfidentialityHold,
  insertExtension,
  isOwnCase,
  isHoldableListing,
  markHoldLifted,
  pageOfConfidentialityHolds,
  setHoldPeriod,
  markExtensionSettled,
  type NewConfidentialityHoldRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T; now: Date }
type Person = Extract<Actor, { kind: 'person' }>

/** A page of active and ended holds; reading the reasons is recorded in the log. */
export async function listConfidentialityHolds(
  options: ServiceInput<{ limit: number; after?: { at: Date; id: string }; standing?: boolean }>,
): Promise<ConfidentialityHoldView[]> {
  const { handle, input, now } = options
  const { organisationId } = readerOf(options.actor)
  const found = await pageOfConfidentialityHolds(handle, { organisationId, now, ...input })
  const subject = { kind: 'organisation', id: organisationId } as const
  await recordEvent({ handle, organisationId, action: 'confidentiality-holds-read', subject })
  return toHoldView(handle, found, now)
}

/** A page of visible listings that authorities hold. */
export async function listAuthorityHolds({
  handle,
  actor,
  input,
  now,
}: ServiceInput<{ limit: number; after?: { at: Date; id: string } }>): Promise<
  AuthorityHoldView[]
> {
  const { organisationId } = readerOf(actor)
  const found = await pageOfAuthorityHolds(handle, { organisationId, ...input })
  return found.map((one) => ({ ...one, state: holdStateOf(one, now) }))
}

/** Places an item under a confidentiality hold until a day. */
export async function setConfidentialityHold(
  options: ServiceInput<ConfidentialityHoldInput>,
): Promise<ConfidentialityHoldView> {
  const { handle, input, now } = options
  const { organisationId } = holderOf(options.actor)
  const { wantedBy, reference, reason, scope } = input
  const time = timeIn(input, now)
  const id = await insertConfidentialityHold(handle, {
    organisationId,
    wantedBy,
    reference,
    reason,
    setAt: now,
    ...time,
    ...(await scopeOf(handle, organisationId, scope)),
  })
  if (scope.kind === 'listings') {
    const { expiresAt } = time
    await insertHeldListings(handle, {
      confidentialityHold: id,
      organisationId,
      setAt: now,
      expiresAt,
      ...scope,
    })
    const { grantedTo } = scope
    if (grantedTo)
      await insertGrants(handle, { confidentialityHold: id, organisationId, grantedTo })
  }
  await record(handle, organisationId, 'confidentiality-hold-set', id, {
    scope: scope.kind,
    wantedBy,
  })
  return one(handle, organisationId, id, now)
}

async function scopeOf(
  handle: Transaction,
  organisationId: string,
  scope: ConfidentialityHoldScope,
): Promise<Pick<NewConfidentialityHoldRow, 'scope' | 'listing' | 'case' | 'seller'>> {
  const nothing = { listing: null, case: null, seller: null }
  if (scope.kind === 'seller') {
    const hash = pseudonymOf(await saltOf(handle, organisationId), scope.seller)
    const { marketplace } = scope.seller
    return { ...nothing, scope: 'seller', seller: { marketplace, hash } }
  }
  if (scope.kind === 'listings') {
    if (maySetHoldsAtOthers(await kindOfOrganisation(handle, organisationId))) {
      return { ...nothing, scope: 'listings' }
    }
    throw notAllowed(
      'only an authority can place listings of other organisations on hold',
      'authority-required',
    )
  }
  if (scope.kind === 'listing') {
    const { listing } = scope
    if (await isHoldableListing(handle, organisationId, listing)) {
      return { ...nothing, scope: 'listing', listing }
    }
    throw absent('listing', listing, '/scope/listing')
  }
  if (await isOwnCase(handle, organisationId, scope.case)) {
    return { ...nothing, scope: 'case', case: scope.case }
  }
  throw absent('case', scope.case, '/scope/case')
}

type ActionInput = {
  id: string
  action: ConfidentialityHoldAction
  /** The version that the actor read. */
  expectedVersion?: number | undefined
}

/** Lifts a hold, or settles the requested extension. */
export function applyHoldAction(
  options: ServiceInput<ActionInput>,
): Promise<ConfidentialityHoldView> {
  const { action } = options.input
  if (action.type === 'lift') return lift(options, action.reason)
  return settleExtension(options, action.type === 'approve-extension')
}

/** Lifts a confidentiality hold early; what was held back is sent. */
async function lift(
  options: ServiceInput<ActionInput>,
  reason: string,
): Promise<ConfidentialityHoldView> {
  const { handle, now } = options
  const person = holderOf(options.actor)
  const confidentialityHold = await loadActiveHold(options)
  await markHoldLifted(handle, confidentialityHold.id, { at: now, by: person.id, reason })
  await record(handle, person.organisationId, 'confidentiality-hold-lifted', confidentialityHold.id)
  return one(handle, person.organisationId, confidentialityHold.id, now)
}

/** Requests an extension. Until a second person approves, the current end applies. */
export async function requestExtension(
  options: ServiceInput<{ id: string; days: number; reviewDays: number; reason: string }>,
): Promise<ConfidentialityHoldView> {
  const { handle, input, now } = options
  const { organisationId } = holderOf(options.actor)
  const confidentialityHold = await loadActiveHold(options)
  const time = timeIn(input, now)
  if (time.expiresAt.getTime() <= confidentialityHold.expiresAt.getTime()) {
    const message = `/days ${input.days} would not end later than now: to end the hold sooner, lift it`
    throw new AppError({ code: 'extension-too-short', message, pointer: '/days' })
  }
  if ((await waiting(handle, confidentialityHold.id)) !== undefined) {
    throw conflict('extension-pending', 'an extension is already awaiting approval')
  }
  const { reason } = input
  await insertExtension(handle, {
    organisationId,
    confidentialityHold: confidentialityHold.id,
    reason,
    now,
    ...time,
  })
  await record(
    handle,
    organisationId,
    'confidentiality-hold-extension-asked',
    confidentialityHold.id,
  )
  return one(handle, organisationId, confidentialityHold.id, now)
}

async function settleExtension(
  options: ServiceInput<ActionInput>,
  isApproved: boolean,
): Promise<ConfidentialityHoldView> {
  const { handle, now, actor } = options
  const person = holderOf(actor)
  const { organisationId } = person
  const confidentialityHold = await loadActiveHold(options)
  const extension = await waiting(handle, confidentialityHold.id)
  if (extension === undefined)
    throw conflict('extension-not-pending', 'no extension is awaiting approval')
  if (!maySettleExtension(actor, extension.requestedBy)) {
    throw notAllowed(
      'you requested the extension yourself: another person must approve it',
      'second-approver-required',
    )
  }
  const state = isApproved ? 'confirmed' : 'rejected'
  await markExtensionSettled(handle, extension.id, { state, by: person.id, at: now })
  if (isApproved) await setHoldPeriod(handle, confidentialityHold.id, extension)
  const action = isApproved
    ? 'confidentiality-hold-extended'
    : 'confidentiality-hold-extension-rejected'
  await record(handle, organisationId, action, confidentialityHold.id)
  return one(handle, organisationId, confidentialityHold.id, now)
}

async function waiting(handle: Transaction, id: string) {
  const all = (await extensionsOf(handle, [id])).get(id) ?? []
  return all.find(({ state }) => state === 'requested')
}

async function loadActiveHold({
  handle,
  actor,
  input,
  now,
}: ServiceInput<{ id: string; expectedVersion?: number | undefined }>) {
  const { organisationId } = holderOf(actor)
  const confidentialityHold = await findConfidentialityHold(handle, organisationId, input.id, true)
  if (confidentialityHold === undefined) throw absent('confidentiality-hold', input.id, '/id')
  const extensions =
    (await extensionsOf(handle, [confidentialityHold.id])).get(confidentialityHold.id) ?? []
  const version = holdVersionOf(confidentialityHold, extensions)
  requireVersion('the confidentiality hold', { version }, input.expectedVersion)
  const state = holdStateOf(confidentialityHold, now)
  if (state !== 'stands')
    throw conflict('hold-ended', `the confidentiality hold has already been ${state}`)
  return confidentialityHold
}

async function one(
  handle: Transaction,
  organisationId: string,
  id: string,
  now: Date,
): Promise<ConfidentialityHoldView> {
  const confidentialityHold = await findConfidentialityHold(handle, organisationId, id)
  const [found] =
    confidentialityHold === undefined ? [] : await toHoldView(handle, [confidentialityHold], now)
  if (found === undefined) throw new Error(`confidentiality hold ${id} is missing`)
  return found
}

async function toHoldView(
  handle: Transaction,
  confidentialityHolds: readonly ConfidentialityHoldRow[],
  now: Date,
): Promise<ConfidentialityHoldView[]> {
  const ids = confidentialityHolds.map(({ id }) => id)
  const extensions = await extensionsOf(handle, ids)
  const named = await listHoldTargets(handle, ids)
  return confidentialityHolds.map(({ organisationId: _, ...confidentialityHold }) => ({
    ...confidentialityHold,
    state: holdStateOf(confidentialityHold, now),
    version: holdVersionOf(confidentialityHold, extensions.get(confidentialityHold.id) ?? []),
    extensions: extensions.get(confidentialityHold.id) ?? [],
    ...(named.get(confidentialityHold.id) ?? { listings: [], contact: null, grantedTo: [] }),
  }))
}

function timeIn(input: { days: number; reviewDays: number }, now: Date): HoldPeriod {
  const time = holdPeriodOf(input, now)
  if (time !== undefined) return time
  const message = `/reviewDays ${input.reviewDays} is after the end of the ${input.days} days`
  throw new AppError({ code: 'period-invalid', message, pointer: '/reviewDays' })
}

/** More people can read the log than may know the reason: it names neither reason nor item. */
function record(
  handle: Transaction,
  organisationId: string,
  action: AuditAction,
  id: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  return recordEvent({
    handle,
    organisationId,
    action,
    subject: { kind: 'confidentiality-hold', id },
    detail,
  })
}

function holderOf(actor: Actor): Person {
  if (maySetHolds(actor)) return actor
  throw notAllowed('only admins whose membership is not limited can place confidentiality holds')
}

function readerOf(actor: Actor): Person {
  if (mayReadHolds(actor)) return actor
  throw notAllowed(
    'only admins and auditors whose membership is not limited can read confidentiality holds',
  )
}

function absent(what: string, id: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no ${what} ${id}`, pointer })
}

function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message })
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
