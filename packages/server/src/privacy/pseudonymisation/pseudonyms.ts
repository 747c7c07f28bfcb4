import { createHash, randomBytes } from 'node:crypto'
import type { SellerRef } from '@touchstone/contract'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

/**
 * A seller as a salted hash: shows whether two listings have the same seller, and whether a seller was erased,
 * without revealing who it is. The JSON text is hashed, so that every id that can be sent has a hash.
 */
export function pseudonymOf(salt: Buffer, { marketplace, id }: SellerRef): Buffer {
  const text = `${marketplace}\n${JSON.stringify(id)}`
  return createHash('sha256').update(salt).update(text, 'utf8').digest()
}

/** An organisation's salt, made where it has none yet. */
export async function saltOf(handle: Transaction, organisationId: string): Promise<Buffer> {
  return (await findSalt(handle, organisationId)) ?? makeSalt(handle, organisationId)
}

export async function makeSalt(handle: Transaction, organisationId: string): Promise<Buffer> {
  await sql`
    insert into pseudonym_salts (organisation_id, salt)
    values (${organisationId}::uuid, ${randomBytes(32)}::bytea)
    on conflict (organisation_id) do nothing`.execute(handle)
  const salt = await findSalt(handle, organisationId)
  if (salt === undefined) throw new Error('a salt was created and is missing')
  return salt
}

export async function findSalt(
  handle: Transaction,
  organisationId: string,
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ salt: Buffer }>`
    select salt from pseudonym_salts where organisation_id = ${organisationId}::uuid`.execute(
    handle,
  )
  return rows[0]?.salt
}

/** The sellers among these whose data were erased, in hexadecimal digits. */
export async function findErasedSellers(
  handle: Transaction,
  organisationId: string,
  pseudonyms: readonly Buffer[],
): Promise<Set<string>> {
  const query = sql<{ hash: Buffer }>`
    select given.hash from unnest(${pseudonyms}::bytea[]) as given (hash)
    cross join lateral (
      select from erased_sellers
      where organisation_id = ${organisationId}::uuid and seller_hash = given.hash limit 1
    ) erased`
  const { rows } = await runPrepared(query, handle)
  return new Set(rows.map(({ hash }) => hash.toString('hex')))
}
