import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readPublicKey, SignedAuditLogHead } from '@touchstone/evidence'
import { z } from 'zod'
import { openHeadFiles, verifyAllLogs, type EarlierKey } from '../../access/audit-proofs/index.ts'
import {
  checkEvidence,
  evidenceKeyFile,
  openBlobs,
  openEvidenceKey,
} from '../../investigation/evidence/index.ts'
import { readEarlierKeys } from '../../access/installation-keys/index.ts'
import { statusOf } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { defineOperation, type OperationContext } from './operation.ts'

const KeptHead = z.strictObject({ name: z.string(), head: SignedAuditLogHead })
const VerifyInput = z.strictObject({
  heads: z.array(KeptHead).default([]),
  /** Public keys in PEM that the operator declares as earlier keys of this installation. */
  earlierKeys: z
    .array(z.strictObject({ name: z.string(), pem: z.string().max(10_000) }))
    .default([]),
})

export const auditLogOperations = {
  // A check changes nothing: it neither migrates the store nor creates a key.
  'audit-log.verify': defineOperation(VerifyInput, verify, { unmigrated: true }),
  'evidence.check': defineOperation(VerifyInput, checkSealed, { unmigrated: true }),
}

async function verify(
  { store, config: { dataDir } }: OperationContext,
  { heads, earlierKeys }: z.output<typeof VerifyInput>,
) {
  const { pending } = await statusOf(store)
  if (pending.length > 0) return { pendingMigrations: pending.length, logs: [] }
  const hasKey = existsSync(join(dataDir, evidenceKeyFile))
  const logs = await verifyAllLogs({
    store,
    key: hasKey ? openEvidenceKey(dataDir).publicKey : undefined,
    earlier: [...readEarlierKeys(dataDir), ...earlierKeys.map(namedKey)],
    files: openHeadFiles(dataDir),
    heads,
  })
  return { pendingMigrations: 0, logs }
}

async function checkSealed(
  { store, config }: OperationContext,
  { earlierKeys }: z.output<typeof VerifyInput>,
) {
  const { pending } = await statusOf(store)
  if (pending.length > 0) return { pendingMigrations: pending.length }
  const { dataDir } = config
  const own = existsSync(join(dataDir, evidenceKeyFile)) ? [openEvidenceKey(dataDir).publicKey] : []
  const earlier = [...readEarlierKeys(dataDir), ...earlierKeys.map(namedKey)]
  const keys = [...own, ...earlier.map(({ key }) => key)]
  const check = await checkEvidence({ store, blobs: openBlobs(config), keys })
  return { pendingMigrations: 0, ...check }
}

function namedKey({ name, pem }: { name: string; pem: string }): EarlierKey {
  try {
    return { key: readPublicKey(pem), replacedAt: undefined }
  } catch (cause) {
    const message = `${name} does not contain an Ed25519 key in PEM format`
    throw new AppError({ code: 'bad-option', message, cause })
  }
}
