import { timingSafeEqual } from 'node:crypto'
import type { Actor } from '../../access/organisations/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'

const purpose = 'thumbnail'
const hourMilliseconds = 3_600_000
const digestBytes = 32
const hourBytes = 4
const proofBytes = 16

type Reader = Exclude<Actor, { kind: 'operator' }>

/**
 * Names a thumbnail for one reader until the end of the next hour: who lists thumbnails is asked once what they may see, and
 * each picture then needs no query of the store. The same within an hour, so that browsers cache it.
 */
export function createThumbnailToken(
  sealer: Sealer,
  { digest, reader, now = Date.now() }: { digest: string; reader: Reader; now?: number },
): string {
  const hour = Math.floor(now / hourMilliseconds) + 1
  const content = Buffer.alloc(digestBytes + hourBytes)
  content.write(digest, 'hex')
  content.writeUInt32BE(hour, digestBytes)
  return Buffer.concat([content, proofOf(sealer, content, reader)]).toString('base64url')
}

/** The digest of a token; undefined if it has expired, belongs to another reader or is forged. */
export function readThumbnailToken(
  sealer: Sealer,
  { token, reader, now = Date.now() }: { token: string; reader: Reader; now?: number },
): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== digestBytes + hourBytes + proofBytes) return undefined
  const content = bytes.subarray(0, digestBytes + hourBytes)
  const proof = bytes.subarray(digestBytes + hourBytes)
  if (!timingSafeEqual(proof, proofOf(sealer, content, reader))) return undefined
  const isExpired = content.readUInt32BE(digestBytes) < Math.floor(now / hourMilliseconds)
  return isExpired ? undefined : content.subarray(0, digestBytes).toString('hex')
}

function proofOf(sealer: Sealer, content: Buffer, { kind, id, organisationId }: Reader): Buffer {
  const text = [content.toString('hex'), kind, id, organisationId].join(' ')
  return sealer.authenticate(text, purpose).subarray(0, proofBytes)
}
