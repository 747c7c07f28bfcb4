import { randomUUID } from 'node:crypto'
import {
  ClaimDecision,
  ClaimReason,
  ClaimResolution,
  type ClaimInput,
  type ClaimState,
} from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import {
  findOrganisation,
  findOrganisationById,
  noOrganisation,
  type Actor,
  type BrandRight,
  type Organisation,
} from '../../access/organisations/index.ts'
import { revokeCatalogVisibility } from '../../listings/ingest/index.ts'
import { violates, type Transaction } from '../../platform/db/index.ts'
import {
  AppError,
  type ErrorCode,
  parseInput,
  requireVersion,
} from '../../platform/errors/index.ts'
import { toDocumentRow, type CheckedClaim } from './documents.ts'
import {
  contestOutcome,
  claimsFrozenBy,
  claimActionFault,
  type Claim,
  type ClaimAction,
  type ClaimStanding,
} from './types.ts'
import {
  mayDecideOnAny,
  mayBeNamedApprover,
  mayClaim,
  mayDecide,
  mayNameApprovers,
  mayReadOwnClaims,
  mayReadOwnDocuments,
  mayResolve,
  maySubmit,
  mayWithdraw,
  type Approver,
} from './policy.ts'
import {
  updateClaimDecision,
  deleteApprover,
  findWorkStanding,
  documentContent,
  revokeVisibility,
  findClaim,
  grantVisibility,
  groupOf,
  insertClaim,
  insertDocument,
  isApprover,
  lockBrand,
  insertApprover,
  pageOfClaims,
  listClaimStandings,
  type ClaimCursor,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** A claim, and the version that the actor read. */
type OneClaim = { id: string; expectedVersion?: number | undefined }
type DecisionInput = OneClaim & { decision: unknown }

/** Submits a claim; `organisation` is the claimant's slug if the operator acts for it. */
export async function submitClaim(
  options: ServiceInput<{ claim: CheckedClaim; organisation?: string }>,
): Promise<Claim> {
  const { handle, actor, input } = options
  const claimant = await claimantOf(handle, actor, input.organisation)
  if (!mayClaim(claimant.kind)) {
    throw notAllowed(
      `${claimant.slug} is a ${claimant.kind}: only rights holders and counsel can claim brands`,
      'organisation-kind-not-permitted',
    )
  }
  const { files, ...claim } = input.claim
  if (!maySubmit(actor, claimant.id, rightOf(claim))) {
    throw notAllowed(
      'a brand can be claimed by an admin of the organisation who works for this brand and for the territory of the register’s office',
    )
  }
  const { document, powerOfAttorney, office = null, number = null, work = null, ...entry } = claim
  checkPower(claim, claimant)
  const whose = { claimId: randomUUID(), organisationId: claimant.id }
  const documents = [toDocumentRow(document, files.proof, { ...whose, purpose: 'proof' })]
  if (powerOfAttorney) {
    const purpose = 'power-of-attorney'
    const { document: power } = powerOfAttorney
    documents.push(toDocumentRow(power, files.powerOfAttorney, { ...whose, purpose }))
  }
  try {
    await insertClaim(handle, {
      ...entry,
      office,
      number,
      work,
      id: whose.claimId,
      organisationId: claimant.id,
      actsFrom: powerOfAttorney?.validFrom ?? null,
      actsUntil: powerOfAttorney?.validTo ?? null,
    })
  } catch (error) {
    if (violates(error, 'claims_to_works_standing')) {
      throw new AppError({
        code: 'claim-exists',
        message: `${claimant.slug} already has a claim to the work “${work?.title ?? ''}”: withdraw it before submitting another`,
        pointer: '/work/title',
        cause: error,
      })
    }
    if (!violates(error, 'claims_standing')) throw error
    throw new AppError({
      code: 'claim-exists',
      message: `${claimant.slug} already has a claim on the brand ${claim.brand}: withdraw it before submitting another`,
      pointer: '/brand',
      cause: error,
    })
  }
  for (const row of documents) await insertDocument(handle, row)
  await record(handle, 'claim-submitted', { ...whose, brand: claim.brand })
  return claimAt(handle, whose.claimId)
}

async function claimantOf(
  handle: Transaction,
  actor: Actor,
  slug: string | undefined,
): Promise<Organisation> {
  const found =
    actor.kind === 'operator'
      ? await findOrganisation(handle, slug ?? '')
      : await findOrganisationById(handle, actor.organisationId)
  if (found !== undefined) return found
  if (actor.kind === 'person' && actor.organisationId === noOrganisation) {
    throw notAllowed(
      'you act for no organisation: only an admin of the rights holder or its counsel can claim a brand',
      'organisation-required',
    )
  }
  throw new AppError({
    code: 'not-found',
    message: `there is no organisation ${slug ?? ''}`,
    pointer: '/organisation',
  })
}

function checkPower({ basis, powerOfAttorney }: ClaimInput, claimant: Organisation): void {
  const refuse = (code: ErrorCode, message: string, pointer: string): never => {
    throw new AppError({ code, message, pointer })
  }
  if (claimant.kind === 'counsel' && basis !== 'agent') {
    refuse(
      'counsel-must-claim-as-agent',
      '/basis is owner; counsel must claim as agent, with a power of attorney',
      '/basis',
    )
  }
  if ((basis === 'agent') !== (powerOfAttorney !== undefined)) {
    refuse(
      'power-of-attorney-mismatch',
      basis === 'agent'
        ? '/powerOfAttorney is missing; an agent must send its power of attorney with its dates'
        : '/powerOfAttorney is given, but /basis is owner; write agent, or leave it out',
      '/powerOfAttorney',
    )
  }
  if (powerOfAttorney === undefined) return
  const { validFrom, validTo } = powerOfAttorney
  if (validFrom > validTo) {
    refuse(
      'period-invalid',
      `/powerOfAttorney/validTo is ${validTo}, before validFrom (${validFrom}); write a later date`,
      '/powerOfAttorney/validTo',
    )
  }
  if (validTo < new Date().toISOString().slice(0, 10)) {
    refuse(
      'power-of-attorney-expired',
      `/powerOfAttorney/validTo is ${validTo}, which is past; send one that is in force`,
      '/powerOfAttorney/validTo',
    )
  }
}

export async function withdrawClaim(options: ServiceInput<OneClaim>): Promise<Claim> {
  const { handle, actor, input } = options
  const claim = await claimSeenBy(handle, actor, input.id)
  if (!mayWithdraw(actor, claim.organisationId, rightOf(claim))) {
    throw notAllowed(
      'a claim can be withdrawn by an admin of the claimant who works for its brand and territory',
    )
  }
  await act(options, claim, { name: 'withdraw', audit: 'claim-withdrawn', changes: 'withdrawn' })
  return claimAt(handle, claim.id)
}

export async function approveClaim(options: ServiceInput<DecisionInput>): Promise<Claim> {
  const { reason } = parseInput(ClaimDecision, options.input.decision)
  const step = { name: 'approve', audit: 'claim-approved', changes: 'approved', reason } as const
  return decide(options, step)
}

export async function rejectClaim(options: ServiceInput<DecisionInput>): Promise<Claim> {
  const { reason } = parseInput(ClaimReason, options.input.decision)
  const step = { name: 'reject', audit: 'claim-rejected', changes: 'rejected', reason } as const
  return decide(options, step)
}

export async function revokeClaim(options: ServiceInput<DecisionInput>): Promise<Claim> {
  const { reason } = parseInput(ClaimReason, options.input.decision)
  const step = { name: 'revoke', audit: 'claim-revoked', changes: 'revoked', reason } as const
  return decide(options, step)
}

/** Declares a pending claim substantiated against the approved ones: all of them freeze. */
export async function contestClaim(options: ServiceInput<DecisionInput>): Promise<Claim> {
  const { reason } = parseInput(ClaimReason, options.input.decision)
  const changes: Changes = (claim, others) =>
    [claim, ...claimsFrozenBy(claim, others)].map(({ id }) => ({ id, state: 'contested' }))
  return decide(options, { name: 'contest', audit: 'claim-contested', changes, reason })
}

export async function resolveClaim(options: ServiceInput<DecisionInput>): Promise<Claim> {
  const { handle, actor, input } = options
  const { standing, reason } = parseInput(ClaimResolution, input.decision)
  const claim = await claimSeenBy(handle, actor, input.id)
  if (!mayResolve(actor))
    throw notAllowed('only the operator can end a dispute', 'operator-required')
  const changes: Changes = (one, others) => contestOutcome(one, others, standing)
  await act(options, claim, { name: 'resolve', audit: 'claim-resolved', changes, reason })
  return claimAt(handle, claim.id)
}

type Changes =
  | ClaimState
  | ((
      claim: ClaimStanding,
      others: readonly ClaimStanding[],
    ) => { id: string; state: ClaimState }[])
type Doing = {
  name: ClaimAction
  audit: AuditAction
  changes: Changes
  reason?: string | undefined
}

async function decide(options: ServiceInput<OneClaim>, step: Doing): Promise<Claim> {
  const { handle, actor, input } = options
  const claim = await claimSeenBy(handle, actor, input.id)
  if (!(await decides(handle, actor, claim))) {
    throw notAllowed(
      'a claim is decided by the operator, or by an admin of an appointed organisation that is outside the claimant’s group and does not claim the brand itself',
    )
  }
  await act(options, claim, step)
  return claimAt(handle, claim.id)
}

/** Performs one action on a claim, and on those it freezes or frees, under the brand's lock. */
async function act(
  options: ServiceInput<OneClaim>,
  { id, brand, kind }: Claim,
  step: Doing,
): Promise<void> {
  const { handle, actor, input } = options
  await lockBrand(handle, brand)
  const standings =
    kind === 'work' ? await findWorkStanding(handle, id) : await listClaimStandings(handle, brand)
  const claim = standings.find((one) => one.id === id)
  if (claim === undefined) {
    const { state } = await claimAt(handle, id)
    throw new AppError({ code: 'claim-final', message: `the claim is ${state}, which is final` })
  }
  requireVersion('the claim', claim, input.expectedVersion)
  const why = claimActionFault(step.name, claim, standings)
  if (why !== undefined) throw new AppError(why)
  const { changes } = step
  const changed = typeof changes === 'string' ? [{ id, state: changes }] : changes(claim, standings)
  const decidedBy = actor.kind === 'operator' ? null : actor.organisationId
  await revokeVisibility(
    handle,
    changed.map((one) => one.id),
  )
  for (const one of changed) {
    await updateClaimDecision(handle, { ...one, reason: step.reason ?? null, decidedBy })
  }
  // Who made a photograph of goods may still see no listings of their brand.
  if (kind === 'registered') await giveSightTo(options, brand, changed, standings)
  for (const one of changed) {
    const organisationId = standings.find((other) => other.id === one.id)?.organisationId
    if (organisationId === undefined) continue
    await record(handle, step.audit, { claimId: one.id, organisationId, brand, state: one.state })
  }
}

/**
 * Each entry is marked with its current rivals, so all are decided together. Contributions of a revoked claim's
 * catalog remain stored, and only the operator can reach all of them: only decisions by the operator leave the
 * remaining claim without a rival.
 */
async function giveSightTo(
  { handle, actor }: ServiceInput<unknown>,
  brand: string,
  changed: readonly { id: string; state: ClaimState }[],
  before: readonly ClaimStanding[],
): Promise<void> {
  const approved = changed.filter(({ state }) => state === 'approved')
  if (actor.kind !== 'operator') {
    for (const { id } of approved) await grantVisibility(handle, id, 'ever standing')
    return
  }
  const others = before.filter(
    ({ id, state }) => state === 'approved' && !changed.some((one) => one.id === id),
  )
  await revokeVisibility(
    handle,
    others.map(({ id }) => id),
  )
  for (const { id } of [...approved, ...others]) await grantVisibility(handle, id, 'standing')
  await revokeCatalogVisibility(handle, brand)
}

export type ClaimQuery = { limit: number; after?: ClaimCursor; state?: ClaimState; brand?: string }

/** A page of claims: an organisation's own, and those that the actor decides on. */
export async function listClaims({
  handle,
  actor,
  input,
}: ServiceInput<ClaimQuery>): Promise<Claim[]> {
  if (actor.kind === 'operator') return pageOfClaims(handle, input)
  if (!mayReadOwnClaims(actor)) throw notAllowed('API keys cannot read claims', 'user-required')
  const { organisationId } = actor
  const approver = await approverOf(handle, actor)
  const { brands = [], territories = [] } = actor
  const others =
    approver && mayDecideOnAny(actor, approver)
      ? { group: approver.group, brands, territories }
      : undefined
  return pageOfClaims(handle, { ...input, organisationId, ...(others && { others }) })
}

export async function readClaim({
  handle,
  actor,
  input,
}: ServiceInput<{ id: string }>): Promise<Claim> {
  return claimSeenBy(handle, actor, input.id)
}

/** Returns a document's bytes; the log records the reader. */
export async function readDocument(
  options: ServiceInput<{ id: string; document: string }>,
): Promise<{ mediaType: string; content: Buffer }> {
  const { handle, actor, input } = options
  const claim = await claimSeenBy(handle, actor, input.id)
  const mayReadOwn = mayReadOwnDocuments(actor, claim.organisationId, rightOf(claim))
  if (!mayReadOwn && !(await decides(handle, actor, claim))) {
    throw notAllowed('only admins can read the documents of a claim')
  }
  const found = z.uuid().safeParse(input.document).success
    ? await documentContent(handle, claim.id, input.document)
    : undefined
  if (found === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `the claim has no stored document ${input.document}`,
      pointer: '/document',
    })
  }
  const { organisationId, brand, id: claimId } = claim
  await record(handle, 'claim-document-read', {
    claimId,
    organisationId,
    brand,
    document: input.document,
  })
  return found
}

