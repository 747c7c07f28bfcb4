import { Email, type FollowingAct, type ReceptionAct } from '@touchstone/contract'
import { buyersToTell } from '@touchstone/jurisdiction'
import { AppError } from '../../platform/errors/index.ts'
import { factText } from './types.ts'
import { subjectOf, suspensionOf } from './receive-notice.ts'
import { byModerator, matterOf, moved, reviewerOf, type Ground, type Scene } from './action-context.ts'

/** Whoever reviews is told apart from who decided first by the record, and not by his own word. */
export async function review(
  scene: Scene,
  { matter: id, qualification }: Extract<ReceptionAct, { act: 'review-complaint' }>,
): Promise<void> {
  reviewerOf(scene)
  const { origin, facts } = matterOf(scene, id)
  if (facts['addressee'] === 'notifier') await checkComplainant(scene)
  const decided = origin === undefined ? undefined : scene.state.matters[origin]
  const first = [decided, scene.state.matters[decided?.origin ?? '']].flatMap((one) =>
    (one?.path ?? []).filter(({ done }) => done === 'decide' || done === 'impose'),
  )
  const otherPerson = first.every(({ by }) => by.id !== scene.person.id)
  await moved(scene, [
    {
      type: 'act',
      id,
      transition: 'take-up',
      role: 'qualified-reviewer',
      fields: { qualification, otherPerson },
    },
  ])
}

/** A complaint of somebody who is suspended keeps its place, and waits. */
async function checkComplainant({ handle, organisationId, notice }: Scene): Promise<void> {
  const { fromOrganisation } = notice
  const inside = fromOrganisation === null ? undefined : { organisationId: fromOrganisation }
  const subject = subjectOf({ inside, email: Email.safeParse(notice.notice.email).data })
  const suspended = await suspensionOf(handle, organisationId, { role: 'complainant', subject })
  if (suspended === undefined) return
  const message = `complaints of this person wait until the end of ${suspended.until}: it is suspended for misuse`
  throw new AppError({ code: 'conflict', message })
}

export async function selectBuyers(
  ground: Ground,
  { matter, purchases }: Extract<FollowingAct, { act: 'select-buyers' }>,
): Promise<void> {
  const buyers = matterOf(ground, matter)
  const awareOn = factText(buyers, 'awareOn')
  if (buyers.machine !== 'B' || awareOn === undefined) {
    const message = `${matter} is no matter of buyers`
    throw new AppError({ code: 'bad-input', message, pointer: '/matter' })
  }
  const { held, notHeld } = buyersToTell(purchases, awareOn)
  const fields = { withContact: held.length, withoutContact: notHeld.length }
  await moved(ground, [byModerator(buyers.id, 'select', fields)])
}

const toldOf = ['illegality', 'trader', 'redress']

export async function tellBuyers(ground: Ground, id: string): Promise<void> {
  const { facts } = matterOf(ground, id)
  const transition = facts['withoutContact'] === 0 ? 'notify' : 'notify-held'
  const nobody = facts['withContact'] === 0 && facts['withoutContact'] === 0
  await moved(ground, [
    nobody ? byModerator(id, 'nobody', {}) : byModerator(id, transition, { told: toldOf }),
  ])
}

export async function publish(
  ground: Ground,
  { matter: id, publishedAt }: Extract<FollowingAct, { act: 'buyers-published' }>,
): Promise<void> {
  const { state } = matterOf(ground, id)
  const transition = state === 'NOTIFIED_IN_PART' ? 'publish-rest' : 'publish-all'
  await moved(ground, [byModerator(id, transition, { told: toldOf, publishedAt })])
}
