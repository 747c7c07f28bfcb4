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

/** A restriction that was decided on and neither imposed nor dropped yet. */
function isPending(state: CaseState, matter: WorkflowInstance): boolean {
  return Object.values(state.matters).some(
    ({ part, origin, state: now }) =>
      part === 'restriction' && origin === matter.id && (now === 'proposed' || now === 'imposed'),
  )
}

/**
 * Tells the notifier what was decided, once it is settled, where there is a way to. A stranger whose mail has
 * no way out is told by the code and stays owed until a person says by what message he was told.
 */
export async function notifyNotifier(asked: NotificationInput): Promise<CaseState> {
  const { handle, organisationId, item, state, sendsMail } = asked
  const matter = state.matters[item.matter]
  if (matter?.state !== 'decided' || isPending(state, matter)) return state
  if (matter.facts['contact'] !== true) {
    const close: ProceedingAction = {
      type: 'act',
      id: matter.id,
      transition: 'close',
      role: 'automaton',
      fields: {},
    }
    return act(asked, [close])
  }
  const notice = await findNotice(handle, organisationId, { id: item.noticeId })
  if (notice === undefined) return state
  const key = `decision:${item.noticeId}:${item.position}`
  if (notice.fromOrganisation !== null)
    return act(asked, [notifierInformedTransition(asked, `answer ${key}`)])
  const to = notice.notice.email
  if (!sendsMail || to === undefined) return state
  const words = await decisionWords(asked, notice, matter)
  await queueEmail(handle, messageOf(asked, { key, to, ...words }))
  return act(asked, [notifierInformedTransition(asked, `mail ${key}`)])
}

/** The act by which a notifier is told, of whatever message told him. */
export function notifierInformedTransition(
  { item, state, now }: NotificationInput,
  reference: string,
): ProceedingAction {
  const today = todayUnder(moderationRules, now)
  return {
    type: 'act',
    id: item.matter,
    transition: 'inform',
    role: 'automaton',
    fields: {
      decisionNotice: reference,
      informedOn: today,
      redress: redressOf(state.profile, today),
      ...(state.matters[item.matter]?.facts['automatedDecision'] !== 'not' && {
        automationStated: true,
      }),
    },
  }
}

async function decisionWords(
  { handle, organisationId, item, state, now }: NotificationInput,
  notice: ReceivedNoticeRow,
  matter: WorkflowInstance,
): Promise<{ subject: string; text: string }> {
  const { texts } = await settingsFor(handle, organisationId)
  const today = todayUnder(moderationRules, now)
  const own = new Set(descendantsOf(state, matter.id).map(({ id }) => id))
  const measures = await measuresOf(handle, organisationId, { proceedingId: item.proceedingId })
  const dropped = factText(droppedOf(state, matter), 'dropReason')
  const redress = redressOf(state.profile, today)
  return decisionText({
    texts,
    notice: notice.id,
    position: item.position,
    redress,
    outcome: factText(matter, 'outcome') ?? '',
    reasons: factText(matter, 'reasons') ?? '',
    automated: factText(matter, 'automatedDecision') ?? 'not',
    measures: measures.filter((one) => own.has(one.matter)).map(({ measure }) => measure),
    ...(dropped !== undefined && { dropped }),
    ...(redress.includes('internal-complaint') && {
      complainUntil: complaintDeadline(state.settings, today),
    }),
  })
}

function droppedOf(state: CaseState, { id }: WorkflowInstance): WorkflowInstance | undefined {
  return Object.values(state.matters).find(
    (one) => one.part === 'restriction' && one.origin === id && one.state === 'dropped',
  )
}

/** Tells a notifier who complained what was decided on it; of a seller's complaint its own room tells. */
export async function notifyComplainant(
  asked: NotificationInput,
  complaint: string,
): Promise<CaseState> {
  const { handle, organisationId, item, state, sendsMail, now } = asked
  const matter = state.matters[complaint]
  if (matter === undefined || (matter.state !== 'upheld' && matter.state !== 'rejected'))
    return state
  if (matter.facts['addressee'] !== 'notifier') return state
  const notice = await findNotice(handle, organisationId, { id: item.noticeId })
  if (notice === undefined) return state
  const key = `complaint:${item.proceedingId}:${complaint}`
  if (notice.fromOrganisation !== null) {
    return act(asked, [complainantInformedTransition(asked, complaint, `answer ${key}`)])
  }
  const to = notice.notice.email
  if (!sendsMail || to === undefined) return state
  const { texts } = await settingsFor(handle, organisationId)
  const words = complaintText({
    texts,
    upheld: matter.state === 'upheld',
    reasons: factText(matter, 'complaintReasons') ?? '',
    redress: redressOf(state.profile, todayUnder(moderationRules, now)),
  })
  await queueEmail(handle, messageOf(asked, { key, to, ...words }))
  return act(asked, [complainantInformedTransition(asked, complaint, `mail ${key}`)])
}

export function complainantInformedTransition(
  { state, now }: NotificationInput,
  id: string,
  reference: string,
): ProceedingAction {
  const toldOn = todayUnder(moderationRules, now)
  return {
    type: 'act',
    id,
    transition: 'inform',
    role: 'automaton',
    fields: { complaintNotice: reference, toldOn, redress: redressOf(state.profile, toldOn) },
  }
}

function messageOf(
  { organisationId, item }: NotificationInput,
  { key, to, subject, text }: { key: string; to: string; subject: string; text: string },
): NewEmail {
  const about = { kind: 'notice', id: item.noticeId } as const
  return { organisationId, key, by: 'email', to, subject, text, about }
}

async function act(asked: NotificationInput, acts: ProceedingAction[]): Promise<CaseState> {
  const { handle, organisationId, item, now } = asked
  const input = { id: item.proceedingId, acts, now }
  return (await applyTransitions({ handle, organisationId, input })).state
}
