import type {
  FollowUpAction,
  RestrictionView,
  ProceedingAction,
  StatementOfReasons,
} from '@touchstone/contract'
import { statementText, type CaseState, type WorkflowInstance } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions, openProceeding, loadProceeding } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { applyFollowUpAction, partiesOf } from './follow-up-actions.ts'
import {
  requireActor,
  requireAdmin,
  requireModerator,
  requireReader,
  moderationRules,
  settingsFor,
} from './settings.ts'
import { buyerTextsOf } from './buyer-texts.ts'
import { findMisuseRecord } from './misuse-records-repository.ts'
import { measuresOf, statementsOf } from './measures-repository.ts'
import { readingsOf } from './statement-readings.ts'
import { descendantsOf, factText, regimeId, todayUnder } from './types.ts'
import {
  findVisibleAssessment,
  toWorkflowInstanceView,
  toMeasureView,
  toStatementView,
  type AssessmentSource,
} from './moderation-queue.ts'
import { requireRestriction, statementFaultsOf } from './impose-restriction.ts'
import {
  requireInstanceId,
  type ActionInput,
  type ProceedingContext,
  type ReadVersion,
} from './action-context.ts'
import type { SellerLink } from './create-appeal-link.ts'
import { draftSuspensionStatement, draftStatement } from './draft-statement.ts'
import { findOwnListing, itemsOfProceeding } from './repository.ts'

type ServiceInput<T> = {
  handle: Transaction
  actor: Actor
  engine: AssessmentSource
  input: T
  now: Date
}

/** A proceeding on own initiative: its root, and its subject. */
export type OwnInitiativeContext = Pick<
  ProceedingContext,
  'proceedingId' | 'root' | 'about' | 'as' | 'state'
>

const restriction = 'restriction'
const inForceStates = ['imposed', 'statement-sent', 'statement-exempt']

