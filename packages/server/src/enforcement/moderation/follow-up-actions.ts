import type { FollowingAct } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import { file, noRecord } from './transparency-filings.ts'
import { settingsFor } from './settings.ts'
import { statementsOf } from './measures-repository.ts'
import { partiesIn, sellerOf } from './parties.ts'
import { plainActOf } from './simple-transitions.ts'
import { publish, selectBuyers, tellBuyers } from './complaint-review.ts'
import { refuseHeldAct } from './refuse-held-act.ts'
import { impose, noMail } from './impose-restriction.ts'
import { byModerator, inItem, matterOf, moved, reviewerOf, stateNow, type Ground } from './action-context.ts'
import { sellerLinkFor, type SellerLink } from './seller-link.ts'
import { findOwnOffer, lastRestrictedOffer } from './repository.ts'
import { endByVariation, reinstate } from './reinstate.ts'

type ActOf<N extends FollowingAct['act']> = Extract<FollowingAct, { act: N }>

/**
 * Does one thing about a restriction or what came of it, whatever led to it. Gives the seller's link where the
 * marketplace's own channel is to bring it.
 */
export async function follow(ground: Ground, act: FollowingAct): Promise<SellerLink | undefined> {
  await refuseHeldAct(ground, act)
  switch (act.act) {
    case 'restrict':
      return restrict(ground, act)
    case 'vary':
      return vary(ground, act)
    default:
      await step(ground, act)
      return undefined
  }
}

async function step(
  ground: Ground,
  act: Exclude<FollowingAct, { act: 'restrict' | 'vary' }>,
): Promise<void> {
  switch (act.act) {
    case 'drop': {
      const id = inItem(ground, act.matter)
      const fields = { dropReason: act.reason }
      return moved(ground, [{ type: 'act', id, transition: 'drop', role: ground.as, fields }])
    }
    case 'reinstate':
      return undo(ground, act)
    case 'filed':
      return filed(ground, act)
    case 'referred': {
      const origin = inItem(ground, act.origin)
      const fields = { body: act.body }
      const id = `${origin}/body-${Object.keys(ground.state.matters).length}`
      return moved(ground, [
        { type: 'open', id, machine: 'O', role: 'body-import', origin, fields },
      ])
    }
    case 'select-buyers':
      return selectBuyers(ground, act)
    case 'buyers-told':
      return tellBuyers(ground, act.matter)
    case 'buyers-published':
      return publish(ground, act)
    default: {
      const { matter, ...given } = act
      const { transition, role, fields } = plainActOf(given)
      return moved(ground, [{ type: 'act', id: inItem(ground, matter), transition, role, fields }])
    }
  }
}

async function restrict(
  ground: Ground,
  wish: Omit<ActOf<'restrict'>, 'act'>,
): Promise<SellerLink | undefined> {
  const { handle, organisationId, proceedingId, about, now, person, queueMessage } = ground
  inItem({ ...ground, state: await stateNow(ground) }, wish.matter)
  const { offer, known } = await partiesOf(ground, wish.statement)
  const house = await settingsFor(handle, organisationId)
  return impose({
    handle,
    organisationId,
    wish,
    now,
    queueMessage,
    proceedingId,
    linkFor: (matter, by) =>
      sellerLinkFor({
        handle,
        organisationId,
        proceedingId,
        matter,
        house,
        by,
        now,
        offer,
        links: ground.sellerLinks,
      }),
    by: { person: person.id, role: ground.as },
    about: { ...about, seller: about.seller ?? sellerOf(offer?.listing).id ?? null },
    known,
  })
}

/** Whom a statement is about: by what offer it is known how to write to him, and what no public record may hold of him. */
export async function partiesOf(
  ground: Pick<Ground, 'handle' | 'organisationId' | 'about' | 'notice'>,
  statement: ActOf<'restrict'>['statement'],
): Promise<{ offer: Awaited<ReturnType<typeof findOwnOffer>>; known: string[] }> {
  const { about, notice } = ground
  const offer = await offerAbout(ground)
  const own = about.seller === undefined ? [] : [about.seller]
  return { offer, known: [...partiesIn(notice, offer?.listing, statement), ...own] }
}

/** The offer, or of a seller the one by which it is known how to write to it. */
async function offerAbout({
  handle,
  organisationId,
  about: { listingId, seller },
}: Pick<Ground, 'handle' | 'organisationId' | 'about'>): ReturnType<typeof findOwnOffer> {
  if (listingId !== null) return findOwnOffer(handle, organisationId, listingId)
  return seller === undefined ? undefined : lastRestrictedOffer(handle, organisationId, seller)
}

/** A decision is changed for another in one step: nothing is free between the two. */
async function vary(
  ground: Ground,
  { act: _, variation, ...wish }: ActOf<'vary'>,
): Promise<SellerLink | undefined> {
  const id = inItem(ground, wish.matter)
  const before = new Set(Object.keys(ground.state.matters))
  await moved(ground, [byModerator(id, 'vary', { variation })])
  const { handle, organisationId, proceedingId, now } = ground
  await endByVariation({ handle, organisationId, proceedingId, matter: id, now })
  const state = await stateNow(ground)
  const fresh = Object.keys(state.matters).find(
    (one) => !before.has(one) && state.matters[one]?.machine === 'R',
  )
  if (fresh === undefined) throw new AppError({ code: 'internal', message: 'no variation began' })
  return restrict(ground, { ...wish, matter: fresh })
}

async function undo(ground: Ground, act: ActOf<'reinstate'>): Promise<void> {
  const { handle, organisationId, proceedingId, now, person, queueMessage } = ground
  const { because, reason, deliver } = act
  if (because === 'complaint') reviewerOf(ground)
  if (deliver?.by === 'mail' && queueMessage === undefined) throw noMail()
  await reinstate({
    handle,
    organisationId,
    proceedingId,
    because,
    reason,
    now,
    matter: inItem(ground, act.matter),
    by: { person: person.id, role: because === 'complaint' ? 'qualified-reviewer' : 'moderator' },
    queueMessage,
    ...(deliver?.by === 'mail' && { mailTo: deliver.to }),
  })
}

async function filed(ground: Ground, { matter, duplicate }: ActOf<'filed'>): Promise<void> {
  const { handle, organisationId, proceedingId, now, person } = ground
  const filing = matterOf(ground, matter)
  const statement = (await statementsOf(handle, organisationId, proceedingId)).find(
    (one) => one.matter === filing.origin,
  )
  if (statement === undefined) throw noRecord('/matter')
  await file({ handle, statement, filing: filing.id, duplicate, now, person: person.id })
}
