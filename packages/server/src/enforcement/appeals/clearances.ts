import { randomUUID } from 'node:crypto'
import { signClearance, type SignedClearance, type Signer } from '@touchstone/evidence'
import { addMonths } from '@touchstone/jurisdiction'
import { assertNotOnHold } from '../confidentiality-holds/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  type PageQuery,
  type ServiceInput,
  conflict,
  decidersOnly,
  findLink,
  mayListAppeals,
  membersOnly,
  notFound,
  organisationNameOf,
  recordAppealEvent,
  recordListRead,
  requireUser,
} from '../appeal-links/index.ts'
import { findProofRequest } from './proof-requests-repository.ts'
import {
  findClearance,
  insertClearance,
  pageOfClearances,
  markClearanceRevoked,
  findActiveClearance,
  type ClearanceFilter,
  type ClearanceQuery,
} from './clearances-repository.ts'
import { assertKnownBrand } from './check-brand.ts'
import type { ClearanceRow } from './types.ts'
import { mayDecideAppeals } from './policy.ts'
import { findAppeal } from './repository.ts'

/** Validity of a clearance, unless revoked. */
const clearedMonths = 12

type Issuing = {
  appeal: string
  brand: string
  right: string
  product?: string | undefined
  now: Date
  signer: Signer
}

/** Clears a seller whose appeal was upheld, under one right, and signs the clearance. */
export async function issueClearance(options: ServiceInput<Issuing>): Promise<ClearanceRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const appeal = await findAppeal(handle, { organisationId, id: input.appeal })
  const link = appeal && (await findLink(handle, { organisationId, id: appeal.linkId }))
  if (appeal === undefined || link === undefined) throw notFound('appeal', input.appeal, '/appeal')
  if (appeal.outcome !== 'upheld' && appeal.outcome !== 'accepted') {
    throw conflict(
      'clearance-not-earned',
      'a seller can be cleared only after an upheld appeal or an accepted proof',
    )
  }
  if (link.sellerId === null) throw conflict('seller-data-erased', 'this seller’s data was erased')
  const proofRequest =
    appeal.proofRequestId === null
      ? undefined
      : await findProofRequest(handle, appeal.proofRequestId)
  if (proofRequest !== undefined && proofRequest.brand !== input.brand) {
    throw conflict(
      'brand-mismatch',
      `the proof was requested and accepted under the brand ${proofRequest.brand}`,
    )
  }
  const { now, brand, right, product = null } = input
  // It is visible to the seller and to rights holders.
  await assertNotOnHold(handle, { organisationId, now, about: { kind: 'appeal', id: appeal.id } })
  await assertKnownBrand(handle, organisationId, brand)
  const expiresAt = twelveMonthsAfter(now)
  const facts = {
    id: randomUUID(),
    organisation: await organisationNameOf(handle, organisationId),
    marketplace: link.marketplace,
    seller: link.sellerId,
    brand,
    product,
    right,
    issuedAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
  const { statement, signature, key } = await signClearance(input.signer, facts)
  const clearance: ClearanceRow = {
    id: facts.id,
    marketplace: link.marketplace,
    sellerId: link.sellerId,
    brand,
    product,
    right,
    issuedAt: now,
    expiresAt,
    revokedAt: null,
    revocationReason: null,
    statement,
    signature: Buffer.from(signature, 'base64'),
    keyId: key,
  }
  const { sellerHash } = link
  await insertClearance(handle, { ...clearance, organisationId, appealId: appeal.id, sellerHash })
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'seller-cleared',
    subject: { kind: 'clearance', id: clearance.id },
    detail: { appeal: appeal.id, brand, right },
    event: { type: 'clearance.issued', data: { clearance: clearance.id } },
  })
  return clearance
}

/** The last second of the day, twelve months later: 29 February ends on the 28th. */
function twelveMonthsAfter(now: Date): Date {
  const [day = '', time = ''] = now.toISOString().split('T')
  return new Date(`${addMonths(day, clearedMonths)}T${time}`)
}

export async function listClearances(
  options: ServiceInput<PageQuery<ClearanceFilter>>,
): Promise<ClearanceRow[]> {
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  await recordListRead(options.handle, organisationId, 'clearances')
  return pageOfClearances(options.handle, { organisationId, ...options.input })
}

export async function readClearance(options: ServiceInput<{ id: string }>): Promise<ClearanceRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayListAppeals, membersOnly)
  const found = await findClearance(handle, { organisationId, ...input })
  if (found === undefined) throw notFound('clearance', input.id)
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'appeals-read',
    subject: { kind: 'clearance', id: found.id },
  })
  return found
}

export async function revokeClearance(
  options: ServiceInput<{ id: string; reason: string; now: Date }>,
): Promise<ClearanceRow> {
  const { handle, input } = options
  const { organisationId } = requireUser(options.actor, mayDecideAppeals, decidersOnly)
  const { id } = input
  if ((await findClearance(handle, { organisationId, id })) === undefined) {
    throw notFound('clearance', id)
  }
  if (!(await markClearanceRevoked(handle, input)))
    throw conflict('clearance-revoked', 'it was already revoked')
  await recordAppealEvent({
    handle,
    organisationId,
    action: 'clearance-revoked',
    subject: { kind: 'clearance', id },
    event: { type: 'clearance.revoked', data: { clearance: id } },
  })
  const revoked = await findClearance(handle, { organisationId, id })
  if (revoked === undefined) throw notFound('clearance', id)
  return revoked
}

/**
 * The clearance that blocks a notice about this seller, if any: for the product or all of the seller's goods, under
 * this right, neither expired nor revoked. In a rights holder's transaction it finds clearances under brands with an
 * approved claim.
 */
export async function findClearanceFor(
  handle: Transaction,
  options: ClearanceQuery,
): Promise<{ id: string; expiresAt: Date; product: string | null } | undefined> {
  const found = await findActiveClearance(handle, options)
  return found && { id: found.id, expiresAt: found.expiresAt, product: found.product }
}

export function toSignedClearance({
  statement,
  signature,
  keyId,
}: ClearanceRow): SignedClearance | null {
  if (statement === null) return null
  return { statement, signature: signature.toString('base64'), key: keyId }
}
