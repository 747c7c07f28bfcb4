import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { purposeOf } from '../identifiers/index.ts'
import type { SentIdentifier } from './items-repository.ts'
import type { DossierParts } from './read-dossier-parts.ts'

/**
 * The identifiers and accounts that a dossier concerns, keyed for its recipient: equal ones of different senders have
 * equal digests there and nowhere else. Numbers of cards are not stored, so none is among them.
 */
export async function readIdentifiers(
  handle: Transaction,
  {
    parts: { row, accounts },
    sealer,
    recipientId,
  }: { parts: Pick<DossierParts, 'row' | 'accounts'>; sealer: Sealer; recipientId: string },
): Promise<SentIdentifier[]> {
  const { organisationId } = row
  const key = sealer.authenticate(recipientId, 'identifiers in referrals')
  const digestOf = (...parts: string[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')
  const { rows } = await sql<{ type: string; sealed: Buffer }>`
    select i.type, i.sealed from seller_identifiers i
    where i.organisation_id = ${organisationId}::uuid and i.sealed is not null and i.id in (
      select o.identifier_id from identifier_occurrences o
      where o.organisation_id = ${organisationId}::uuid
        and o.seller_account_id = any (${accounts.map(({ id }) => id)}::uuid[]))`.execute(handle)
  const found = rows.map(({ type, sealed }) => {
    const value = sealer.open(sealed, purposeOf(organisationId)).toString()
    return { digest: digestOf(type, value), type }
  })
  const named = accounts.map(({ marketplace, sellerId }) => ({
    digest: digestOf('account', marketplace, sellerId),
    type: 'account',
  }))
  return [...found, ...named]
}
