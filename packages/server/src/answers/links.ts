import { randomUUID } from 'node:crypto'
import type { SellerLanguage } from '@touchstone/contract'
import { refuseHeld } from '../embargo/index.ts'
import { caseInHouse } from '../enforcement/index.ts'
import { pseudonymOf, saltOf } from '../personal/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { findAsk } from './asks-store.ts'
import { letterOf } from './letters/index.ts'
import { dayMilliseconds, newToken, referenceOf, standingFor, type Link } from './model.ts'
import { mayListAnswers, mayWriteToSellers } from './policy.ts'
import {
  absent,
  forMembers,
  forThoseWhoWrite,
  nameOf,
  note,
  noteListing,
  personWho,
  type Asked,
} from './service.ts'
import { insertLink, pageOfLinks, revokeEarlier, revokeLinkRow, type Place } from './store.ts'

export type LinkWish = {
  proceeding?: string | undefined
  ask?: string | undefined
  matter?: string | undefined
  seller: { marketplace: string; id: string }
  ownWay: string
  locale: SellerLanguage
  days: number
  now: Date
  /** Where browsers reach the server; a path alone where that is not known. */
  publicUrl: string | undefined
}

/** Makes a link that opens once; what is told here is told never again. */
export async function mintLink(
  asked: Asked<LinkWish>,
): Promise<{ link: Link; url: string; text: string; reviewed: boolean }> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayWriteToSellers, forThoseWhoWrite)
  const { now, seller } = input
  const listing = await checkAbout(asked, organisationId)
  const sellerHash = pseudonymOf(await saltOf(handle, organisationId), seller)
  const { proceeding = null } = input
  await refuseHeld(handle, { organisationId, now, listing, proceeding, sellerHash })
  const link: Link = {
    ...{ id: randomUUID(), organisationId, sellerHash },
    ...{ proceedingId: input.proceeding ?? null, askId: input.ask ?? null },
    ...{ matter: input.matter ?? null, marketplace: seller.marketplace, sellerId: seller.id },
    ...{ ownWay: input.ownWay, madeAt: now, openedAt: null, revokedAt: null },
    expiresAt: new Date(now.getTime() + input.days * dayMilliseconds),
  }
  const { token, hash } = newToken()
  await revokeEarlier(handle, link)
  await insertLink(handle, link, hash)
  await note({
    ...{ handle, organisationId, action: 'answer-link-made' },
    subject: { kind: 'answer-link', id: link.id },
    detail: { proceeding: link.proceedingId, ask: link.askId },
  })
  const url = `${input.publicUrl ?? ''}/answer#${token}`
  const { text, reviewed } = letterOf(input.locale, {
    ...{ marketplace: await nameOf(handle, organisationId), url, ownWay: link.ownWay },
    ...{ reference: referenceOf(link), until: link.expiresAt },
  })
  return { link, url, text, reviewed }
}

/** That what the link names is there, the organisation's own, and the seller's; the offer of an ask. */
async function checkAbout(
  { handle, input }: Asked<LinkWish>,
  organisationId: string,
): Promise<string | null> {
  if (input.proceeding !== undefined) {
    const inHouse = { handle, organisationId, input: { id: input.proceeding } }
    const { state } = await caseInHouse(inHouse).catch((cause: unknown) => {
      if (!(cause instanceof AppError) || cause.code !== 'not-found') throw cause
      throw absent('proceeding', input.proceeding ?? '', '/proceeding')
    })
    const { restriction } = standingFor(state, input.matter ?? null)
    if (input.matter !== undefined && restriction === undefined) {
      throw absent('restriction', input.matter, '/matter')
    }
    return null
  }
  const ask = await findAsk(handle, input.ask ?? '')
  if (ask === undefined) throw absent('request for proof', input.ask ?? '', '/ask')
  const { marketplace, id } = input.seller
  if (ask.sellerId !== id || ask.marketplace !== marketplace) {
    throw new AppError({
      code: 'bad-input',
      message: '/seller is not the seller who was asked for this proof',
      pointer: '/seller',
    })
  }
  return ask.listingId
}

/** Ends a link, and with it the page that it opened. */
export async function revokeLink(asked: Asked<{ id: string; now: Date }>): Promise<Link> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayWriteToSellers, forThoseWhoWrite)
  const link = await revokeLinkRow(handle, { organisationId, ...input })
  if (link === undefined) throw absent('link', input.id)
  await note({
    ...{ handle, organisationId, action: 'answer-link-revoked' },
    subject: { kind: 'answer-link', id: link.id },
  })
  return link
}

export async function linksOf(asked: Asked<{ limit: number; after?: Place }>): Promise<Link[]> {
  const { organisationId } = personWho(asked.actor, mayListAnswers, forMembers)
  await noteListing(asked.handle, organisationId, 'links')
  return pageOfLinks(asked.handle, { organisationId, ...asked.input })
}
