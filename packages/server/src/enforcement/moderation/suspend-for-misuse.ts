import { randomUUID } from 'node:crypto'
import {
  Email,
  writeStoredSentence,
  type MisuseAction,
  type ProceedingAction,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions, openProceeding, loadProceeding } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { requireNotice, type ActionInput, type ReadVersion } from './action-context.ts'
import { requireAdmin, requireReader, moderationRules, settingsFor } from './settings.ts'
import {
  findMisuseRecord,
  insertMisuseRecord,
  misuseRecordsOf,
  type MisuseRecordRow,
  type MisuseRecordState,
} from './misuse-records-repository.ts'
import { flaggersOf } from './trusted-flaggers-repository.ts'
import { regimeId, todayUnder } from './types.ts'
import { countStrikes } from './measures-repository.ts'
import { misuseSubjectOf } from './find-suspension.ts'
import {
  applyProceedingAction,
  restrictionsUnderSuspension,
  findOwnInitiative,
  restrictionsOf,
} from './own-initiative.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T; now: Date }

export type MisuseRecordInput =
  | { role: 'notifier' | 'complainant'; notice: string }
  | { role: 'seller'; seller: string }

const instance = 'misuse'

async function toMisuseView(handle: Transaction, record: MisuseRecordState) {
  const {
    id,
    organisationId,
    role,
    label,
    proceedingId: proceeding,
    state,
    version,
    since,
  } = record
  const strikes = role === 'seller' ? await countStrikes(handle, organisationId, label) : null
  return { id, role, label, proceeding, state, version, since, strikes }
}

export async function listMisuseRecords({
  handle,
  actor,
}: Pick<ServiceInput<unknown>, 'handle' | 'actor'>) {
  const { organisationId } = requireReader(actor)
  const items = []
  for (const one of await misuseRecordsOf(handle, organisationId))
    items.push(await toMisuseView(handle, one))
  return { items }
}

/** Opens the misuse record of one person in one role (Art. 23 DSA), or reopens a closed one; there is one of each. */
export async function openMisuseRecord(options: ServiceInput<MisuseRecordInput>) {
  const { handle, actor, input } = options
  const { organisationId } = requireAdmin(actor)
  const { role } = input
  const who = await subjectIn(options)
  const known = await findMisuseRecord(handle, organisationId, { role, subject: who.subject })
  if (known !== undefined && known.state !== 'closed') return toMisuseView(handle, known)
  const id = known === undefined ? await begin(options, who) : await beginAnew(options, who, known)
  await recordEvent({
    handle,
    organisationId,
    action: 'misuse-watched',
    subject: { kind: 'misuse', id },
    detail: { role },
  })
  return toMisuseView(handle, await recordIn(handle, organisationId, id))
}

type Subject = { subject: string; label: string; trustedFlagger: boolean }

async function begin(
  { handle, actor, input: { role }, now }: ServiceInput<MisuseRecordInput>,
  who: Subject,
): Promise<string> {
  const person = requireAdmin(actor)
  const { organisationId } = person
  const { profile, settings } = await settingsFor(handle, organisationId)
  const begun = { title: `Misuse by a ${role}`, regime: regimeId, profile, settings }
  const { id: proceedingId } = await openProceeding({
    handle,
    organisationId,
    input: { ...begun, managedBy: 'moderation' },
  })
  const actions = [opening(instance, role, who)]
  await applyTransitions({
    handle,
    organisationId,
    input: { id: proceedingId, actions, now, person: person.id },
  })
  const { subject, label } = who
  const record: MisuseRecordRow = {
    id: randomUUID(),
    organisationId,
    role,
    subject,
    label,
    proceedingId,
    instance,
  }
  await insertMisuseRecord(handle, record)
  return record.id
}

/** In the same proceeding, so that closed records stay beside the active one. */
async function beginAnew(
  { handle, actor, now }: ServiceInput<MisuseRecordInput>,
  who: Subject,
  { id, role, proceedingId }: MisuseRecordState,
): Promise<string> {
  const { id: person, organisationId } = requireAdmin(actor)
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  const before = Object.values(state.instances).filter(({ part }) => part === 'misuse').length
  const actions = [opening(`${instance}-${before + 1}`, role, who)]
  await applyTransitions({
    handle,
    organisationId,
    input: { id: proceedingId, actions, now, person },
  })
  return id
}

function opening(
  id: string,
  role: MisuseRecordInput['role'],
  { subject, trustedFlagger }: Subject,
): ProceedingAction {
  const fields = { subject, misuseRole: role, trustedFlagger }
  return {
    type: 'open',
    id,
    workflow: moderationRules.workflowOf('misuse'),
    role: 'misuse-officer',
    fields,
  }
}

