import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { findIssuedUnit } from './find-unit.ts'
import { lockGtinSecrets } from './gtin-secrets.ts'
import { codeExists, insertNamedBatch, recordIssue, requireSerialText } from './issue-batch.ts'
import { addBatchUnits, findBatchByName, mergeIntoChunks } from './repository.ts'
import { digestOf } from './unit-serials.ts'

type Addition = {
  handle: Transaction
  sealer: Sealer
  organisationId: string
  gtin: string
  batch: string
  serials: readonly string[]
  /** What names them in the request. */
  pointer: string
}

/** Adds serials to a list that grows, as events report them; those that are issued already stay as they are. */
export async function addListedSerials(addition: Addition): Promise<void> {
  const { handle, sealer, organisationId, gtin, batch: name, pointer } = addition
  const ofGtin = { organisationId, gtin }
  const { salt } = await lockGtinSecrets({ handle, sealer }, ofGtin)
  const digests = new Set<bigint>()
  for (const serial of addition.serials) {
    requireSerialText(serial, pointer)
    const unit = await findIssuedUnit({ handle, sealer, ...ofGtin, serial })
    if (unit === undefined) digests.add(digestOf(salt, serial))
  }
  if (digests.size === 0) return
  const batch = await findBatchByName(handle, ofGtin, name)
  if (batch !== undefined && batch.kind !== 'list')
    throw codeExists(`the batch ${name}, which has other serials`, pointer)
  const id = batch?.id ?? randomUUID()
  if (batch === undefined) {
    const units = digests.size
    const row = { id, ...ofGtin, batch: name, kind: 'list', units, state: 'issued' } as const
    await insertNamedBatch(handle, row)
  } else await addBatchUnits(handle, id, digests.size)
  const sorted = BigUint64Array.from(digests).sort()
  await mergeIntoChunks(handle, { batchId: id, organisationId }, sorted)
  await recordIssue(handle, { organisationId, id })
}
