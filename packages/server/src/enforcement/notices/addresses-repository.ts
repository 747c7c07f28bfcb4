import { randomUUID } from 'node:crypto'
import type { NoticeAddressInput } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

type NoticeAddressRow = NoticeAddressInput & { id: string; addedAt: Date }

/** The organisation's address book, by marketplace, the newest entry of each first. */
export async function addressesOf(
  handle: Transaction,
  organisationId: string,
): Promise<NoticeAddressRow[]> {
  const { rows } = await sql<NoticeAddressRow>`
    select id, marketplace, name, email, regime, territory, added_at as "addedAt"
    from notice_addresses where organisation_id = ${organisationId}::uuid
    order by marketplace, added_at desc, id desc limit 1000`.execute(handle)
  return rows
}

export async function insertAddress(
  handle: Transaction,
  organisationId: string,
  { marketplace, name, email, regime, territory }: NoticeAddressInput,
): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into notice_addresses
      (id, organisation_id, marketplace, name, email, regime, territory)
    values (${id}::uuid, ${organisationId}::uuid, ${marketplace}, ${name}, ${email}, ${regime},
      ${territory}::text[])`.execute(handle)
  return id
}

export async function deleteAddress(handle: Transaction, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from notice_addresses where id = ${id}::uuid`.execute(handle)
  return numAffectedRows === 1n
}
