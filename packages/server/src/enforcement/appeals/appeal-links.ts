import { randomUUID } from 'node:crypto'
import type { SellerLanguage } from '@touchstone/contract'
import {
  isOnHold,
  assertNotOnHold,
  type HeldItem,
  type HeldThing,
} from '../confidentiality-holds/index.ts'
import { loadProceeding } from '../proceedings/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findProofRequest } from './proof-requests-repository.ts'
import { letterOf } from './letters/index.ts'
import {
  dayMilliseconds,
  newLinkToken,
  referenceOf,
  workflowsOf,
  type AppealLinkRow,
} from './types.ts'
import { mayListAppeals, mayWriteToSellers } from './policy.ts'
import {
  notFound,
  membersOnly,
  writersOnly,
  organisationNameOf,
  recordAppealEvent,
  recordListRead,
  requireUser,
  type ServiceInput,
} from './service.ts'
import {
  insertLink,
  pageOfLinks,
  revokeEarlierLinks,
  markLinkRevoked,
  type LinkFilter,
  type PageQuery,
} from './repository.ts'

export type LinkInput = {
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

type Minted = { link: AppealLinkRow; url: string; text: string; reviewed: boolean }

/** Makes a link that opens once; what is told here is told never again. */
export async function createLink(asked: ServiceInput<LinkInput>): Promise<Minted> {
  const { organisationId } = requireUser(asked.actor, mayWriteToSellers, writersOnly)
  const inHouse = { ...asked, organisationId }
  const about = await aboutOf(inHouse)
  await assertNotOnHold(asked.handle, about)
  return make(inHouse, about.sellerHash)
}

/** As `mintLink`, for a room of the house that has settled who acts; none for what is held. */
export async function issueLink(asked: InHouse): Promise<Minted | undefined> {
  const about = await aboutOf(asked)
  return (await isOnHold(asked.handle, about)) ? undefined : make(asked, about.sellerHash)
}

type InHouse = { handle: Transaction; organisationId: string; input: LinkInput }
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
  const link: AppealLinkRow = {
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
  const { token, hash } = newLinkToken()
  await revokeEarlierLinks(handle, link)
  await insertLink(handle, link, hash)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'answer-link-made',
    subject: { kind: 'answer-link', id: link.id },
    detail: { proceeding: link.proceedingId, ask: link.askId },
  })
  const url = `${input.publicUrl ?? ''}/answer#${token}`
  const { text, reviewed } = letterOf(input.locale, {
    marketplace: await organisationNameOf(handle, organisationId),
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
    const { state } = await loadProceeding(inHouse).catch((cause: unknown) => {
      if (!(cause instanceof AppError) || cause.code !== 'not-found') throw cause
      throw notFound('proceeding', input.proceeding ?? '', '/proceeding')
    })
    const { restriction } = workflowsOf(state, input.matter ?? null)
    if (input.matter !== undefined && restriction === undefined) {
      throw notFound('restriction', input.matter, '/matter')
    }
    return
  }
  const ask = await findProofRequest(handle, input.ask ?? '')
  if (ask === undefined) throw notFound('request for proof', input.ask ?? '', '/ask')
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
export async function revokeLink(
  asked: ServiceInput<{ id: string; now: Date }>,
): Promise<AppealLinkRow> {
  const { handle, input } = asked
  const { organisationId } = requireUser(asked.actor, mayWriteToSellers, writersOnly)
  const link = await markLinkRevoked(handle, { organisationId, ...input })
  if (link === undefined) throw notFound('link', input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'answer-link-revoked',
    subject: { kind: 'answer-link', id: link.id },
  })
  return link
}

export async function listLinks(
  asked: ServiceInput<PageQuery<LinkFilter>>,
): Promise<AppealLinkRow[]> {
  const { organisationId } = requireUser(asked.actor, mayListAppeals, membersOnly)
  await recordListRead(asked.handle, organisationId, 'links')
  return pageOfLinks(asked.handle, { organisationId, ...asked.input })
}