async function subjectIn({
  handle,
  actor,
  input,
}: ServiceInput<MisuseRecordInput>): Promise<Subject> {
  if (input.role === 'seller') {
    const { seller } = input
    return { subject: `seller:${seller}`, label: seller, trustedFlagger: false }
  }
  const notice = await requireNotice(handle, actor, input.notice)
  const { fromOrganisation, organisationId } = notice
  const inside = fromOrganisation === null ? undefined : { organisationId: fromOrganisation }
  const email = Email.safeParse(notice.notice.email).data
  const subject = misuseSubjectOf({ inside, email })
  if (subject === undefined) {
    const message = 'its sender gave no address: they cannot be warned or recognised again'
    throw new AppError({ code: 'notifier-unidentifiable', message, pointer: '/notice' })
  }
  const listed = await flaggersOf(handle, organisationId)
  const trustedFlagger = listed.some(
    ({ notifierType, member }) =>
      notifierType === 'trusted-flagger' && member !== null && member === fromOrganisation,
  )
  // The person is named in the notice, for those who may read it.
  return { subject, label: `sender of ${notice.id}`, trustedFlagger }
}

async function recordIn(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<MisuseRecordState> {
  const record = await findMisuseRecord(handle, organisationId, { id })
  if (record !== undefined) return record
  const message = `there is no misuse record ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/id' })
}

type Acting = ServiceInput<{ id: string; action: MisuseAction } & ReadVersion> &
  Pick<ActionInput, 'sendsMail' | 'serverAddress'>

/** Warns first, suspends after weighing the four factors, lifts, closes with a reason; each step by a person. */
export async function applyMisuseAction(options: Acting) {
  const { handle, actor, input, now } = options
  const person = requireAdmin(actor)
  const { organisationId } = person
  const record = await recordIn(handle, organisationId, input.id)
  const { action, expectedVersion } = input
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: record.proceedingId, lock: true },
  })
  requireVersion('the misuse record', { version: state.events }, expectedVersion)
  if (action.type === 'impose') await imposeOnSeller(options, record, action)
  else {
    const { type: transition, ...given } = action
    const fields = {
      ...(action.type === 'close' ? { closingReason: action.reason } : given),
      ...(transition === 'warn' && { warnedOn: todayUnder(moderationRules, now) }),
    } as Record<string, string | number | boolean>
    const actions: ProceedingAction[] = [
      ...(await leftOver(options, record)),
      { type: 'transition', id: record.instance, transition, role: 'misuse-officer', fields },
    ]
    await applyTransitions({
      handle,
      organisationId,
      input: { id: record.proceedingId, actions, now, person: person.id },
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'misuse-acted-on',
    subject: { kind: 'misuse', id: record.id },
    detail: { action: action.type },
  })
  return toMisuseView(handle, await recordIn(handle, organisationId, record.id))
}

/** Drops restrictions proposed for a suspension and never imposed; those in force are reversed with a reason. */
async function leftOver(
  { handle, actor, input: { action } }: Acting,
  { proceedingId, instance: id }: MisuseRecordState,
): Promise<ProceedingAction[]> {
  if (action.type !== 'lift' && action.type !== 'suspend' && action.type !== 'close') return []
  const { organisationId } = requireAdmin(actor)
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  if (action.type !== 'suspend' && restrictionsUnderSuspension(state, { id }).length > 0) {
    const message =
      'this suspension was imposed by a statement of reasons: reverse the restriction with a reason, and the suspension is lifted'
    throw new AppError({ code: 'suspension-imposed-by-statement', message })
  }
  return restrictionsOf(state, { id }, ['proposed']).map((one) => ({
    type: 'transition',
    id: one.id,
    transition: 'drop',
    role: 'misuse-officer',
    fields: { dropReason: writeStoredSentence('decision.suspension-ended') },
  }))
}

/** Suspending a seller is a restriction with its own statement of reasons. */
async function imposeOnSeller(
  options: Acting,
  record: MisuseRecordState,
  { statement, deliver }: Extract<MisuseAction, { type: 'impose' }>,
): Promise<void> {
  const { handle, actor, now, sendsMail, serverAddress } = options
  const person = requireAdmin(actor)
  const { organisationId } = person
  const ground = await findOwnInitiative(handle, organisationId, record.proceedingId, true)
  const [proposed] =
    ground === undefined ? [] : restrictionsOf(ground.state, { id: ground.root }, ['proposed'])
  if (ground === undefined || proposed === undefined) {
    const message = 'no suspension of a seller is ready to be imposed: record the suspension first'
    throw new AppError({ code: 'suspension-not-proposed', message })
  }
  await applyProceedingAction(
    {
      ...ground,
      handle,
      now,
      sendsMail,
      organisationId,
      person,
      serverAddress,
      // A link for the own channel would reach nobody from here.
      bringsLink: deliver.by === 'mail',
    },
    { type: 'restrict', instance: proposed.id, statement, deliver, illegalProduct: false },
  )
}
