import type { ProceedingAct, ReceptionAct } from '@touchstone/contract'
import { buyersToTell, type CaseState, type Matter } from '@touchstone/jurisdiction'
import { recordEvent } from '../audit/index.ts'
import { actInHouse, caseInHouse } from '../enforcement/index.ts'
import type { Actor } from '../identity/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { moderatorOf, notAllowed, readerOf } from './house.ts'
import { flaggersOf } from './house-store.ts'
import { descendantsOf, factText, urgencyOf, type QueueMessage } from './model.ts'
import { markFiled, statementsOf } from './measures-store.ts'
import { mayReview } from './policy.ts'
import { flaggerOf } from './receiving.ts'
import { impose, noMail } from './restricting.ts'
import {
  findNotice,
  findOwnOffer,
  itemsOf,
  setOffer,
  setUrgency,
  type KeptItem,
  type KeptNotice,
} from './store.ts'
import {
  complainantTold,
  informed,
  tellComplainant,
  tellNotifier,
  type Telling,
} from './telling.ts'
import { endByVariation, reinstate } from './undoing.ts'
import { plainActOf } from './plain-acts.ts'

type Person = Extract<Actor, { kind: 'person' }>

export type Acting = {
  handle: Handle
  actor: Actor
  now: Date
  queueMessage: QueueMessage | undefined
  input: { id: string; position: number; act: ReceptionAct }
}

type Scene = Omit<Acting, 'actor'> & {
  person: Person
  organisationId: string
  notice: KeptNotice
  item: KeptItem
  state: CaseState
  /** Whether a machine's word on the offer lay beside the notice. */
  assessed: boolean
}

/** Does one thing about an item; every step is the regime's, and what it brings follows in the same transaction. */
export async function actOnItem(asked: Acting): Promise<void> {
  const person = moderatorOf(asked.actor)
  const { organisationId } = person
  const { handle, input } = asked
  const { notice, item } = await findItem(handle, organisationId, input)
  const { state } = await caseInHouse({
    ...{ handle, organisationId, input: { id: item.proceedingId, lock: true } },
  })
  const assessed = item.listingId !== null
  await perform({ ...asked, person, organisationId, notice, item, state, assessed })
}

export async function findItem(
  handle: Handle,
  organisationId: string,
  { id, position }: { id: string; position: number },
): Promise<{ notice: KeptNotice; item: KeptItem }> {
  const notice = await findNotice(handle, organisationId, { id })
  const item = (await itemsOf(handle, organisationId, id)).find((one) => one.position === position)
  if (notice !== undefined && item !== undefined) return { notice, item }
  const message = `there is no item ${position} of a notice ${id}`
  throw new AppError({ code: 'not-found', message, pointer: '/id' })
}

/** A notice in the reader's organisation. */
export async function noticeIn(handle: Handle, actor: Actor, id: string): Promise<KeptNotice> {
  const notice = await findNotice(handle, readerOf(actor).organisationId, { id })
  if (notice !== undefined) return notice
  throw new AppError({ code: 'not-found', message: `there is no notice ${id}`, pointer: '/id' })
}

async function perform(scene: Scene): Promise<void> {
  const { act } = scene.input
  const own = scene.item.matter
  switch (act.act) {
    case 'match':
      return match(scene, act.listing)
    case 'triage':
      return triage(scene, act)
    case 'take-up':
    case 'resume':
      return moved(scene, [byModerator(own, act.act, {})])
    case 'ask':
      return moved(scene, [byModerator(own, 'ask', { question: act.question })])
    case 'answered':
      return moved(scene, [byModerator(own, 'answer', {})])
    case 'decide':
      return decide(scene, act)
    case 'restrict':
      await restrict(scene, act)
      return told(scene)
    case 'vary':
      return vary(scene, act)
    case 'drop':
      await moved(scene, [
        byModerator(inItem(scene, act.matter), 'drop', { dropReason: act.reason }),
      ])
      return told(scene)
    case 'reinstate':
      return undo(scene, act)
    case 'inform': {
      const telling = tellingOf(scene)
      return moved(scene, [informed(telling, act.reference)])
    }
    case 'filed':
      return filed(scene, act)
    case 'review-complaint':
      return review(scene, act)
    case 'uphold-complaint':
    case 'reject-complaint': {
      reviewerOf(scene)
      const { act: name, matter, ...fields } = act
      const transition = name === 'uphold-complaint' ? 'uphold' : 'reject'
      const id = inItem(scene, matter)
      const acts: ProceedingAct[] = [
        { type: 'act', id, transition, role: 'qualified-reviewer', fields },
      ]
      await moved(scene, acts)
      await tellComplainant({ ...tellingOf(scene), state: await stateNow(scene) }, id)
      return
    }
    case 'complainant-told': {
      const id = inItem(scene, act.matter)
      return moved(scene, [complainantTold(tellingOf(scene), id, act.reference)])
    }
    case 'referred': {
      const origin = inItem(scene, act.origin)
      const fields = { body: act.body }
      const id = `${origin}/body-${Object.keys(scene.state.matters).length}`
      return moved(scene, [{ type: 'open', id, machine: 'O', role: 'body-import', origin, fields }])
    }
    case 'select-buyers':
      return selectBuyers(scene, act)
    case 'buyers-told':
      return tellBuyers(scene, act.matter)
    case 'buyers-published':
      return publish(scene, act)
    default: {
      const { matter, ...given } = act
      const plain = plainActOf(given)
      if (plain.by === 'reviewer') reviewerOf(scene)
      const id = inItem(scene, matter)
      const { transition, role, fields } = plain
      return moved(scene, [{ type: 'act', id, transition, role, fields }])
    }
  }
}

