import type { Sealer } from '../../platform/encryption/index.ts'

const hour = 3_600_000

/** Within this time an address can be confirmed; it is deleted otherwise. */
export const confirmationMilliseconds = 24 * hour

/** What is kept encrypted. */
type Contact = { email: string; order: string | null }
type OfContact = { organisationId: string; id: string }

export function sealContact(sealer: Sealer, of: OfContact, contact: Contact): Buffer {
  return sealer.seal(Buffer.from(JSON.stringify(contact)), purposeOf(of))
}

export function openContact(sealer: Sealer, of: OfContact, sealed: Buffer): Contact {
  return JSON.parse(sealer.open(sealed, purposeOf(of)).toString()) as Contact
}

/** Binds the ciphertext to its row. */
function purposeOf({ organisationId, id }: OfContact): string {
  return `buyer contact ${id} of ${organisationId}`
}
