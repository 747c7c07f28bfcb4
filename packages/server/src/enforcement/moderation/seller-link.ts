import type { ModerationSettings, SellerLanguage } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'

/** The address of the page on which a seller answers, with words to send it in. It is told once. */
export type SellerLink = { url: string; text: string; reviewed: boolean; expiresAt: Date }

/** Makes such links; given by whoever hears sellers. None while what it would be about is held. */
export type SellerLinks = {
  make(
    this: void,
    asked: {
      handle: Transaction
      organisationId: string
      proceeding: string
      /** The restriction that it is about. */
      matter: string
      seller: { marketplace: string; id: string }
      ownWay: string
      locale: SellerLanguage
      days: number
      now: Date
    },
  ): Promise<SellerLink | undefined>
  /** Whether browsers elsewhere find the address: without that no mail names it. */
  reachable: boolean
}

type Asked = {
  handle: Transaction
  organisationId: string
  proceedingId: string
  matter: string
  house: ModerationSettings
  offer: { marketplace: string; listing: Record<string, unknown> } | undefined
  by: 'mail' | 'own-channel'
  links: SellerLinks | undefined
  now: Date
}

/**
 * A link for the seller of a restricted offer, where the house wants one sent and the seller is known by the id that
 * the marketplace gave it.
 */
export async function createSellerLink(asked: Asked): Promise<SellerLink | undefined> {
  const { handle, organisationId, proceedingId, matter, house, offer, by, links, now } = asked
  const { send, days, locale, ownWay = house.texts.complaints } = house.sellerLink
  const { id } = (offer?.listing['seller'] ?? {}) as { id?: unknown }
  if (!send || links === undefined || (by === 'mail' && !links.reachable)) return undefined
  if (offer === undefined || typeof id !== 'string') return undefined
  const seller = { marketplace: offer.marketplace, id }
  const about = { proceeding: proceedingId, matter, seller }
  return links.make({ handle, organisationId, ...about, ownWay, locale, days, now })
}