/** Appoints an organisation to decide on claims, or dismisses it; false if nothing changed. */
export async function setApprover(
  options: ServiceInput<{ organisation: string; named: boolean }>,
): Promise<boolean> {
  const { handle, actor, input } = options
  if (!mayNameApprovers(actor))
    throw notAllowed('only the operator appoints who decides on claims', 'operator-required')
  const organisation = await claimantOf(handle, actor, input.organisation)
  const { id, kind, slug } = organisation
  if (input.named && !mayBeNamedApprover(kind)) {
    throw new AppError({
      code: 'organisation-kind-unsuitable',
      message: `${slug} is a ${kind}: appoint a marketplace or an authority, which has no rights of its own at stake`,
      pointer: '/organisation',
    })
  }
  const changed = await (input.named ? insertApprover : deleteApprover)(handle, id)
  if (!changed) return false
  await recordEvent({
    handle,
    organisationId: id,
    action: input.named ? 'claim-approver-named' : 'claim-approver-dismissed',
    subject: { kind: 'organisation', id },
  })
  return true
}

/** The claim, if the actor may see it; another's and a nonexistent one look the same. */
async function claimSeenBy(handle: Transaction, actor: Actor, id: string): Promise<Claim> {
  const claim = z.uuid().safeParse(id).success ? await findClaim(handle, id) : undefined
  if (claim !== undefined) {
    if (actor.kind === 'operator') return claim
    if (mayReadOwnClaims(actor) && actor.organisationId === claim.organisationId) return claim
    if (await decides(handle, actor, claim)) return claim
  }
  throw new AppError({ code: 'not-found', message: `there is no claim ${id}`, pointer: '/id' })
}

