import type { AppealDecisionInput, AppealOutcome, ProceedingAction } from '@touchstone/contract'
import { assertNotOnHold } from '../confidentiality-holds/index.ts'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  type PageQuery,
  type ServiceInput,
  conflict,
  decidersOnly,
  findLink,
  firstDeciders,
  mayListAppeals,
  membersOnly,
  notFound,
  recordAppealEvent,
  recordListRead,
  requireUser,
  workflowsOf,
} from '../appeal-links/index.ts'
import { type AppealRow, type AppealDocumentRow } from './types.ts'
import { reinstateAfterAppeal } from '../moderation/index.ts'
import { reverseRestriction } from './reverse-restriction.ts'
import { documentPurpose } from './submit-appeal.ts'
import { recordSellerInformed } from './record-seller-informed.ts'
import { loadAppealSubject, type AppealSubject } from './load-appeal-subject.ts'
import { mayDecideAppeals, mayReadAppeals } from './policy.ts'
import {
  listDecidedAppeals,
  documentsOf,
  findAppeal,
  markAppealDecided,
  pageOfAppeals,
  sealedDocument,
  type AppealFilter,
} from './repository.ts'

export type AppealWithDocuments = AppealRow & AppealSubject & { documents: AppealDocumentRow[] }

export async function listAppeals(
  options: ServiceInput<PageQuery<AppealFilter>>,
): Promise<AppealRow[]> {
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  await recordListRead(options.handle, organisationId, 'appeals')
  return pageOfAppeals(options.handle, { organisationId, ...options.input })
}

/** A seller's statement, for the people who decide; the log records the reader. */
export async function readAppeal(
  options: ServiceInput<{ id: string }>,
): Promise<AppealWithDocuments> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayReadAppeals, decidersOnly)
  const appeal = await requireAppeal(handle, organisationId, input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeal-read',
    subject: { kind: 'appeal', id: appeal.id },
  })
  return withDocuments(handle, organisationId, appeal)
}

/** Opens a document; the log records it before anything is returned. */
export async function openDocument(
  options: ServiceInput<{ id: string; document: string; sealer: Sealer }>,
): Promise<{ named: Pick<AppealDocumentRow, 'name' | 'mediaType'>; content: Buffer }> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayReadAppeals, decidersOnly)
  const appeal = await requireAppeal(handle, organisationId, input.id)
  const found = await sealedDocument(handle, { appealId: appeal.id, id: input.document })
  if (found === undefined) throw notFound('document', input.document, '/document')
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeal-document-read',
    subject: { kind: 'appeal', id: appeal.id },
    detail: { document: found.id },
  })
  const { name, mediaType } = found
  const content = input.sealer.open(found.content, documentPurpose(organisationId, found.id))
  return { named: { name, mediaType }, content }
}

/** The proceeding of an appeal, for its decider; null for a proof request. */
export async function proceedingOfAppeal(
  options: ServiceInput<{ id: string }>,
): Promise<{ organisationId: string; proceedingId: string | null }> {
  const { organisationId } = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const { proceedingId } = await requireAppeal(options.handle, organisationId, options.input.id)
  return { organisationId, proceedingId }
}

type Deciding = AppealDecisionInput & { id: string; now: Date }

/**
 * Decides on an appeal in a proceeding: under its regime, by someone other than the first decider. If it is upheld,
 * the restriction is reversed in the same transaction.
 */
