import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { gtinPrefixes } from '../gtin-prefixes/queries.ts'

export type CodeKeyRow = {
  id: string
  publicKey: string
  logIndex: number
  madeAt: Date
  retiredAt: Date | null
  revokedAt: Date | null
}

export type NewCodeKeyRow = Pick<CodeKeyRow, 'id' | 'publicKey' | 'logIndex' | 'madeAt'> & {
  sealed: Buffer | null
  statement: Buffer
  signature: Buffer
}

const columns = sql`id, public_key as "publicKey", log_index::float8 as "logIndex",
  made_at as "madeAt", retired_at as "retiredAt", revoked_at as "revokedAt"`

/** The keys of an organisation, newest first. */
export async function findCodeKeys(
  handle: Transaction,
  organisationId: string,
): Promise<CodeKeyRow[]> {
  const { rows } = await sql<CodeKeyRow>`
    select ${columns} from code_keys where organisation_id = ${organisationId}::uuid
    order by made_at desc, retired_at desc nulls first, id`.execute(handle)
  return rows
}

/** Ends the use of a key and deletes its private part for good. */
export async function retireCodeKey(
  handle: Transaction,
  { organisationId, at }: { organisationId: string; at: Date },
): Promise<void> {
  await sql`
    update code_keys set sealed = null, retired_at = ${at}::timestamptz
    where organisation_id = ${organisationId}::uuid and retired_at is null`.execute(handle)
}

/** False if another was made meanwhile. */
export async function insertCodeKey(
  handle: Transaction,
  organisationId: string,
  { id, publicKey, sealed, statement, signature, logIndex, madeAt }: NewCodeKeyRow,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into code_keys
      (id, organisation_id, public_key, sealed, statement, signature, log_index, made_at)
    values (${id}, ${organisationId}::uuid, ${publicKey}, ${sealed}::bytea, ${statement}::bytea,
      ${signature}::bytea, ${logIndex}::int8, ${madeAt}::timestamptz)
    on conflict (organisation_id) where retired_at is null do nothing`.execute(handle)
  return numAffectedRows === 1n
}

export async function revokeCodeKey(
  handle: Transaction,
  { id, at }: { id: string; at: Date },
): Promise<void> {
  await sql`
    update code_keys set sealed = null, revoked_at = ${at}::timestamptz,
      retired_at = coalesce(retired_at, ${at}::timestamptz)
    where id = ${id}`.execute(handle)
}

/** The private key in use, encrypted; for the operator's role alone. */
export async function findSealedKey(
  handle: Transaction,
  organisationId: string,
): Promise<{ id: string; sealed: Buffer | null } | undefined> {
  const { rows } = await sql<{ id: string; sealed: Buffer | null }>`
    select id, sealed from code_keys
    where organisation_id = ${organisationId}::uuid and retired_at is null`.execute(handle)
  return rows[0]
}

export type PublishedKeyRow = CodeKeyRow & { holder: string; prefixes: string[] }

/** The keys of all makers, with the numbers that each of them issues. */
export async function findPublishedKeys(handle: Transaction): Promise<PublishedKeyRow[]> {
  const { rows } = await sql<PublishedKeyRow>`
    select k.id, k.public_key as "publicKey", k.log_index::float8 as "logIndex",
      k.made_at as "madeAt", k.retired_at as "retiredAt", k.revoked_at as "revokedAt",
      o.name as holder,
      array(select g.prefix from ${gtinPrefixes} g
        where g.organisation_id = k.organisation_id order by g.prefix) as prefixes
    from code_keys k join ${organisationProfiles} o on o.id = k.organisation_id
    order by k.made_at, k.id`.execute(handle)
  return rows
}
