import { canonicalBytes } from '../canonical/index.ts'
import { isSignedBy, type PublicKey, type Signer } from '../signing-keys/index.ts'
import { AuditLogRemoval } from './model.ts'

/** Signs what was lawfully removed from audit logs; the signature is over its canonical JSON. */
export async function signAuditLogRemoval(
  signer: Signer,
  removal: Pick<AuditLogRemoval, 'log' | 'at' | 'removed'>,
): Promise<{ removal: AuditLogRemoval; signature: Buffer }> {
  const signed = AuditLogRemoval.parse({
    type: 'touchstone-audit-log/removal/1',
    ...removal,
    key: signer.publicKey.id,
  })
  return { removal: signed, signature: await signer.sign(canonicalBytes(signed)) }
}

/** Whether this key signed the removal, and the removal names the key. */
export function isRemovalSignedBy(
  key: PublicKey,
  removal: AuditLogRemoval,
  signature: Uint8Array,
): boolean {
  return removal.key === key.id && isSignedBy(key, canonicalBytes(removal), signature)
}
