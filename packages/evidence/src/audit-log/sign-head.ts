import { canonicalBytes } from '../canonical/index.ts'
import { isSignedBy, readPublicKey, type PublicKey, type Signer } from '../signing-keys/index.ts'
import { AuditLogHead, type SignedAuditLogHead } from './model.ts'

/** Signs the head of an audit log; the signature is over its canonical JSON. */
export async function signAuditLogHead(
  signer: Signer,
  head: Pick<AuditLogHead, 'log' | 'size' | 'root' | 'at'>,
): Promise<{ head: AuditLogHead; signature: Buffer }> {
  const signed = AuditLogHead.parse({
    type: 'touchstone-audit-log/head/1',
    ...head,
    key: signer.publicKey.id,
  })
  return { head: signed, signature: await signer.sign(canonicalBytes(signed)) }
}

/** Whether this key signed the head, and the head names the key. */
export function isHeadSignedBy(key: PublicKey, head: AuditLogHead, signature: Uint8Array): boolean {
  return head.key === key.id && isSignedBy(key, canonicalBytes(head), signature)
}

/** Whether the key in the document signed its head; whose key that is, the document cannot prove. */
export function isSelfConsistent({ head, signature, key }: SignedAuditLogHead): boolean {
  try {
    return isHeadSignedBy(readPublicKey(key), head, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
