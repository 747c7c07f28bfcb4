import type { ProceedingAct, ReceptionAct } from '@touchstone/contract'
import { recordEvent } from '../audit/index.ts'
import { caseInHouse } from '../enforcement/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { moderatorOf, settingsFor } from './house.ts'
import { flaggersOf } from './house-store.ts'
import { urgencyOf } from './model.ts'
import { markFiled, statementsOf } from './measures-store.ts'
import { plainActOf } from './plain-acts.ts'
import { flaggerOf } from './receiving.ts'
import { publish, review, selectBuyers, tellBuyers } from './redress.ts'
import { partiesIn, sellerOf } from './parties.ts'
import { impose, noMail } from './restricting.ts'
import {
  byModerator,
  findItem,
  inItem,
  matterOf,
  moved,
  reviewerOf,
  stateNow,
  tellingOf,
  told,
  type Acting,
  type Scene,
} from './scene.ts'
import { sellerLinkFor, type SellerLink } from './seller-link.ts'
import { findOwnOffer, setOffer, setUrgency } from './store.ts'
import { complainantTold, informed, tellComplainant } from './telling.ts'
import { endByVariation, reinstate } from './undoing.ts'

/**
 * Does one thing about an item; every step is the regime's, and what it brings follows in the same transaction. Gives the
 * seller's link where the marketplace's own channel is to bring it.
 */
export async function actOnItem(asked: Acting): Promise<SellerLink | undefined> {
  const person = moderatorOf(asked.actor)
  const { organisationId } = person
  const { handle, input } = asked
  const { notice, item } = await findItem(handle, organisationId, input)
  const { state } = await caseInHouse({
    ...{ handle, organisationId, input: { id: item.proceedingId, lock: true } },
  })
  const assessed = item.listingId !== null
  return perform({ ...asked, person, organisationId, notice, item, state, assessed })
}

async function perform(scene: Scene): Promise<SellerLink | undefined> {
  const { act } = scene.input
  if (act.act === 'vary') return vary(scene, act)
  if (act.act !== 'restrict') {
    await step(scene, act)
    return undefined
  }
  const link = await restrict(scene, act)
  await told(scene)
  return link
}

type Step = Exclude<ReceptionAct, { act: 'restrict' | 'vary' }>

async function step(scene: Scene, act: Step): Promise<void> {
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
      return moved(scene, [byModerator(own, 'answer', { answer: act.text })])
    case 'decide':
      return decide(scene, act)
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
    subject: { kind: 'received-notice', id: notice.id },
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

async function restrict(
  scene: Scene,
  wish: Omit<Restricting, 'act'>,
): Promise<SellerLink | undefined> {
  const { handle, organisationId, item, notice, now, person, queueMessage } = scene
  inItem({ ...scene, state: await stateNow(scene) }, wish.matter)
  const offer =
    item.listingId === null ? undefined : await findOwnOffer(handle, organisationId, item.listingId)
  const { proceedingId } = item
  const house = await settingsFor(handle, organisationId)
  return impose({
    ...{ handle, organisationId, wish, now, queueMessage, proceedingId },
    linkFor: (matter, by) =>
      sellerLinkFor({
        ...{ handle, organisationId, proceedingId, matter, house, by, now },
        ...{ offer, links: scene.sellerLinks },
      }),
    by: { person: person.id, role: 'moderator' },
    about: {
      ...{ offerKey: item.offerKey, listingId: item.listingId },
      seller: sellerOf(offer?.listing).id ?? null,
    },
    known: partiesIn(notice, offer?.listing, wish.statement),
  })
}

/** A decision is changed for another in one step: nothing is free between the two. */
async function vary(
  scene: Scene,
  { act: _, variation, ...wish }: Extract<ReceptionAct, { act: 'vary' }>,
): Promise<SellerLink | undefined> {
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
  return restrict(scene, { ...wish, matter: fresh })
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