/** Proposes to restrict a listing without a notice (Art. 17(1) DSA covers both). */
export async function proposeOwnInitiative(
  options: ServiceInput<{ listing: string; source: 'own-initiative' | 'terms-report' }>,
) {
  const { handle, actor, input, now } = options
  const { organisationId, id: person } = requireModerator(actor)
  const listing = await findOwnListing(handle, organisationId, input.listing)
  if (listing === undefined) {
    const message = `there is no listing ${input.listing}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  const { profile, settings } = await settingsFor(handle, organisationId)
  const title = 'Restriction without a notice'
  const begun = { title, regime: regimeId, profile, settings, managedBy: 'moderation' }
  const { id } = await openProceeding({
    handle,
    organisationId,
    input: { ...begun, listingId: listing.id },
  })
  const fields = { source: input.source, byOrder: false }
  const actions: ProceedingAction[] = [
    {
      type: 'open',
      id: restriction,
      workflow: moderationRules.workflowOf('restriction'),
      role: 'moderator',
      fields,
    },
  ]
  await applyTransitions({ handle, organisationId, input: { id, actions, now, person } })
  return readOwnInitiative({ ...options, input: { id } })
}

/** A restriction without a notice, with its statements; the log records the reader. */
export async function readOwnInitiative(options: ServiceInput<{ id: string }>) {
  const { handle, actor, input } = options
  const { organisationId } = requireReader(actor)
  const context = await findOwnInitiative(handle, organisationId, input.id)
  if (context === undefined) throw noRestriction(input.id)
  const { proceedingId, about, state } = context
  await recordEvent({
    handle,
    organisationId,
    action: 'restriction-read',
    subject: { kind: 'proceeding', id: proceedingId },
  })
  const measures = await measuresOf(handle, organisationId, { proceedingId })
  const statements = await statementsOf(handle, organisationId, proceedingId)
  const instances = rootsOf(context).flatMap((one) => descendantsOf(state, one))
  const isProposed = instances.some((one) => one.part === 'restriction' && one.state === 'proposed')
  return {
    proceeding: proceedingId,
    version: state.events,
    about: about.seller === undefined ? ('listing' as const) : ('seller' as const),
    listing: about.listingId,
    seller: about.seller ?? measures.find(({ seller }) => seller !== null)?.seller ?? null,
    draft: isProposed ? await draftOf(options, organisationId, context) : null,
    instances: instances.map(toWorkflowInstanceView),
    measures: measures.map(toMeasureView),
    statements: statements.map(toStatementView),
    buyersTexts: await buyerTextsOf({
      handle,
      organisationId,
      instances,
      measures,
      statements,
    }),
  } satisfies Omit<RestrictionView, 'instances' | 'measures'> & Record<string, unknown>
}

async function draftOf(
  options: ServiceInput<unknown>,
  organisationId: string,
  { about, state, root }: OwnInitiativeContext,
): Promise<Record<string, unknown>> {
  const { handle, now } = options
  const moderationSettings = await settingsFor(handle, organisationId)
  const { profile, settings } = state
  const draftOptions = {
    moderationSettings,
    profile,
    settings,
    today: todayUnder(moderationRules, now),
  }
  const instance = state.instances[root]
  if (about.listingId === null || instance === undefined)
    return draftSuspensionStatement(draftOptions)
  const listing = await findOwnListing(handle, organisationId, about.listingId)
  return draftStatement({
    ...draftOptions,
    instance,
    notice: undefined,
    evidence: [],
    receivedAt: now,
    listing: listing?.listing,
    externalId: listing?.externalId,
    firstSeenAt: listing?.firstSeenAt,
    assessment: await findVisibleAssessment(options, about.listingId),
  }).draft
}

/** Previews the statement of reasons and everything that prevents sending it; nothing is stored. */
export async function previewOwnInitiative(
  options: Omit<
    ServiceInput<{ id: string; instance: string; statement: StatementOfReasons }>,
    'engine'
  >,
) {
  const { handle, actor, input, now } = options
  const { organisationId } = requireReader(actor)
  const context = await findOwnInitiative(handle, organisationId, input.id)
  if (context === undefined) throw noRestriction(input.id)
  const { state, proceedingId } = context
  const { statement } = input
  const root = rootFor(context, input.instance)
  const instance = requireRestriction(state, requireInstanceId({ state, root }, input.instance))
  const { known } = await partiesOf({ ...context, handle, organisationId }, statement)
  const { sellerLink } = await settingsFor(handle, organisationId)
  await recordEvent({
    handle,
    organisationId,
    action: 'restriction-read',
    subject: { kind: 'proceeding', id: proceedingId },
  })
  return {
    text: statementText(statement, sellerLink.locale),
    readings: readingsOf(statement),
    faults: statementFaultsOf({ statement, state, instance, known, now, due: true }),
  }
}

/** Performs an action on such a restriction; those about a seller's misuse are for admins. */
export async function applyOwnInitiativeAction(
  options: Omit<ActionInput, 'input'> & {
    input: { id: string; action: FollowUpAction } & ReadVersion
  },
): Promise<SellerLink | undefined> {
  const { actor, input, handle } = options
  const { organisationId } = requireActor(actor, input.action)
  const context = await findOwnInitiative(handle, organisationId, input.id, true)
  if (context === undefined) throw noRestriction(input.id)
  requireVersion('the restriction', { version: context.state.events }, input.expectedVersion)
  const { action } = input
  const person = context.as === 'misuse-officer' ? requireAdmin(actor) : requireActor(actor, action)
  const root = rootFor(context, action.type === 'record-referral' ? action.origin : action.instance)
  return applyProceedingAction({ ...options, ...context, root, organisationId, person }, action)
}

/** Its roots: for a misuse record that was closed and reopened, each of them. */
function rootsOf({ state, root, as }: OwnInitiativeContext): string[] {
  if (as === 'moderator') return [root]
  return Object.values(state.instances).flatMap(({ id, part }) => (part === 'misuse' ? [id] : []))
}

function rootFor(context: OwnInitiativeContext, instance: string): string {
  const from = rootsOf(context).find((root) =>
    descendantsOf(context.state, root).some(({ id }) => id === instance),
  )
  return from ?? context.root
}

/** Like `follow`; a suspension ends together with its consequences. */
export async function applyProceedingAction(
  context: ProceedingContext,
  action: FollowUpAction,
): Promise<SellerLink | undefined> {
  const { handle, organisationId, proceedingId, now, person } = context
  if (
    context.as === 'misuse-officer' &&
    (action.type === 'restrict' || action.type === 'replace')
  ) {
    requireEnds(context, action)
  }
  const link = await applyFollowUpAction(context, action)
  if (action.type === 'reinstate') {
    await liftSuspension({ handle, organisationId, proceedingId, now, person: person.id })
  }
  return link
}

/** Art. 23(1) DSA allows suspension for a reasonable period: measures that outlast it would not be one. */
function requireEnds(
  { state, root }: ProceedingContext,
  { statement }: Extract<FollowUpAction, { type: 'restrict' | 'replace' }>,
): void {
  const misuse = state.instances[root]
  const until = factText(misuse, 'until')
  if (misuse?.state !== 'suspended' || until === undefined) {
    const message = 'the seller is no longer suspended: drop the proposal'
    throw new AppError({ code: 'seller-not-suspended', message })
  }
  if (statement.measures.every(({ endsOn }) => endsOn === until)) return
  const message = `the suspension ends on ${until}: set that day as the end of each measure`
  throw new AppError({ code: 'measure-end-mismatch', message, pointer: '/statement/measures' })
}

/** Ends a suspension for misuse without remaining measures. */
export async function liftSuspension(options: {
  handle: Transaction
  organisationId: string
  proceedingId: string
  now: Date
  person: string
}): Promise<void> {
  const { handle, organisationId, proceedingId: id, now, person } = options
  const { state } = await loadProceeding({ handle, organisationId, input: { id, lock: true } })
  const misuse = Object.values(state.instances).find(
    (one) => one.part === 'misuse' && one.state === 'suspended',
  )
  if (misuse === undefined || restrictionsUnderSuspension(state, misuse).length > 0) return
  const actions: ProceedingAction[] = [
    { type: 'transition', id: misuse.id, transition: 'lift', role: 'misuse-officer', fields: {} },
  ]
  await applyTransitions({ handle, organisationId, input: { id, actions, now, person } })
}

/** Restrictions of a workflow instance in one of these states. */
export function restrictionsOf(
  state: CaseState,
  { id }: Pick<WorkflowInstance, 'id'>,
  states: readonly string[],
): WorkflowInstance[] {
  return descendantsOf(state, id).filter(
    (one) => one.part === 'restriction' && states.includes(one.state),
  )
}

/** Restrictions of a seller in force because of a suspension. */
export function restrictionsUnderSuspension(
  state: CaseState,
  misuse: Pick<WorkflowInstance, 'id'>,
): WorkflowInstance[] {
  return restrictionsOf(state, misuse, inForceStates)
}

/** The own-initiative proceeding with this id; undefined if it came from a notice, or is not moderation's. */
export async function findOwnInitiative(
  handle: Transaction,
  organisationId: string,
  id: string,
  lock = false,
): Promise<OwnInitiativeContext | undefined> {
  const { state, listingId, managedBy } = await loadProceeding({
    handle,
    organisationId,
    input: { id, lock },
  })
  if (managedBy !== 'moderation') return undefined
  if ((await itemsOfProceeding(handle, organisationId, id)).length > 0) return undefined
  const of = { proceedingId: id, state }
  if (state.instances[restriction]?.part === 'restriction' && listingId !== null) {
    const about = { listingKey: listingId, listingId }
    return { ...of, root: restriction, about, as: 'moderator' }
  }
  const record = await findMisuseRecord(handle, organisationId, { proceeding: id })
  if (record?.role !== 'seller') return undefined
  const about = { listingKey: record.subject, listingId: null, seller: record.label }
  return { ...of, root: record.instance, about, as: 'misuse-officer' }
}

function noRestriction(id: string): AppError {
  const message = `there is no own-initiative restriction ${id}`
  return new AppError({ code: 'not-found', message, pointer: '/id' })
}