async function decides(handle: Transaction, actor: Actor, claim: Claim): Promise<boolean> {
  const approver = await approverOf(handle, actor)
  if (actor.kind !== 'operator' && !approver?.named) return false
  const standings = await listClaimStandings(handle, claim.brand)
  return mayDecide(actor, approver, {
    right: rightOf(claim),
    claimant: claim.organisationId,
    claimants: standings.map(({ organisationId }) => organisationId),
  })
}

/** A work has no office: who is limited to territories works for none. */
function rightOf({
  brand,
  office,
}: {
  brand: string
  office?: string | null | undefined
}): BrandRight {
  return { brand, territory: office ?? '' }
}

async function approverOf(handle: Transaction, actor: Actor): Promise<Approver | undefined> {
  if (actor.kind === 'operator') return undefined
  if (!(await isApprover(handle, actor.organisationId))) return undefined
  const organisation = await findOrganisationById(handle, actor.organisationId)
  if (organisation === undefined) return undefined
  const group = await groupOf(handle, organisation.id)
  return { named: true, kind: organisation.kind, group }
}

async function claimAt(handle: Transaction, id: string): Promise<Claim> {
  const claim = await findClaim(handle, id)
  if (claim === undefined)
    throw new AppError({ code: 'internal', message: `claim ${id} is missing` })
  return claim
}

type ClaimEvent = { claimId: string; organisationId: string; brand: string } & Record<
  string,
  string
>

async function record(
  handle: Transaction,
  action: AuditAction,
  { claimId, organisationId, ...detail }: ClaimEvent,
): Promise<void> {
  const subject = { kind: 'claim' as const, id: claimId }
  await recordEvent({ handle, organisationId, action, subject, detail })
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
