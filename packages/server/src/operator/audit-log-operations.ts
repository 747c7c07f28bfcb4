import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SignedAuditLogHead } from '@touchstone/evidence'
import { z } from 'zod'
import { headFilesIn, verifyAllLogs } from '../audit-log/index.ts'
import { evidenceKeyFile, openEvidenceKey } from '../evidence/index.ts'
import { statusOf } from '../platform/db/index.ts'
import { operation, type OperationContext } from './operation.ts'

const Kept = z.strictObject({ name: z.string(), head: SignedAuditLogHead })
const Heads = z.strictObject({ heads: z.array(Kept).default([]) })

export const auditLogOperations = {
  // A check changes nothing: it neither migrates the store nor makes a key.
  'audit-log.verify': operation(Heads, verify, { unmigrated: true }),
}

async function verify(
  { store, config: { dataDir } }: OperationContext,
  { heads }: z.output<typeof Heads>,
) {
  const { pending } = await statusOf(store)
  if (pending.length > 0) return { pendingMigrations: pending.length, logs: [] }
  const hasKey = existsSync(join(dataDir, evidenceKeyFile))
  const logs = await verifyAllLogs({
    store,
    key: hasKey ? openEvidenceKey(dataDir).publicKey : undefined,
    files: headFilesIn(dataDir),
    heads,
  })
  return { pendingMigrations: 0, logs }
}
