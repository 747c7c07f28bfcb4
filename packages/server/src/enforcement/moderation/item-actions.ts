import type { FollowingAct, ProceedingAct, ReceptionAct } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { caseInHouse } from '../proceedings/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { follow } from './follow-up-actions.ts'
import { moderatorOf } from './settings.ts'
import { flaggersOf } from './settings-repository.ts'
import { urgencyOf } from './types.ts'
import { plainActOf } from './simple-transitions.ts'
import { flaggerOf } from './receive-notice.ts'
import { review } from './complaint-review.ts'
import { refuseHeldAct } from './refuse-held-act.ts'
import {
  byModerator,
  findItem,
  inItem,
  moved,
  reviewerOf,
  stateNow,
  tellingOf,
  told,
  type Acting,
  type Scene,
} from './action-context.ts'
import type { SellerLink } from './seller-link.ts'
import { findOwnOffer, setOffer, setUrgency } from './repository.ts'
import { complainantTold, informed, tellComplainant } from './notify-notifier.ts'

/**
 * Does one thing about an item; every step is the regime's, and what it brings follows in the same transaction. Gives the
 * seller's link where the marketplace's own channel is to bring it.
 */
export async function actOnItem(asked: Acting): Promise<SellerLink | undefined> {
  const person = moderatorOf(asked.actor)
  const { organisationId } = person
  const { handle, input } = asked
  const { notice, item } = await findItem(handle, organisationId, input)
  const { proceedingId, matter: root, offerKey, listingId } = item
  const { state } = await caseInHouse({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  return perform({
    ...asked,
    person,
    organisationId,
    notice,
    item,
    state,
    proceedingId,
    root,
    about: { offerKey, listingId },
    as: 'moderator',
    assessed: listingId !== null,
  })
}

type Step = Exclude<ReceptionAct, FollowingAct>

async function perform(scene: Scene): Promise<SellerLink | undefined> {
  const { act } = scene.input
  if (isOfItem(act)) {
    await step(scene, act)
    return undefined
  }
  const link = await follow(scene, act)
  // With these it is settled what comes of the decision.
  if (act.act === 'restrict' || act.act === 'drop') await told(scene)
  return link
}

/** Steps on the item itself and on complaints of whoever sent it; all others follow a restriction. */
const itemActs: Readonly<Record<Step['act'], true>> = {
  match: true,
  triage: true,
  'take-up': true,
  ask: true,
  answered: true,
  resume: true,
  decide: true,
  inform: true,
  'report-safety': true,
  'safety-not-met': true,
  'review-complaint': true,
  'uphold-complaint': true,
  'reject-complaint': true,
  'complainant-told': true,
}

function isOfItem(act: ReceptionAct): act is Step {
  return Object.hasOwn(itemActs, act.act)
}

async function step(scene: Scene, act: Step): Promise<void> {
  await refuseHeldAct(scene, act)
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
    case 'inform': {
      const telling = tellingOf(scene)
      return moved(scene, [informed(telling, act.reference)])
    }
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
    default: {
      const { matter, ...given } = act
      const { transition, role, fields, by } = plainActOf(given)
      if (by === 'reviewer') reviewerOf(scene)
      const id = inItem(scene, matter)
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
    handle,
    organisationId,
    action: 'notice-matched',
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
      rank,
      knowledge,
      knowledgeReason,
      lifeSafety,
      ...(rank === 'art22' &&
        flagger && {
          flagger: flagger.name,
          flaggerState: flagger.status,
          flaggerArea: flagger.areas,
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
      outcome,
      reasons,
      automatedDecision,
      ...(order !== undefined && { order }),
    }),
  ])
  await told(scene)
}
