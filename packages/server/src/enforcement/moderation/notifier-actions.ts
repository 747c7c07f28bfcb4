import {
  isStorableText,
  type NoticeReceiptView,
  type NotifierAction,
  type ProceedingAction,
  type RestrictionState,
  type WithdrawalCause,
} from '@touchstone/contract'
import { runningDeadlines, type CaseState, type WorkflowInstance } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { onHoldMessage, isOnHold } from '../confidentiality-holds/index.ts'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { moderationRules } from './settings.ts'
import { descendantsOf, factText, undecidedStates } from './types.ts'
import { measuresOf, type MeasureRow } from './measures-repository.ts'
import { findNotice, itemsOf, markNoticeWithdrawn, type ReceivedItemRow } from './repository.ts'
import { liftRestriction, reasonToUphold } from './reinstate.ts'

export type NoticeRef = { handle: Transaction; organisationId: string; noticeId: string }

type WholeView = Omit<NoticeReceiptView, 'receivedAt' | 'withdrawnAt'>
/** Sellers' appeals belong to another leaf: the caller adds those of these instances. */
type NotifierView = Omit<WholeView, 'items'> & {
  receivedAt: Date
  withdrawnAt: Date | null
  items: (Omit<WholeView['items'][number], 'answers'> & {
    proceedingId: string
    instances: ReadonlySet<string>
  })[]
}

/** The notifier's view of a notice: states, decisions, measures; no documents of the seller. */
export async function toNotifierView({
  handle,
  organisationId,
  noticeId,
}: NoticeRef): Promise<NotifierView> {
  const notice = await noticeOf({ handle, organisationId, noticeId })
  const items: NotifierView['items'] = []
  for (const item of await itemsOf(handle, organisationId, noticeId)) {
    const { state } = await loadProceeding({
      handle,
      organisationId,
      input: { id: item.proceedingId },
    })
    items.push(await seenItem(handle, item, state))
  }
  const { receivedAt, acknowledged, withdrawnAt } = notice
  return { receivedAt, acknowledged, withdrawnAt, items }
}

async function noticeOf({ handle, organisationId, noticeId }: NoticeRef) {
  const notice = await findNotice(handle, organisationId, { id: noticeId })
  if (notice !== undefined) return notice
  throw new AppError({ code: 'not-found', message: 'there is no such notice' })
}

async function seenItem(
  handle: Transaction,
  item: ReceivedItemRow,
  state: CaseState,
): Promise<NotifierView['items'][number]> {
  const instance = instanceIn(state, item.instance)
  const descendants = descendantsOf(state, item.instance)
  const restrictions = descendants.filter(({ part }) => part === 'restriction')
  const { organisationId, proceedingId } = item
  const measures = (await measuresOf(handle, organisationId, { proceedingId })).filter((one) =>
    restrictions.some(({ id }) => id === one.instance),
  )
  const complaint = complaintOf(state, instance)
  return {
    proceedingId,
    // Several notifiers' notices may share a proceeding: each sees the consequences of its own.
    instances: new Set(descendants.map(({ id }) => id)),
    position: item.position,
    state: instance.state as NotifierView['items'][number]['state'],
    question:
      instance.state === 'information-requested' ? (factText(instance, 'question') ?? null) : null,
    decision: decisionIn(instance),
    restriction: restrictionStateOf(restrictions, measures),
    measures: measures.map(({ measure, startsOn, endsOn, endedAt }) => ({
      measure,
      startsOn,
      endsOn,
      holds: endedAt === null,
    })),
    complaint:
      complaint === undefined
        ? null
        : {
            state: complaint.state,
            until:
              runningDeadlines(state).find(
                (run) => run.instance === complaint.id && run.timeLimit === 'period',
              )?.lastDay ?? null,
            decision:
              complaint.state === 'complainant-informed'
                ? (factText(complaint, 'complaintReasons') ?? null)
                : null,
          },
  }
}

/** What became of the restrictions of one item. One that another replaced counts as that other. */
function restrictionStateOf(
  restrictions: readonly WorkflowInstance[],
  measures: readonly MeasureRow[],
): RestrictionState | null {
  if (measures.some(({ endedAt }) => endedAt === null)) return 'in-force'
  if (restrictions.some(({ state }) => state === 'proposed' || state === 'imposed'))
    return 'pending'
  const ended = measures.filter(({ endReason }) => endReason !== 'replaced')
  if (ended.length === 0) return null
  return ended.some(({ endReason }) => endReason === 'reversed') ? 'overturned' : 'ended'
}

function decisionIn(instance: WorkflowInstance): NotifierView['items'][number]['decision'] {
  const outcome = factText(instance, 'outcome')
  const decided = instance.path.find(({ action }) => action === 'decide')
  if (outcome === undefined || decided === undefined) return null
  const { redress } = instance.facts
  return {
    outcome,
    decidedAt: decided.at,
    summary: factText(instance, 'reasons') ?? '',
    automated: factText(instance, 'automatedDecision') ?? 'not',
    redress: Array.isArray(redress) ? [...redress] : [],
  }
}

function complaintOf(state: CaseState, { id }: WorkflowInstance): WorkflowInstance | undefined {
  return Object.values(state.instances).find(
    (one) => one.part === 'complaint' && one.origin === id && one.facts['addressee'] === 'notifier',
  )
}

function instanceIn(state: CaseState, id: string): WorkflowInstance {
  const instance = state.instances[id]
  if (instance === undefined)
    throw new AppError({ code: 'internal', message: 'an item is missing' })
  return instance
}

