import { sql } from 'kysely'
import { recordEvent } from '../../access/audit/index.ts'
import { recordOutboxOfMany, type NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { recordCustody } from './custody.ts'
import {
  insertIdentifiers,
  insertItems,
  type NewItem,
  type SentIdentifier,
} from './items-repository.ts'
import { finishPackage, type Stored } from './packages-repository.ts'
import { findReferral } from './repository.ts'
import type { PackageRow } from './types.ts'

type Packed = Stored & { items: NewItem[]; identifiers: SentIdentifier[] }

/**
 * Stores a package and sends it, in one transaction of the operator: a referral that was withdrawn meanwhile sends
 * nothing, and none is sent twice.
 */
export async function sendPackage(
  handle: Transaction,
  row: PackageRow,
  { items, identifiers, ...stored }: Packed,
): Promise<void> {
  const { id, referralId, organisationId, recipientId, kind } = row
  const referral = await findReferral(handle, referralId, { lock: true })
  const states = kind === 'dossier' ? ['releasing'] : ['sent', 'acknowledged']
  if (referral === undefined || !states.includes(referral.state)) {
    throw new AppError({
      code: 'referral-step-unavailable',
      message: `the referral is ${referral?.state ?? 'deleted'}: nothing is sent of it any more`,
    })
  }
  if (!(await finishPackage(handle, id, stored))) return
  if (kind === 'dossier') {
    await sql`
      update referrals set state = 'sent', sent_at = ${stored.at}::timestamptz
      where id = ${referralId}::uuid`.execute(handle)
  }
  await insertItems(handle, { referralId, organisationId, recipientId, packageId: id, items })
  if (recipientId !== null) {
    await insertIdentifiers(handle, { referralId, organisationId, recipientId, identifiers })
  }
  const { sha256 } = stored
  await recordCustody(handle, { referralId, organisationId, event: 'packed', sha256 })
  await recordCustody(handle, { referralId, organisationId, event: 'sent', sha256 })
  const data = { referral: referralId, template: referral.template }
  if (kind === 'dossier') {
    if (recipientId === null) return
    await recordOutboxOfMany(handle, [
      { organisationId: recipientId, type: 'referral.received', data },
    ])
    return
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'referral-supplement-sent',
    subject: { kind: 'referral', id: referralId },
    detail: { supplement: id },
  })
  const event: NewOutboxEvent = {
    type: 'referral.supplement-sent',
    data: { ...data, supplement: id },
  }
  const both = recipientId === null ? [organisationId] : [organisationId, recipientId]
  await recordOutboxOfMany(
    handle,
    both.map((to) => ({ ...event, organisationId: to })),
  )
}
