import { Email, type FollowUpAction, type ModerationAction } from '@touchstone/contract'
import { buyersToNotify } from '@touchstone/jurisdiction'
import { AppError } from '../../platform/errors/index.ts'
import { factText } from './types.ts'
import { misuseSubjectOf, findSuspension } from './find-suspension.ts'
import {
  moderatorTransition,
  requireInstance,
  transitionProceeding,
  requireReviewer,
  type ProceedingContext,
  type ActionContext,
} from './action-context.ts'

/** The record, not the reviewer's own statement, shows that the reviewer is not the first decider. */
export async function reviewComplaint(
  context: ActionContext,
  { instance: id, qualification }: Extract<ModerationAction, { type: 'start-complaint-review' }>,
): Promise<void> {
  requireReviewer(context)
  const { origin, facts } = requireInstance(context, id)
  if (facts['addressee'] === 'notifier') await checkComplainant(context)
  const decided = origin === undefined ? undefined : context.state.instances[origin]
  const first = [decided, context.state.instances[decided?.origin ?? '']].flatMap((one) =>
    (one?.path ?? []).filter(({ action }) => action === 'decide' || action === 'impose'),
  )
  const otherPerson = first.every(({ by }) => by.id !== context.person.id)
  await transitionProceeding(context, [
    {
      type: 'transition',
      id,
      transition: 'start-review',
      role: 'qualified-reviewer',
      fields: { qualification, otherPerson },
    },
  ])
}

/** A complaint by a suspended person keeps its place and waits. */
async function checkComplainant({ handle, organisationId, notice }: ActionContext): Promise<void> {
  const { fromOrganisation } = notice
  const inside = fromOrganisation === null ? undefined : { organisationId: fromOrganisation }
  const subject = misuseSubjectOf({ inside, email: Email.safeParse(notice.notice.email).data })
  const suspended = await findSuspension(handle, organisationId, { role: 'complainant', subject })
  if (suspended === undefined) return
  const message = `complaints of this person are suspended for misuse until the end of ${suspended.until}`
  throw new AppError({ code: 'complainant-suspended', message })
}

export async function selectBuyers(
  context: ProceedingContext,
  { instance, purchases }: Extract<FollowUpAction, { type: 'select-buyers' }>,
): Promise<void> {
  const buyers = requireInstance(context, instance)
  const awareOn = factText(buyers, 'awareOn')
  if (buyers.part !== 'buyer-notification' || awareOn === undefined) {
    const message = `${instance} is not a buyer notification`
    throw new AppError({ code: 'workflow-instance-kind-mismatch', message, pointer: '/instance' })
  }
  const { reachable, unreachable } = buyersToNotify(purchases, awareOn)
  const fields = { buyersWithContact: reachable.length, buyersWithoutContact: unreachable.length }
  await transitionProceeding(context, [moderatorTransition(buyers.id, 'select', fields)])
}

const informedOf = ['illegality', 'trader', 'redress']

export async function notifyBuyers(context: ProceedingContext, id: string): Promise<void> {
  const { facts } = requireInstance(context, id)
  const transition = facts['buyersWithoutContact'] === 0 ? 'notify' : 'notify-reachable'
  const nobody = facts['buyersWithContact'] === 0 && facts['buyersWithoutContact'] === 0
  await transitionProceeding(context, [
    nobody
      ? moderatorTransition(id, 'record-no-buyers', {})
      : moderatorTransition(id, transition, { messageParts: informedOf }),
  ])
}

export async function recordBuyerPublication(
  context: ProceedingContext,
  { instance: id, publishedAt }: Extract<FollowUpAction, { type: 'record-publication' }>,
): Promise<void> {
  const { state } = requireInstance(context, id)
  const transition = state === 'notified-in-part' ? 'publish-remaining' : 'publish'
  await transitionProceeding(context, [
    moderatorTransition(id, transition, { messageParts: informedOf, publishedAt }),
  ])
}
