import type { OrganisationKind, PersonRole, Scope } from '@touchstone/contract'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import type { ApiKey, Limits, Organisation } from './types.ts'

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
  'made_by as madeBy',
  'brands',
  'territories',
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
  /** Marks the organisation as invented. */
  sample?: true
}

export async function insertOrganisation(
  handle: Transaction,
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
  handle: Transaction,
  slug: string,
): Promise<Organisation | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select(organisationColumns)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row as Organisation | undefined
}

/** The kind of an organisation; undefined if the caller may not know. */
export async function kindOfOrganisation(
  handle: Transaction,
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
  handle: Transaction,
  id: string,
): Promise<Organisation | undefined> {
  const row = await handle
    .selectFrom('organisations')
    .select(organisationColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Organisation | undefined
}

export type ApiKeyRow = {
  id: string
  organisationId: string
  prefix: string
  secretHash: Buffer
  scopes: Scope[]
  label: string | null
  madeBy: string | null
  brands: string[]
  territories: string[]
}

export async function insertApiKey(handle: Transaction, row: ApiKeyRow): Promise<ApiKey> {
  const { organisationId, secretHash, madeBy, ...rest } = row
  const inserted = await handle
    .insertInto('keys')
    .values({
      ...rest,
      made_by: madeBy,
      organisation_id: organisationId,
      secret_hash: secretHash,
    })
    .returning(keyColumns)
    .executeTakeFirstOrThrow()
  return inserted as ApiKey
}

const ofMaker = [
  ...keyColumns.map((column) => `k.${column}` as const),
  'm.roles as makerRoles',
  'm.brands as makerBrands',
  'm.territories as makerTerritories',
] as const

/** Keys with their creator's current membership. */
const withMaker = (handle: Transaction) =>
  handle
    .selectFrom('keys as k')
    .leftJoin('memberships as m', (join) =>
      join
        .onRef('m.person_id', '=', 'k.made_by')
        .onRef('m.organisation_id', '=', 'k.organisation_id'),
    )

export type ApiKeyWithMaker = {
  key: ApiKey
  /** The creator's current roles and limits; null if the creator is no longer a member, or there is none. */
  maker: (Limits & { roles: readonly PersonRole[] }) | null
}

type MakerRow = {
  makerRoles: string[] | null
  makerBrands: string[] | null
  makerTerritories: string[] | null
}

function keyOfMaker<R extends MakerRow>(row: R): ApiKeyWithMaker {
  const { makerRoles, makerBrands, makerTerritories, ...key } = row
  const isMember = makerRoles !== null && makerBrands !== null && makerTerritories !== null
  const maker = isMember
    ? { roles: makerRoles as PersonRole[], brands: makerBrands, territories: makerTerritories }
    : null
  return { key: key as unknown as ApiKey, maker }
}

export async function findApiKeyByPrefix(
  handle: Transaction,
  prefix: string,
): Promise<(ApiKeyWithMaker & { secretHash: Buffer }) | undefined> {
  const query = withMaker(handle)
    .select([...ofMaker, 'k.secret_hash as secretHash'])
    .where('k.prefix', '=', prefix)
  const [row] = (await runPrepared(query, handle)).rows
  if (row === undefined) return undefined
  const { secretHash, ...rest } = row
  return { ...keyOfMaker(rest), secretHash }
}

export async function findApiKey(handle: Transaction, id: string): Promise<ApiKey | undefined> {
  const row = await handle
    .selectFrom('keys')
    .select(keyColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as ApiKey | undefined
}

type KeyPage = {
  limit: number
  after?: { at: Date; id: string }
  /** Only keys created within these limits. */
  within?: Limits
}

export async function findApiKeys(
  handle: Transaction,
  organisationId: string,
  { limit, after, within }: KeyPage,
): Promise<ApiKeyWithMaker[]> {
  let query = withMaker(handle)
    .select(ofMaker)
    .where('k.organisation_id', '=', organisationId)
    .orderBy('k.created_at', 'desc')
    .orderBy('k.id')
    .limit(limit)
  for (const name of ['brands', 'territories'] as const) {
    const names = within?.[name] ?? []
    if (names.length === 0) continue
    const column = sql.ref(`k.${name}`)
    query = query.where(sql<boolean>`${column} <> '{}' and ${column} <@ ${[...names]}::text[]`)
  }
  if (after) {
    query = query.where(
      sql<boolean>`(k.created_at < ${after.at} or (k.created_at = ${after.at} and k.id > ${after.id}))`,
    )
  }
  return (await query.execute()).map(keyOfMaker)
}

/** A user's valid keys in an organisation, locked until the end of the transaction. */
export async function lockApiKeysOf(
  handle: Transaction,
  organisationId: string,
  madeBy: string,
): Promise<ApiKey[]> {
  const rows = await handle
    .selectFrom('keys')
    .select(keyColumns)
    .where('organisation_id', '=', organisationId)
    .where('made_by', '=', madeBy)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows as ApiKey[]
}

/** False if already revoked. */
export async function markApiKeyRevoked(handle: Transaction, id: string): Promise<boolean> {
  const { numUpdatedRows } = await handle
    .updateTable('keys')
    .set({ revoked_at: sql`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Once a minute is exact enough, and avoids a write per request. */
export async function markApiKeyUsed(handle: Transaction, id: string): Promise<void> {
  await handle
    .updateTable('keys')
    .set({ last_used_at: sql`now()` })
    .where('id', '=', id)
    .where(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`)
    .execute()
}
