import { randomUUID } from 'node:crypto'
import type { SellerLanguage } from '@touchstone/contract'
import { isOnHold, type HeldItem, type HoldSubject } from '../confidentiality-holds/index.ts'
import { loadProceeding } from '../proceedings/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { workflowsOf } from './appeal-workflows.ts'
import { letterOf } from './letters/index.ts'
import { dayMilliseconds, newLinkToken, referenceOf, type AppealLinkRow } from './types.ts'
import { notFound, recordAppealEvent, siteNameOf } from './require-appeal-access.ts'
import { insertLink, revokeEarlierLinks } from './repository.ts'

export type LinkInput = {
  proceeding?: string | undefined
  proofRequest?: string | undefined
  instance?: string | undefined
  seller: { marketplace: string; id: string }
  ownChannel: string
  locale: SellerLanguage
  days: number
  now: Date
  /** Where browsers reach the server. */
  origin: string
}

export type IssuedLink = { link: AppealLinkRow; url: string; text: string; reviewed: boolean }

/**
 * Issues a link that opens once, in one browser, and whose secret is returned only here; none under a hold. The
 * caller has checked the permission, and that a named proof request belongs to the seller.
 */
export async function issueLink(options: OrganisationInput): Promise<IssuedLink | undefined> {
  const about = await aboutOf(options)
  return (await isOnHold(options.handle, about)) ? undefined : make(options, about.sellerHash)
}

type OrganisationInput = { handle: Transaction; organisationId: string; input: LinkInput }
type About = HeldItem & { sellerHash: Buffer }

/** The subjects on which a confidentiality hold may be. */
async function aboutOf(options: OrganisationInput): Promise<About> {
  const { handle, organisationId, input } = options
  const { now, seller, proceeding, proofRequest = '' } = input
  await requireProceeding(options)
  const sellerHash = pseudonymOf(await saltOf(handle, organisationId), seller)
  const about: HoldSubject =
    proceeding === undefined
      ? { kind: 'proof-request', id: proofRequest }
      : { kind: 'proceeding', id: proceeding }
  return { organisationId, now, about, sellerHash }
}

async function make(options: OrganisationInput, sellerHash: Buffer): Promise<IssuedLink> {
  const { handle, organisationId, input } = options
  const { now, seller } = input
  const link: AppealLinkRow = {
    id: randomUUID(),
    organisationId,
    sellerHash,
    proceedingId: input.proceeding ?? null,
    proofRequestId: input.proofRequest ?? null,
    instance: input.instance ?? null,
    marketplace: seller.marketplace,
    sellerId: seller.id,
    ownChannel: input.ownChannel,
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
    action: 'appeal-link-made',
    subject: { kind: 'appeal-link', id: link.id },
    detail: { proceeding: link.proceedingId, proofRequest: link.proofRequestId },
  })
  const url = `${input.origin}/appeal#${token}`
  const { text, reviewed } = letterOf(input.locale, {
    marketplace: await siteNameOf(handle, { organisationId, marketplace: seller.marketplace }),
    url,
    ownChannel: link.ownChannel,
    reference: referenceOf(link),
    until: link.expiresAt,
  })
  return { link, url, text, reviewed }
}

/** Requires that the proceeding and its restriction exist and belong to the organisation. */
async function requireProceeding({
  handle,
  organisationId,
  input,
}: OrganisationInput): Promise<void> {
  const { proceeding, instance } = input
  if (proceeding === undefined) return
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceeding },
  }).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'not-found') throw cause
    throw notFound('proceeding', proceeding, '/proceeding')
  })
  const { restriction } = workflowsOf(state, instance ?? null)
  if (instance !== undefined && restriction === undefined) {
    throw notFound('restriction', instance, '/instance')
  }
}
