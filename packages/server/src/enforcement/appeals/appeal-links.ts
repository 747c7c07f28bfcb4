import { randomUUID } from 'node:crypto'
import type { SellerLanguage } from '@touchstone/contract'
import { isHeld, refuseHeld, type HeldItem, type HeldThing } from '../confidentiality-holds/index.ts'
import { caseInHouse } from '../proceedings/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findAsk } from './proof-requests-repository.ts'
import { letterOf } from './letters/index.ts'
import { dayMilliseconds, newToken, referenceOf, standingFor, type Link } from './types.ts'
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
import {
  insertLink,
  pageOfLinks,
  revokeEarlier,
  revokeLinkRow,
  type LinkFilter,
  type Page,
} from './repository.ts'

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

type Minted = { link: Link; url: string; text: string; reviewed: boolean }

/** Makes a link that opens once; what is told here is told never again. */
export async function mintLink(asked: Asked<LinkWish>): Promise<Minted> {
  const { organisationId } = personWho(asked.actor, mayWriteToSellers, forThoseWhoWrite)
  const inHouse = { ...asked, organisationId }
  const about = await aboutOf(inHouse)
  await refuseHeld(asked.handle, about)
  return make(inHouse, about.sellerHash)
}

/** As `mintLink`, for a room of the house that has settled who acts; none for what is held. */
export async function linkInHouse(asked: InHouse): Promise<Minted | undefined> {
  const about = await aboutOf(asked)
  return (await isHeld(asked.handle, about)) ? undefined : make(asked, about.sellerHash)
}

type InHouse = { handle: Handle; organisationId: string; input: LinkWish }
type About = HeldItem & { sellerHash: Buffer }

/** What an embargo may stand on. */
async function aboutOf(asked: InHouse): Promise<About> {
  const { handle, organisationId, input } = asked
  const { now, seller, proceeding, ask = '' } = input
  await checkAbout(asked)
  const sellerHash = pseudonymOf(await saltOf(handle, organisationId), seller)
  const about: HeldThing =
    proceeding === undefined
      ? { kind: 'proof-ask', id: ask }
      : { kind: 'proceeding', id: proceeding }
  return { organisationId, now, about, sellerHash }
}

async function make(asked: InHouse, sellerHash: Buffer): Promise<Minted> {
  const { handle, organisationId, input } = asked
  const { now, seller } = input
  const link: Link = {
    id: randomUUID(),
    organisationId,
    sellerHash,
    proceedingId: input.proceeding ?? null,
    askId: input.ask ?? null,
    matter: input.matter ?? null,
    marketplace: seller.marketplace,
    sellerId: seller.id,
    ownWay: input.ownWay,
    madeAt: now,
    openedAt: null,
    revokedAt: null,
    expiresAt: new Date(now.getTime() + input.days * dayMilliseconds),
  }
  const { token, hash } = newToken()
  await revokeEarlier(handle, link)
  await insertLink(handle, link, hash)
  await note({
    handle,
    organisationId,
    action: 'answer-link-made',
    subject: { kind: 'answer-link', id: link.id },
    detail: { proceeding: link.proceedingId, ask: link.askId },
  })
  const url = `${input.publicUrl ?? ''}/answer#${token}`
  const { text, reviewed } = letterOf(input.locale, {
    marketplace: await nameOf(handle, organisationId),
    url,
    ownWay: link.ownWay,
    reference: referenceOf(link),
    until: link.expiresAt,
  })
  return { link, url, text, reviewed }
}

/** That what the link names is there, the organisation's own, and the seller's. */
async function checkAbout({ handle, organisationId, input }: InHouse): Promise<void> {
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
    return
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
}

/** Ends a link, and with it the page that it opened. */
export async function revokeLink(asked: Asked<{ id: string; now: Date }>): Promise<Link> {
  const { handle, input } = asked
  const { organisationId } = personWho(asked.actor, mayWriteToSellers, forThoseWhoWrite)
  const link = await revokeLinkRow(handle, { organisationId, ...input })
  if (link === undefined) throw absent('link', input.id)
  await note({
    handle,
    organisationId,
    action: 'answer-link-revoked',
    subject: { kind: 'answer-link', id: link.id },
  })
  return link
}

export async function linksOf(asked: Asked<Page<LinkFilter>>): Promise<Link[]> {
  const { organisationId } = personWho(asked.actor, mayListAnswers, forMembers)
  await noteListing(asked.handle, organisationId, 'links')
  return pageOfLinks(asked.handle, { organisationId, ...asked.input })
}
