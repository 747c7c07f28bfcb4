import { Email, type ReceptionAct } from '@touchstone/contract'
import { buyersToTell } from '@touchstone/jurisdiction'
import { AppError } from '../platform/errors/index.ts'
import { factText } from './model.ts'
import { subjectOf, suspensionOf } from './receiving.ts'
import { byModerator, matterOf, moved, reviewerOf, type Scene } from './scene.ts'

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
      ...{ type: 'act', id, transition: 'take-up', role: 'qualified-reviewer' },
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
  scene: Scene,
  { matter, purchases }: Extract<ReceptionAct, { act: 'select-buyers' }>,
): Promise<void> {
  const buyers = matterOf(scene, matter)
  const awareOn = factText(buyers, 'awareOn')
  if (buyers.machine !== 'B' || awareOn === undefined) {
    const message = `${matter} is no matter of buyers`
    throw new AppError({ code: 'bad-input', message, pointer: '/matter' })
  }
  const { held, notHeld } = buyersToTell(purchases, awareOn)
  const fields = { withContact: held.length, withoutContact: notHeld.length }
  await moved(scene, [byModerator(buyers.id, 'select', fields)])
}

const toldOf = ['illegality', 'trader', 'redress']

export async function tellBuyers(scene: Scene, id: string): Promise<void> {
  const { facts } = matterOf(scene, id)
  const transition = facts['withoutContact'] === 0 ? 'notify' : 'notify-held'
  const nobody = facts['withContact'] === 0 && facts['withoutContact'] === 0
  await moved(scene, [
    nobody ? byModerator(id, 'nobody', {}) : byModerator(id, transition, { told: toldOf }),
  ])
}

export async function publish(
  scene: Scene,
  { matter: id, publishedAt }: Extract<ReceptionAct, { act: 'buyers-published' }>,
): Promise<void> {
  const { state } = matterOf(scene, id)
  const transition = state === 'NOTIFIED_IN_PART' ? 'publish-rest' : 'publish-all'
  await moved(scene, [byModerator(id, transition, { told: toldOf, publishedAt })])
}
