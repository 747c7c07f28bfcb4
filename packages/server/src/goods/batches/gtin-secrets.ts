import { randomBytes } from 'node:crypto'
import { SerialIssuer } from '@touchstone/evidence'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { findGtinSecrets, insertGtinSecrets, type GtinSecrets } from './repository.ts'

type OfGtin = { organisationId: string; gtin: string }

const purposeOf = ({ organisationId, gtin }: OfGtin): string => `serials ${organisationId} ${gtin}`

/** The secrets of a GTIN, made with its first batch and locked until the transaction ends. */
export async function lockGtinSecrets(
  { handle, sealer }: { handle: Transaction; sealer: Sealer },
  ofGtin: OfGtin,
): Promise<GtinSecrets> {
  const found = await findGtinSecrets(handle, ofGtin, { lock: true })
  if (found !== undefined) return found
  await insertGtinSecrets(handle, {
    ...ofGtin,
    salt: randomBytes(16),
    sealedKey: sealer.seal(randomBytes(32), purposeOf(ofGtin)),
  })
  const made = await findGtinSecrets(handle, ofGtin, { lock: true })
  if (made === undefined) throw new Error('the secrets of a GTIN were not inserted')
  return made
}

/** Issues and recognises all derived units of a GTIN: one key for all batches, so that one look finds the unit. */
export function issuerOf(
  sealer: Sealer,
  ofGtin: OfGtin,
  { sealedKey, derivedUnits }: GtinSecrets,
): SerialIssuer {
  const key = sealer.open(sealedKey, purposeOf(ofGtin))
  return new SerialIssuer({ key, name: ofGtin.gtin, units: derivedUnits })
}
