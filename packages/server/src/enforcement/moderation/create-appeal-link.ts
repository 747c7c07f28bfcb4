import type { ModerationSettingsInput } from '@touchstone/contract'
import { issueLink } from '../appeal-links/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { ServerAddress } from '../../platform/http/index.ts'

/** The address of the seller's page, with a message to send it in. Returned only once. */
export type SellerLink = { url: string; text: string; reviewed: boolean; expiresAt: Date }

type SellerLinkInput = {
  handle: Transaction
  organisationId: string
  proceedingId: string
  instance: string
  moderationSettings: ModerationSettingsInput
  listing: { marketplace: string; listing: Record<string, unknown> } | undefined
  by: 'mail' | 'own-channel'
  serverAddress: ServerAddress
  now: Date
}

/** A link for the seller of a restricted listing, if the marketplace wants one sent and knows the seller's id. */
export async function createAppealLink(options: SellerLinkInput): Promise<SellerLink | undefined> {
  const {
    handle,
    organisationId,
    proceedingId,
    instance,
    moderationSettings,
    listing,
    by,
    serverAddress,
    now,
  } = options
  const {
    send,
    days,
    locale,
    ownChannel = moderationSettings.texts.complaints,
  } = moderationSettings.sellerLink
  const { id } = (listing?.listing['seller'] ?? {}) as { id?: unknown }
  // Sellers elsewhere open a mail: it names no address that only one person here reaches.
  if (!send || (by === 'mail' && !serverAddress.isPublic)) return undefined
  if (listing === undefined || typeof id !== 'string') return undefined
  const seller = { marketplace: listing.marketplace, id }
  const about = { proceeding: proceedingId, instance, seller }
  const input = { ...about, ownChannel, locale, days, now, origin: serverAddress.origin }
  const issued = await issueLink({ handle, organisationId, input })
  if (issued === undefined) return undefined
  const { url, text, reviewed, link } = issued
  return { url, text, reviewed, expiresAt: link.expiresAt }
}