type Fields = Record<string, string | number | boolean | string[]>

function byModerator(id: string, transition: string, fields: Fields): ProceedingAct {
  return { type: 'act', id, transition, role: 'moderator', fields }
}

async function moved(scene: Scene, acts: ProceedingAct[]): Promise<void> {
  const { handle, organisationId, item, now, person } = scene
  const input = { id: item.proceedingId, acts, now, person: person.id }
  await actInHouse({ handle, organisationId, input })
}

async function stateNow({ handle, organisationId, item }: Scene): Promise<CaseState> {
  return (await caseInHouse({ handle, organisationId, input: { id: item.proceedingId } })).state
}

function tellingOf({ handle, organisationId, item, state, now, queueMessage }: Scene): Telling {
  return { handle, organisationId, item, state, now, queueMessage }
}

async function told(scene: Scene): Promise<void> {
  await tellNotifier({ ...tellingOf(scene), state: await stateNow(scene) })
}

/** A matter that came of this item, however far: of others in the same proceeding their own items speak. */
function inItem({ state, item }: Scene, id: string): string {
  if (descendantsOf(state, item.matter).some((one) => one.id === id)) return id
  throw new AppError({
    code: 'not-found',
    message: `nothing called ${id} came of this item`,
    pointer: '/matter',
  })
}

function matterOf(scene: Scene, id: string): Matter {
  const matter = scene.state.matters[inItem(scene, id)]
  if (matter === undefined) throw new AppError({ code: 'internal', message: 'a matter was lost' })
  return matter
}

function reviewerOf({ person }: Scene): void {
  if (mayReview(person)) return
  throw notAllowed('this is for people with the role admin or reviewer')
}

