import type { ProceedingAction } from '@touchstone/contract'
import type { CaseState, WorkflowInstance } from '@touchstone/jurisdiction'
import { applyTransitions } from '../proceedings/index.ts'
import { queueEmail, type NewEmail } from '../../messaging/email/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { descendantsOf, factText, todayUnder } from './types.ts'
import { measuresOf } from './measures-repository.ts'
import { complaintDeadline, redressOf } from './draft-statement.ts'
import { findNotice, type ReceivedItemRow, type ReceivedNoticeRow } from './repository.ts'
import { complaintText, decisionText } from './notifier-texts.ts'

export type NotificationInput = {
  handle: Transaction
  organisationId: string
  item: ReceivedItemRow
  state: CaseState
  now: Date
  sendsMail: boolean
}

/** A restriction that was decided but neither imposed nor dropped yet. */
function isPending(state: CaseState, instance: WorkflowInstance): boolean {
  return Object.values(state.instances).some(
    ({ part, origin, state: now }) =>
      part === 'restriction' && origin === instance.id && (now === 'proposed' || now === 'imposed'),
  )
}

/**
 * Informs the notifier of the decision once it is settled, if there is a way. An outside notifier without email sees
 * it by the code, and informing them stays due until a person records by which message it was done.
 */
export async function notifyNotifier(options: NotificationInput): Promise<CaseState> {
  const { handle, organisationId, item, state, sendsMail } = options
  const instance = state.instances[item.instance]
  if (instance?.state !== 'decided' || isPending(state, instance)) return state
  if (instance.facts['contact'] !== true) {
    const close: ProceedingAction = {
      type: 'transition',
      id: instance.id,
      transition: 'close',
      role: 'system',
      fields: {},
    }
    return act(options, [close])
  }
  const notice = await findNotice(handle, organisationId, { id: item.noticeId })
  if (notice === undefined) return state
  const key = `decision:${item.noticeId}:${item.position}`
  if (notice.fromOrganisation !== null)
    return act(options, [notifierInformedTransition(options, `answer ${key}`)])
  const to = notice.notice.email
  if (!sendsMail || to === undefined) return state
  const words = await decisionWords(options, notice, instance)
  await queueEmail(handle, messageOf(options, { key, to, ...words }))
  return act(options, [notifierInformedTransition(options, `mail ${key}`)])
}

/** The transition that records how a notifier was informed. */
export function notifierInformedTransition(
  { item, state, now }: NotificationInput,
  reference: string,
): ProceedingAction {
  const today = todayUnder(moderationRules, now)
  return {
    type: 'transition',
    id: item.instance,
    transition: 'inform-notifier',
    role: 'system',
    fields: {
      decisionNotice: reference,
      informedOn: today,
      redress: redressOf(state.profile, today),
      ...(state.instances[item.instance]?.facts['automatedDecision'] !== 'not' && {
        automationDisclosed: true,
      }),
    },
  }
}

async function decisionWords(
  { handle, organisationId, item, state, now }: NotificationInput,
  notice: ReceivedNoticeRow,
  instance: WorkflowInstance,
): Promise<{ subject: string; text: string }> {
  const { texts } = await settingsFor(handle, organisationId)
  const today = todayUnder(moderationRules, now)
  const descendantIds = new Set(descendantsOf(state, instance.id).map(({ id }) => id))
  const measures = await measuresOf(handle, organisationId, { proceedingId: item.proceedingId })
  const dropped = factText(droppedOf(state, instance), 'dropReason')
  const redress = redressOf(state.profile, today)
  return decisionText({
    language: notice.notice.language,
    texts,
    notice: notice.id,
    position: item.position,
    redress,
    outcome: factText(instance, 'outcome') ?? '',
    reasons: factText(instance, 'reasons') ?? '',
    automated: factText(instance, 'automatedDecision') ?? 'not',
    measures: measures
      .filter((one) => descendantIds.has(one.instance))
      .map(({ measure }) => measure),
    ...(dropped !== undefined && { dropped }),
    ...(redress.includes('internal-complaint') && {
      complainUntil: complaintDeadline(state.settings, today),
    }),
  })
}

function droppedOf(state: CaseState, { id }: WorkflowInstance): WorkflowInstance | undefined {
  return Object.values(state.instances).find(
    (one) => one.part === 'restriction' && one.origin === id && one.state === 'dropped',
  )
}

/** Informs a notifier of the decision on their complaint; sellers' complaints are handled by the appeals leaf. */
export async function notifyComplainant(
  options: NotificationInput,
  complaint: string,
): Promise<CaseState> {
  const { handle, organisationId, item, state, sendsMail, now } = options
  const instance = state.instances[complaint]
  if (instance === undefined || (instance.state !== 'upheld' && instance.state !== 'rejected'))
    return state
  if (instance.facts['addressee'] !== 'notifier') return state
  const notice = await findNotice(handle, organisationId, { id: item.noticeId })
  if (notice === undefined) return state
  const key = `complaint:${item.proceedingId}:${complaint}`
  if (notice.fromOrganisation !== null) {
    return act(options, [complainantInformedTransition(options, complaint, `answer ${key}`)])
  }
  const to = notice.notice.email
  if (!sendsMail || to === undefined) return state
  const { texts } = await settingsFor(handle, organisationId)
  const words = complaintText({
    language: notice.notice.language,
    texts,
    upheld: instance.state === 'upheld',
    reasons: factText(instance, 'complaintReasons') ?? '',
    redress: redressOf(state.profile, todayUnder(moderationRules, now)),
  })
  await queueEmail(handle, messageOf(options, { key, to, ...words }))
  return act(options, [complainantInformedTransition(options, complaint, `mail ${key}`)])
}

export function complainantInformedTransition(
  { state, now }: NotificationInput,
  id: string,
  reference: string,
): ProceedingAction {
  const complainantInformedOn = todayUnder(moderationRules, now)
  return {
    type: 'transition',
    id,
    transition: 'inform-complainant',
    role: 'system',
    fields: {
      complaintNotice: reference,
      complainantInformedOn,
      redress: redressOf(state.profile, complainantInformedOn),
    },
  }
}

function messageOf(
  { organisationId, item }: NotificationInput,
  { key, to, subject, text }: { key: string; to: string; subject: string; text: string },
): NewEmail {
  const about = { kind: 'notice', id: item.noticeId } as const
  return { organisationId, key, by: 'email', to, subject, text, about }
}

async function act(options: NotificationInput, actions: ProceedingAction[]): Promise<CaseState> {
  const { handle, organisationId, item, now, state: known } = options
  const input = { id: item.proceedingId, actions, now, known }
  return (await applyTransitions({ handle, organisationId, input })).state
}
