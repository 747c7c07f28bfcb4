import { canonicalBytes } from '../canonical/index.ts'
import { isSignedBy, type PublicKey, type Signer } from '../signing-keys/index.ts'
import { AuditLogSample } from './model.ts'

/** Signs which organisations and people are of a sample; the signature is over its canonical JSON. */
export async function signAuditLogSample(
  signer: Signer,
  sample: Pick<AuditLogSample, 'log' | 'at' | 'organisations' | 'people'>,
): Promise<{ sample: AuditLogSample; signature: Buffer }> {
  const signed = AuditLogSample.parse({
    type: 'touchstone-audit-log/sample/1',
    ...sample,
    key: signer.publicKey.id,
  })
  return { sample: signed, signature: await signer.sign(canonicalBytes(signed)) }
}

/** Whether this key signed the list of the sample, and the list names the key. */
export function isSampleSignedBy(
  key: PublicKey,
  sample: AuditLogSample,
  signature: Uint8Array,
): boolean {
  return sample.key === key.id && isSignedBy(key, canonicalBytes(sample), signature)
}
