import type { z } from 'zod'
import { canonicalBytes } from '../canonical/index.ts'
import { isSignedBy, type PublicKey, type Signer } from '../signing-keys/index.ts'
import type { AuditLogHead, AuditLogRemoval, AuditLogSample } from './model.ts'

export type AuditLogStatement = AuditLogHead | AuditLogRemoval | AuditLogSample

/** Signs a statement about audit logs, which names the key; the signature is over its canonical JSON. */
export async function signAuditLogStatement<S extends AuditLogStatement>(
  signer: Signer,
  schema: z.ZodType<S>,
  content: Omit<S, 'key'>,
): Promise<{ statement: S; signature: Buffer }> {
  const statement = schema.parse({ ...content, key: signer.publicKey.id })
  return { statement, signature: await signer.sign(canonicalBytes(statement)) }
}

/** Whether this key signed the statement, and the statement names the key. */
export function isStatementSignedBy(
  key: PublicKey,
  statement: AuditLogStatement,
  signature: Uint8Array,
): boolean {
  return statement.key === key.id && isSignedBy(key, canonicalBytes(statement), signature)
}