async function match(scene: Scene, id: string): Promise<void> {
  const { handle, organisationId, item, notice } = scene
  const offer = await findOwnOffer(handle, organisationId, id)
  if (offer === undefined) {
    const message = `there is no offer ${id}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  await setOffer(handle, item, { listingId: offer.id, offerKey: offer.id })
  await recordEvent({
    ...{ handle, organisationId, action: 'notice-matched' },
    subject: { kind: 'notice', id: notice.id },
    detail: { position: item.position, listing: offer.id },
  })
}

async function triage(scene: Scene, act: Extract<ReceptionAct, { act: 'triage' }>): Promise<void> {
  const { handle, organisationId, notice, item } = scene
  const { ground } = notice.notice
  const sender = notice.fromOrganisation ?? undefined
  const named = act.flagger
  const flagger =
    named === undefined
      ? await flaggerOf(handle, organisationId, { sender, ground })
      : (await flaggersOf(handle, organisationId)).find(({ id }) => id === named)
  if (named !== undefined && flagger === undefined) {
    const message = `there is no flagger ${named}`
    throw new AppError({ code: 'not-found', message, pointer: '/flagger' })
  }
  const rank = flagger?.rank ?? 'normal'
  const { knowledge, knowledgeReason, lifeSafety, suspicion } = act
  await moved(scene, [
    byModerator(item.matter, 'triage', {
      ...{ rank, knowledge, knowledgeReason, lifeSafety },
      ...(rank === 'art22' &&
        flagger && {
          ...{ flagger: flagger.name, flaggerState: flagger.status, flaggerArea: flagger.areas },
          topic: ground ?? 'none named',
        }),
      ...(suspicion !== undefined && { suspicion }),
    }),
  ])
  await setUrgency(handle, item, urgencyOf({ rank, lifeSafety }))
}

async function decide(
  scene: Scene,
  { outcome, reasons, order }: Extract<ReceptionAct, { act: 'decide' }>,
): Promise<void> {
  const automatedDecision = scene.assessed ? 'partly' : 'not'
  await moved(scene, [
    byModerator(scene.item.matter, 'decide', {
      ...{ outcome, reasons, automatedDecision },
      ...(order !== undefined && { order }),
    }),
  ])
  await told(scene)
}

type Restricting = Extract<ReceptionAct, { act: 'restrict' }>

async function restrict(scene: Scene, wish: Omit<Restricting, 'act'>): Promise<void> {
  const { handle, organisationId, item, notice, now, person, queueMessage } = scene
  inItem({ ...scene, state: await stateNow(scene) }, wish.matter)
  const offer =
    item.listingId === null ? undefined : await findOwnOffer(handle, organisationId, item.listingId)
  const seller = sellerOf(offer?.listing)
  const disclosed = wish.statement.notifier !== undefined
  const sender = disclosed ? [notice.notice.email] : [notice.notice.email, notice.notice.name]
  await impose({
    ...{ handle, organisationId, wish, now, queueMessage },
    proceedingId: item.proceedingId,
    by: { person: person.id, role: 'moderator' },
    about: { offerKey: item.offerKey, listingId: item.listingId, seller: seller.id ?? null },
    known: [...seller.details, ...sender.flatMap((one) => one ?? [])].filter((one) => one !== ''),
  })
}

/** Who offers it, with every detail that no public record may hold. */
export function sellerOf(listing: Record<string, unknown> | undefined): {
  id: string | undefined
  details: string[]
} {
  const seller = (listing?.['seller'] ?? {}) as {
    id?: unknown
    name?: unknown
    identifiers?: { value?: unknown }[]
  }
  const values = [seller.name, ...(seller.identifiers ?? []).map(({ value }) => value)]
  return {
    id: typeof seller.id === 'string' ? seller.id : undefined,
    details: values.filter((one) => typeof one === 'string'),
  }
}

/** A decision is changed for another in one step: nothing is free between the two. */
async function vary(
  scene: Scene,
  { act: _, variation, ...wish }: Extract<ReceptionAct, { act: 'vary' }>,
): Promise<void> {
  const id = inItem(scene, wish.matter)
  const before = new Set(Object.keys(scene.state.matters))
  await moved(scene, [byModerator(id, 'vary', { variation })])
  const { handle, organisationId, item, now } = scene
  await endByVariation({
    ...{ handle, organisationId, proceedingId: item.proceedingId, matter: id, now },
  })
  const state = await stateNow(scene)
  const fresh = Object.keys(state.matters).find(
    (one) => !before.has(one) && state.matters[one]?.machine === 'R',
  )
  if (fresh === undefined) throw new AppError({ code: 'internal', message: 'no variation began' })
  await restrict(scene, { ...wish, matter: fresh })
}

async function undo(scene: Scene, act: Extract<ReceptionAct, { act: 'reinstate' }>): Promise<void> {
  const { handle, organisationId, item, now, person, queueMessage } = scene
  const { because, reason, deliver } = act
  if (because === 'complaint') reviewerOf(scene)
  if (deliver?.by === 'mail' && queueMessage === undefined) throw noMail()
  await reinstate({
    ...{ handle, organisationId, proceedingId: item.proceedingId, because, reason, now },
    matter: inItem(scene, act.matter),
    by: { person: person.id, role: because === 'complaint' ? 'qualified-reviewer' : 'moderator' },
    queueMessage,
    ...(deliver?.by === 'mail' && { mailTo: deliver.to }),
  })
}

async function filed(
  scene: Scene,
  { matter: id, duplicate }: Extract<ReceptionAct, { act: 'filed' }>,
): Promise<void> {
  const { handle, organisationId, item, now } = scene
  const filing = matterOf(scene, id)
  const kept = (await statementsOf(handle, organisationId, item.proceedingId)).find(
    ({ matter }) => matter === filing.origin,
  )
  if (kept?.recordHash == null) {
    const message = 'there is no record of this statement to file'
    throw new AppError({ code: 'conflict', message, pointer: '/matter' })
  }
  const fields = {
    ...{ puid: kept.statement.puid, contentHash: kept.recordHash.toString('hex'), duplicate },
    // Nothing is filed in a house's name but by it: under its own random number lies its own record.
    ...(duplicate && { sameHash: true }),
  }
  await moved(scene, [{ type: 'act', id, transition: 'file', role: 'automaton', fields }])
  await markFiled(handle, { proceedingId: item.proceedingId, matter: kept.matter }, now)
}

/** Whoever reviews is told apart from who decided first by the record, and not by his own word. */
async function review(
  scene: Scene,
  { matter: id, qualification }: Extract<ReceptionAct, { act: 'review-complaint' }>,
): Promise<void> {
  reviewerOf(scene)
  const { origin } = matterOf(scene, id)
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

async function selectBuyers(
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

async function tellBuyers(scene: Scene, id: string): Promise<void> {
  const { facts } = matterOf(scene, id)
  const transition = facts['withoutContact'] === 0 ? 'notify' : 'notify-held'
  const nobody = facts['withContact'] === 0 && facts['withoutContact'] === 0
  await moved(scene, [
    nobody ? byModerator(id, 'nobody', {}) : byModerator(id, transition, { told: toldOf }),
  ])
}

async function publish(
  scene: Scene,
  { matter: id, publishedAt }: Extract<ReceptionAct, { act: 'buyers-published' }>,
): Promise<void> {
  const { state } = matterOf(scene, id)
  const transition = state === 'NOTIFIED_IN_PART' ? 'publish-rest' : 'publish-all'
  await moved(scene, [byModerator(id, transition, { told: toldOf, publishedAt })])
}