/** Actions open only to the notifier. */
export async function applyNotifierAction(
  options: NoticeRef & { action: NotifierAction; now: Date },
): Promise<void> {
  const { handle, organisationId, noticeId, action, now } = options
  if (!isStorableText(JSON.stringify(action)))
    throw new AppError({ code: 'text-unstorable', message: 'no text' })
  if (action.type === 'withdraw') {
    const { cause, reason } = action
    await withdrawReceivedNotice({ handle, organisationId, noticeId, cause, reason, now })
    return
  }
  const item = (await itemsOf(handle, organisationId, noticeId)).find(
    ({ position }) => position === action.position,
  )
  if (item === undefined) {
    const message = `the notice has no item ${action.position}`
    throw new AppError({ code: 'not-found', message, pointer: '/action/position' })
  }
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: item.proceedingId, lock: true },
  })
  const actions = [stepOf(state, instanceIn(state, item.instance), action)]
  await applyTransitions({ handle, organisationId, input: { id: item.proceedingId, actions, now } })
  await recordEvent({
    handle,
    organisationId,
    action: 'notice-followed',
    subject: { kind: 'received-notice', id: noticeId },
    detail: { action: action.type, position: action.position },
  })
}

function stepOf(
  state: CaseState,
  instance: WorkflowInstance,
  action: Exclude<NotifierAction, { type: 'withdraw' }>,
): ProceedingAction {
  const role = 'notifier'
  switch (action.type) {
    case 'respond':
      return {
        type: 'transition',
        id: instance.id,
        transition: 'record-response',
        role,
        fields: { response: action.text },
      }
    case 'complain': {
      const complaint = complaintOf(state, instance)
      if (complaint === undefined) {
        const message =
          'there is no decision yet that you could complain about, or this platform does not handle complaints'
        throw new AppError({ code: 'complaint-not-possible', message })
      }
      return {
        type: 'transition',
        id: complaint.id,
        transition: 'lodge',
        role,
        fields: { grounds: action.grounds },
      }
    }
    case 'refer': {
      const id = `${instance.id}/body-${Object.keys(state.instances).length}`
      const fields = { body: action.body }
      return {
        type: 'open',
        id,
        workflow: moderationRules.workflowOf('dispute-settlement'),
        role,
        origin: instance.id,
        fields,
      }
    }
  }
}

/** The result for each item of a withdrawn notice. */
export type WithdrawalResult = {
  items: {
    position: number
    became: 'withdrawn' | 'lifted' | 'kept' | 'nothing-to-undo' | 'left-to-a-person'
    reason: string | null
  }[]
}

/**
 * Withdraws a notice: open items are withdrawn, decisions are reversed unless another decision supports them, and
 * what remains is reported with the reason. Idempotent.
 */
export async function withdrawReceivedNotice(
  options: NoticeRef & { cause: WithdrawalCause; reason: string; now: Date },
): Promise<WithdrawalResult> {
  const { handle, organisationId, noticeId, cause, reason, now } = options
  const notice = await noticeOf(options)
  const items: WithdrawalResult['items'] = []
  for (const item of await itemsOf(handle, organisationId, noticeId)) {
    items.push({ position: item.position, ...(await withdrawItem(options, item)) })
  }
  if (notice.withdrawnAt === null) {
    await markNoticeWithdrawn(handle, { id: noticeId, at: now, cause, reason })
    await recordEvent({
      handle,
      organisationId,
      action: 'received-notice-withdrawn',
      subject: { kind: 'received-notice', id: noticeId },
      detail: { items: items.map(({ became }) => became) },
    })
  }
  return { items }
}

type Became = Omit<WithdrawalResult['items'][number], 'position'>

async function withdrawItem(
  { handle, organisationId, reason, now }: NoticeRef & { reason: string; now: Date },
  item: ReceivedItemRow,
): Promise<Became> {
  const { proceedingId } = item
  const { rules, state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  const instance = instanceIn(state, item.instance)
  if (instance.state === 'withdrawn') return { became: 'withdrawn', reason: null }
  if ((undecidedStates as readonly string[]).includes(instance.state)) {
    const action: ProceedingAction = {
      type: 'transition',
      id: instance.id,
      transition: 'withdraw',
      role: 'notifier',
      fields: {},
    }
    await applyTransitions({
      handle,
      organisationId,
      input: { id: proceedingId, actions: [action], now },
    })
    return { became: 'withdrawn', reason: null }
  }
  const restrictions = descendantsOf(state, instance.id).filter(
    ({ part }) => part === 'restriction',
  )
  const inForce = restrictions.filter(
    ({ state: one }) => one === 'statement-sent' || one === 'statement-exempt',
  )
  if (inForce.length === 0) {
    return restrictions.some(({ state: one }) => one === 'proposed')
      ? { became: 'left-to-a-person', reason: 'it has been decided but not imposed yet' }
      : { became: 'nothing-to-undo', reason: null }
  }
  if (state.settings['lift-on-withdrawal'] === false) {
    const line = rules.policy('lift-on-withdrawal').title
    return { became: 'left-to-a-person', reason: `set in the moderation settings: not “${line}”` }
  }
  // The seller would see the listing return; the existence of a hold is not revealed outside.
  const about = { kind: 'proceeding', id: proceedingId } as const
  if (await isOnHold(handle, { organisationId, now, about })) {
    return { became: 'left-to-a-person', reason: onHoldMessage }
  }
  for (const restriction of inForce) {
    const upheld = await reasonToUphold({ handle, organisationId, item }, state, restriction)
    if (upheld !== undefined) return { became: 'kept', reason: upheld }
    await liftRestriction({ handle, organisationId, proceedingId, now, state, restriction, reason })
  }
  return { became: 'lifted', reason: null }
}
