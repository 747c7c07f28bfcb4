import type { NoticeFollowUp } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { refreshInternalState, operatorContext } from './internal-delivery.ts'
import type { RecipientRow } from './types.ts'
import type { NoticePorts } from './ports.ts'
import {
  conflict,
  loadNoticeView,
  requireVisibleNotice,
  requireSender,
  type NoticeView,
} from './service.ts'
import { addEvent, findNotice, recipientsOf } from './repository.ts'

type Pursuing = { store: Store; ports: NoticePorts; now: () => Date }
type Pursuit = {
  actor: Actor
  id: string
  /** Which marketplace, where the notice went to several. */
  organisation: string | undefined
  act: NoticeFollowUp
}

/**
 * Answers, complains or refers at a marketplace inside, in the name of the organisation that sent the notice. The
 * marketplace learns which organisation acted, and not which of its people: that stands in the sender's own record,
 * which is written in the same transaction.
 */
export async function performNotifierAction(
  { store, ports, now }: Pursuing,
  { actor, id, organisation, act }: Pursuit,
): Promise<NoticeView> {
  const { reception } = ports
  if (reception === undefined) {
    throw conflict('this installation takes no notices inside the alliance')
  }
  const asked = { actor, input: { id } }
  const by = { kind: 'person', id: requireSender(actor).id } as const
  const sender = contextOf(actor)
  const { place, received, target } = await store.transact(sender, async (handle) => {
    const kept = await requireVisibleNotice({ handle, ...asked })
    if (kept.state !== 'sent') throw conflict(`the notice is ${kept.state}; nobody acts on it`)
    return receiverOf(handle, kept.id, organisation)
  })
  await store.transact(operatorContext, async (handle) => {
    // Locked before the marketplace's side, as whoever withdraws does.
    const kept = await findNotice(handle, id, true)
    if (kept?.state !== 'sent') throw conflict('the notice was withdrawn meanwhile')
    const at = now()
    await reception.actForSender({ handle, noticeId: received, act, now: at })
    await refreshInternalState(handle, id, place, reception, at)
    const { organisationId } = kept
    await addEvent(handle, kept, { kind: 'pursued', data: { to: target, ...act }, by }, at)
    const subject = { kind: 'notice', id } as const
    await recordEvent({ handle, organisationId, action: 'notice-pursued', subject, by })
  })
  return store.transact(sender, (handle) => loadNoticeView(handle, id))
}

async function receiverOf(
  handle: Transaction,
  id: string,
  organisation: string | undefined,
): Promise<{ place: number; received: string; target: string }> {
  const all = await recipientsOf(handle, id)
  const found = all.flatMap(({ place, received, target, by }: RecipientRow) =>
    by === 'inside' && received !== null && (organisation ?? target) === target
      ? [{ place, received, target }]
      : [],
  )
  const [one, another] = found
  if (one === undefined) throw conflict('no marketplace of this installation has the notice')
  if (another === undefined) return one
  const slugs = found.map(({ target }) => target).join(', ')
  throw conflict(`the notice is with ${slugs}: say in /organisation which of them is meant`)
}
