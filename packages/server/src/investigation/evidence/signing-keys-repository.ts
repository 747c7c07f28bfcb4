import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { SigningKeyRow } from './types.ts'

export type NewKeyRow = {
  id: string
  publicKey: string
  sealed: Buffer
  statement: Buffer
  signature: Buffer
  madeAt: Date
}

export type ActiveKeyRow = NewKeyRow & {
  organisationId: string
  /** The log's key that certifies it. */
  by: string
}

/** The organisation's current key. */
export async function findActiveKey(
  handle: Transaction,
  organisationId: string,
  { forUpdate = false } = {},
): Promise<ActiveKeyRow | undefined> {
  const { rows } = await sql<Omit<ActiveKeyRow, 'by'>>`
    select id, organisation_id as "organisationId", public_key as "publicKey", sealed, statement,
      signature, made_at as "madeAt"
    from evidence_keys where organisation_id = ${organisationId}::uuid and retired_at is null
    ${forUpdate ? sql`for update` : sql``}`.execute(handle)
  const [row] = rows
  if (row === undefined) return undefined
  const { by } = JSON.parse(row.statement.toString('utf8')) as { by: string }
  return { ...row, by }
}

/** False if the organisation already has a key in use. */
export async function insertKey(
  handle: Transaction,
  organisationId: string,
  { id, publicKey, sealed, statement, signature, madeAt }: NewKeyRow,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into evidence_keys
      (id, organisation_id, public_key, sealed, statement, signature, made_at)
    values (${id}, ${organisationId}::uuid, ${publicKey}, ${sealed}::bytea, ${statement}::bytea,
      ${signature}::bytea, ${madeAt}::timestamptz)
    on conflict (organisation_id) where retired_at is null do nothing`.execute(handle)
  return numAffectedRows === 1n
}

/** Deletes the private key for good. */
export async function retireKey(handle: Transaction, id: string): Promise<void> {
  await sql`
    update evidence_keys set sealed = null, retired_at = now() where id = ${id}`.execute(handle)
}

export async function keyHistory(
  handle: Transaction,
  organisationId: string,
): Promise<SigningKeyRow[]> {
  const { rows } = await sql<SigningKeyRow>`
    select id, public_key as "publicKey", made_at as "madeAt", retired_at as "retiredAt"
    from evidence_keys where organisation_id = ${organisationId}::uuid
    order by made_at desc, retired_at desc nulls first, id`.execute(handle)
  return rows
}