export async function decideAppeal(options: ServiceInput<Deciding>): Promise<AppealWithDocuments> {
  const { handle, input } = options
  const person = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const { organisationId } = person
  const { outcome, reasons, summary, now } = input
  const appeal = await requireAppeal(handle, organisationId, input.id, true)
  const { proceedingId } = appeal
  if (proceedingId === null) {
    throw conflict(
      'appeal-answers-proof-request',
      'this responds to a proof request: decide on the request',
    )
  }
  if (appeal.state !== 'open')
    throw conflict('appeal-not-open', `the appeal is already ${appeal.state}`)
  // A decision appears on the seller's page and reverses the measures.
  const about = { kind: 'appeal', id: appeal.id } as const
  await assertNotOnHold(handle, { organisationId, now, about })
  const link = await findLink(handle, { organisationId, id: appeal.linkId })
  const { rules, state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId },
  })
  const { restriction, complaint } = workflowsOf(state, link?.instance ?? null)
  const decidedFirst = firstDeciders(state, restriction).has(person.id)
  if (complaint === undefined && decidedFirst) {
    throw conflict(
      'other-reviewer-required',
      'The person who made the decision cannot decide on the appeal.',
    )
  }
  if (complaint !== undefined && complaint.id === appeal.instance) {
    const step = (
      transition: string,
      fields: Record<string, string | boolean>,
    ): ProceedingAction => ({
      type: 'transition',
      id: complaint.id,
      transition,
      role: 'qualified-reviewer',
      fields,
    })
    const actions: ProceedingAction[] = []
    if (complaint.state === 'lodged') {
      const { qualification } = input
      actions.push(step('start-review', { qualification, otherPerson: !decidedFirst }))
    }
    const complaintReasons = reasons
    actions.push(
      outcome === 'upheld'
        ? step('uphold', { upholdReason: input.upholdReason, complaintReasons })
        : step('reject', { complaintReasons }),
    )
    const moved = { id: proceedingId, actions, now, person: person.id }
    await applyTransitions({ handle, organisationId, input: moved })
  }
  await markAppealDecided(handle, { id: appeal.id, outcome, reasons, summary, now })
  if (outcome === 'upheld') {
    const undo = {
      handle,
      organisationId,
      proceedingId,
      restriction: restriction?.id,
      reasons,
      personId: person.id,
      now,
    }
    // Measures imposed by moderation are ended by moderation.
    if (!(await reinstateAfterAppeal(undo))) await reverseRestriction(undo)
  }
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeal-decided',
    subject: { kind: 'appeal', id: appeal.id },
    detail: { outcome, proceeding: proceedingId, regime: rules.regime.id },
    event: {
      type: 'appeal.decided',
      data: { appeal: appeal.id, proceeding: proceedingId, outcome },
    },
  })
  return withDocuments(
    handle,
    organisationId,
    await requireAppeal(handle, organisationId, appeal.id),
  )
}

/** Records that the marketplace informed the seller through its own channel. */
export async function confirmSellerInformed(
  options: ServiceInput<{ id: string; how: string; now: Date }>,
): Promise<AppealWithDocuments> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const appeal = await requireAppeal(handle, organisationId, input.id, true)
  if (appeal.decidedAt === null)
    throw conflict('appeal-not-decided', 'there is no decision to send')
  if (appeal.informedAt === null) {
    const { proceedingId } = appeal
    const link = await findLink(handle, { organisationId, id: appeal.linkId })
    const { now } = input
    await assertNotOnHold(handle, { organisationId, now, about: { kind: 'appeal', id: appeal.id } })
    const { rules, state } =
      proceedingId === null
        ? {}
        : await loadProceeding({ handle, organisationId, input: { id: proceedingId } })
    const situation = {
      timeZone: rules?.regime.timeZone ?? 'UTC',
      standing: state && workflowsOf(state, link?.instance ?? null),
    }
    const inProceeding = { organisationId, proceedingId }
    await recordSellerInformed(
      { handle, link: inProceeding, now: input.now },
      situation,
      appeal,
      input.how,
    )
  }
  return withDocuments(
    handle,
    organisationId,
    await requireAppeal(handle, organisationId, appeal.id),
  )
}

/**
 * The notifier's view of the appeals in a proceeding: outcome, and the summary written by the decider. Neither the
 * seller's text nor documents, nor whether there are any.
 */
export async function listAppealDecisions(
  handle: Transaction,
  proceedingId: string,
): Promise<
  { outcome: AppealOutcome; summary: string; decidedAt: Date; instance: string | null }[]
> {
  const decided = await listDecidedAppeals(handle, proceedingId)
  return decided.flatMap(({ outcome, summary, decidedAt, instance }) =>
    outcome === null || summary === null || decidedAt === null
      ? []
      : [{ outcome, summary, decidedAt, instance }],
  )
}

async function requireAppeal(
  handle: Transaction,
  organisationId: string,
  id: string,
  lock = false,
): Promise<AppealRow> {
  const appeal = await findAppeal(handle, { organisationId, id, lock })
  if (appeal === undefined) throw notFound('appeal', id)
  return appeal
}

async function withDocuments(
  handle: Transaction,
  organisationId: string,
  appeal: AppealRow,
): Promise<AppealWithDocuments> {
  const documents = await documentsOf(handle, appeal.id)
  return { ...appeal, documents, ...(await loadAppealSubject(handle, organisationId, appeal)) }
}
