import type { OrganisationKind, Scope } from '@touchstone/contract'
import { sql } from 'kysely'
import { runPrepared, type Handle } from '../platform/db/index.ts'
import type { Key, Organisation } from './model.ts'

const organisationColumns = [
  'id',
  'slug',
  'name',
  'kind',
  'parent_id as parentId',
  'created_at as createdAt',
] as const

const keyColumns = [
  'id',
  'organisation_id as organisationId',
  'prefix',
  'scopes',
  'label',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const

export type OrganisationRow = {
  id: string
  slug: string
  name: string
  kind: OrganisationKind
  parentId: string | null
  /** Says that it is invented. */
  sample?: true
}

export async function insertOrganisation(
  handle: Handle,
  { parentId, ...row }: OrganisationRow,
): Promise<Organisation> {
  const inserted = await handle
    .insertInto('organisations')
    .values({ ...row, parent_id: parentId })
    .returning(organisationColumns)
    .executeTakeFirstOrThrow()
  return inserted as Organisation
}

export async function findOrganisation(
  handle: Handle,
  slug: string,
): Promise<Organisation | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select(organisationColumns)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row as Organisation | undefined
}

/** What kind of organisation it is; undefined where whoever asks may not know. */
export async function kindOfOrganisation(
  handle: Handle,
  id: string,
): Promise<OrganisationKind | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select('kind')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.kind as OrganisationKind | undefined
}

export async function findOrganisationById(
  handle: Handle,
  id: string,
): Promise<Organisation | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select(organisationColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Organisation | undefined
}

export type KeyRow = {
  id: string
  organisationId: string
  prefix: string
  secretHash: Buffer
  scopes: Scope[]
  label: string | null
}

export async function insertKey(handle: Handle, row: KeyRow): Promise<Key> {
  const { organisationId, secretHash, ...rest } = row
  const inserted = await handle
    .insertInto('keys')
    .values({ ...rest, organisation_id: organisationId, secret_hash: secretHash })
    .returning(keyColumns)
    .executeTakeFirstOrThrow()
  return inserted as Key
}

export async function findKeyByPrefix(
  handle: Handle,
  prefix: string,
): Promise<{ key: Key; secretHash: Buffer } | undefined> {
  const query = handle
    .selectFrom('keys')
    .select([...keyColumns, 'secret_hash as secretHash'])
    .where('prefix', '=', prefix)
  const [row] = (await runPrepared(query, handle)).rows
  if (row === undefined) return undefined
  const { secretHash, ...key } = row
  return { key: key as Key, secretHash }
}

export async function findKey(handle: Handle, id: string): Promise<Key | undefined> {
  const row = await handle
    .selectFrom('keys')
    .select(keyColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Key | undefined
}

export async function listKeys(
  handle: Handle,
  organisationId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<Key[]> {
  let query = handle
    .selectFrom('keys')
    .select(keyColumns)
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
  if (after) {
    query = query.where(
      sql<boolean>`(created_at < ${after.at} or (created_at = ${after.at} and id > ${after.id}))`,
    )
  }
  return (await query.execute()) as Key[]
}

/** False where it was revoked before. */
export async function markRevoked(handle: Handle, id: string): Promise<boolean> {
  const { numUpdatedRows } = await handle
    .updateTable('keys')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Once a minute is exact enough, and spares a write at every request. */
export async function markUsed(handle: Handle, id: string): Promise<void> {
  await handle
    .updateTable('keys')
    .set({ last_used_at: sql`now()` })
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`)
    .execute()
}
