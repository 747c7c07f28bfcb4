import type { SellerLanguage } from '@touchstone/contract'
import type { SignInSettings } from '../../access/users/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { AppealLinkRow } from '../appeal-links/index.ts'

const hour = 3_600_000

/** Within this time an address can be confirmed. */
export const confirmationMilliseconds = 24 * hour
/** Changes within this time after an email are reported together. */
export const betweenEmailsMilliseconds = hour

/** Most emails to confirm an address: for one link, and to one address of an organisation. */
export const maxRequestsADay = { ofLink: 3, toAddress: 3 }

export type EmailUpdatesRow = {
  linkId: string
  organisationId: string
  sealed: Buffer
  locale: SellerLanguage
  requestedAt: Date
  confirmedAt: Date | null
  /** Digest of the page as the seller last saw it or was written to about it. */
  seen: Buffer | null
  notifiedAt: Date | null
}

/** What emails to sellers need; undefined where the installation has no mail server or no address for links. */
export type SellerMail = { sealer: Sealer; publicUrl: string }

export function sellerMailOf({
  sealer,
  publicUrl,
  sendsMail,
}: Pick<SignInSettings, 'sealer' | 'publicUrl' | 'sendsMail'>): SellerMail | undefined {
  return sendsMail === true && publicUrl !== undefined ? { sealer, publicUrl } : undefined
}

/** What is kept encrypted: the address, and the token with which its emails confirm and remove it. */
type Contact = { email: string; token: string }

type OfLink = Pick<AppealLinkRow, 'organisationId' | 'id'>

export function sealContact(sealer: Sealer, link: OfLink, contact: Contact): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(contact)), purposeOf(link))
}

export function openContact(sealer: Sealer, link: OfLink, sealed: Buffer): Contact {
  return JSON.parse(sealer.open(sealed, purposeOf(link)).toString()) as Contact
}

/** Binds the ciphertext to its link: moved to another row, it cannot be opened. */
function purposeOf({ organisationId, id }: OfLink): string {
  return `email updates of link ${id} of ${organisationId}`
}

/** By which requests to one address are counted; tells nothing without the installation's key. */
export function addressHashOf(sealer: Sealer, email: string): Buffer {
  return sealer.authenticate(email, 'address of email updates')
}
