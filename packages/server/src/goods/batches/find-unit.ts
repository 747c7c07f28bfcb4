import type { SerialIssuer } from '@touchstone/evidence'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { issuerOf } from './gtin-secrets.ts'
import {
  findDerivedBatch,
  findGtinSecrets,
  findListed,
  type BatchRow,
  type GtinSecrets,
} from './repository.ts'
import { digestOf, isSerialText, likelyNeighboursOf } from './unit-serials.ts'

export type Unit = { organisationId: string; gtin: string; serial: string; batch: BatchRow }

type Search = {
  handle: Transaction
  sealer: Sealer
  organisationId: string
  gtin: string
  /** As scanned or typed. */
  serial: string
}

/**
 * The unit that has a serial; `near-miss` if one sign leads from an issued serial to it, `unknown` if the serial was
 * never issued.
 */
export async function findUnit(search: Search): Promise<Unit | 'near-miss' | 'unknown'> {
  const { handle, sealer, organisationId, gtin, serial } = search
  const ofGtin = { organisationId, gtin }
  const secrets = await findGtinSecrets(handle, ofGtin)
  if (secrets === undefined || !isSerialText(serial)) return 'unknown'
  const issuer = secrets.derivedUnits > 0 ? issuerOf(sealer, ofGtin, secrets) : undefined
  const unit = await findExactUnit(search, { secrets, issuer })
  if (unit !== undefined) return unit
  if (issuer !== undefined && issuer.nearMisses(serial).length > 0) return 'near-miss'
  const likely = likelyNeighboursOf(serial).map((text) => candidateOf(secrets, text))
  const near = await findListed(handle, ofGtin, likely)
  return near === undefined ? 'unknown' : 'near-miss'
}

/** Whether codes of a GTIN were ever issued here, so that a serial that was not is worth a remark. */
export async function hasIssuedCodes(
  handle: Transaction,
  ofGtin: { organisationId: string; gtin: string },
): Promise<boolean> {
  return (await findGtinSecrets(handle, ofGtin)) !== undefined
}

/** The unit that has a serial, without a look at its neighbours. */
export async function findIssuedUnit(search: Search): Promise<Unit | undefined> {
  const { handle, sealer, organisationId, gtin } = search
  const secrets = await findGtinSecrets(handle, { organisationId, gtin })
  if (secrets === undefined) return undefined
  const issuer =
    secrets.derivedUnits > 0 ? issuerOf(sealer, { organisationId, gtin }, secrets) : undefined
  return findExactUnit(search, { secrets, issuer })
}

async function findExactUnit(
  { handle, organisationId, gtin, serial }: Search,
  { secrets, issuer }: { secrets: GtinSecrets; issuer: SerialIssuer | undefined },
): Promise<Unit | undefined> {
  const ofGtin = { organisationId, gtin }
  const number = issuer?.unitOf(serial)
  if (issuer !== undefined && number !== undefined) {
    const batch = await findDerivedBatch(handle, ofGtin, number)
    if (batch !== undefined) return { ...ofGtin, serial: issuer.serialOf(number), batch }
  }
  // Small letters are how people type capitals.
  const exact = [...new Set([serial, serial.toUpperCase()])]
  const listed = await findListed(
    handle,
    ofGtin,
    exact.map((text) => candidateOf(secrets, text)),
  )
  return listed && { ...ofGtin, ...listed }
}

function candidateOf({ salt }: GtinSecrets, serial: string): { serial: string; digest: bigint } {
  return { serial, digest: digestOf(salt, serial) }
}
