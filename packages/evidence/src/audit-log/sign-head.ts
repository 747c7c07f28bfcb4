import { readPublicKey, type Signer } from '../signing-keys/index.ts'
import { AuditLogHead, type SignedAuditLogHead } from './model.ts'
import { isStatementSignedBy, signAuditLogStatement } from './sign-statement.ts'

/** Signs the head of an audit log; the signature is over its canonical JSON. */
export async function signAuditLogHead(
  signer: Signer,
  head: Pick<AuditLogHead, 'log' | 'size' | 'root' | 'at'>,
): Promise<{ head: AuditLogHead; signature: Buffer }> {
  const { statement, signature } = await signAuditLogStatement(signer, AuditLogHead, {
    type: 'touchstone-audit-log/head/1',
    ...head,
  })
  return { head: statement, signature }
}

/** Whether the key in the document signed its head; the document cannot prove whose key it is. */
export function isSelfConsistent({ head, signature, key }: SignedAuditLogHead): boolean {
  try {
    return isStatementSignedBy(readPublicKey(key), head, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
