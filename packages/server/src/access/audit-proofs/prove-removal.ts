import { createHash } from 'node:crypto'
import {
  AuditLogRemoval,
  installationLog,
  isStatementSignedBy,
  signAuditLogStatement,
  type PublicKey,
  type Signer,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import { z } from 'zod'
import type { AuditEvent } from '../audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Span } from './types.ts'

type Removed = AuditLogRemoval['removed']

/** Detail of an entry in the installation's log about a lawful removal: what was removed, and the signature. */
const Proven = z.object({
  positions: z.unknown().optional(),
  logs: z.unknown().optional(),
  proof: z.object({
    leaves: z.unknown().optional(),
    key: z.string(),
    at: z.string(),
    signature: z.base64().length(88),
  }),
})

/** Builds the detail of an entry about a removal, with the installation's signature. */
export async function signRemoval(
  signer: Signer,
  removed: Removed,
): Promise<Record<string, unknown>> {
  const { statement, signature } = await signAuditLogStatement(signer, AuditLogRemoval, {
    type: 'touchstone-audit-log/removal/1',
    log: installationLog,
    at: new Date().toISOString(),
    removed,
  })
  const { key, at } = statement
  const proof = { key, at, signature: signature.toString('base64') }
  if ('logs' in removed) return { logs: removed.logs, proof }
  return { positions: removed.positions, proof: { leaves: removed.leaves, ...proof } }
}

/** Whether the entry claims that entries or logs were lawfully removed. */
export function isRemovalEntry({ action, detail }: AuditEvent): boolean {
  if (action === 'audit-entries-removed') return true
  return action === 'sample-removed' && typeof detail === 'object' && 'logs' in (detail ?? {})
}

/** What the entry at this position proves to be removed; undefined if it proves nothing in this log. */
export async function verifyRemoval(
  handle: Transaction,
  { event, ...place }: { event: AuditEvent; position: number; logId: string; log: string },
  keys: readonly PublicKey[],
): Promise<AuditLogRemoval | undefined> {
  const removal = signedRemoval(event, keys)
  if (removal === undefined || removal.log !== place.log) return undefined
  const { removed } = removal
  if ('logs' in removed) return event.action === 'sample-removed' ? removal : undefined
  if (event.action !== 'audit-entries-removed') return undefined
  if (removed.positions.some(([, last]) => last >= place.position)) return undefined
  // The signature covers the original leaves: after rewriting, they differ.
  const leaves = await digestLeaves(handle, place.logId, removed.positions)
  return leaves === removed.leaves ? removal : undefined
}

function signedRemoval(
  { detail }: AuditEvent,
  keys: readonly PublicKey[],
): AuditLogRemoval | undefined {
  const { success, data } = Proven.safeParse(detail)
  if (!success) return undefined
  const { positions, logs, proof } = data
  const { success: isRemoval, data: removal } = AuditLogRemoval.safeParse({
    type: 'touchstone-audit-log/removal/1',
    log: installationLog,
    key: proof.key,
    at: proof.at,
    removed: logs === undefined ? { positions, leaves: proof.leaves } : { logs },
  })
  if (!isRemoval) return undefined
  const signature = Buffer.from(proof.signature, 'base64')
  return keys.some((key) => isStatementSignedBy(key, removal, signature)) ? removal : undefined
}

/** The SHA-256 of the leaf hashes at these positions, in order. */
export async function digestLeaves(
  handle: Transaction,
  logId: string,
  positions: readonly Span[],
): Promise<string> {
  const { rows } = await sql<{ hash: Buffer }>`
    select n.hash
    from unnest(${positions.map(([first]) => first)}::int8[], ${positions.map(([, last]) => last)}::int8[])
      as asked (first, last)
    join audit_log_nodes n
      on n.log_id = ${logId}::uuid and n.level = 0 and n.index between asked.first and asked.last
    order by n.index`.execute(handle)
  const digest = createHash('sha256')
  for (const { hash } of rows) digest.update(hash)
  return digest.digest('hex')
}
