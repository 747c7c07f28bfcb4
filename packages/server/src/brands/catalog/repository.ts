import type { Brand, Product } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ApprovedBrand, EntryVersion, Kind, StoredBrand, StoredProduct } from './types.ts'

// This leaf's number range of advisory locks.
const organisationLocks = 7301
const revisionLock = 7302

/** Locks the catalog against other changes until the transaction ends. */
export async function lockCatalog(handle: Transaction, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${organisationLocks}::int, hashtext(${organisationId}))`.execute(
    handle,
  )
}

const entryColumns = sql`e.id, e.version, e.content, e.changed_at as "changedAt",
  e.removed_at is not null as removed`

/** The brands with these ids, including removed ones. */
export async function brandsById(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, StoredBrand>> {
  const { rows } = await sql<StoredBrand>`
    select ${entryColumns} from unnest(${ids}::text[]) as given (id)
    cross join lateral (
      select * from brands b where b.organisation_id = ${organisationId}::uuid and b.id = given.id
    ) e`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The products with these ids, including removed ones. */
export async function productsById(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, StoredProduct>> {
  const { rows } = await sql<StoredProduct>`
    select ${entryColumns} from unnest(${ids}::text[]) as given (id)
    cross join lateral (
      select * from products p where p.organisation_id = ${organisationId}::uuid and p.id = given.id
    ) e`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Ids and names of brands that are not removed. */
export async function brandNames(
  handle: Transaction,
  organisationId: string,
): Promise<{ id: string; name: string }[]> {
  return handle
    .selectFrom('brands')
    .select(['id', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
}

export type NewEntry<T> = { id: string; version: number; content: T; removed: boolean }

export async function saveBrands(
  handle: Transaction,
  organisationId: string,
  rows: readonly NewEntry<Brand>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into brands (organisation_id, id, name, version, content, removed_at)
    select ${organisationId}::uuid, id, name, version, content::json,
      case when removed then now() end
    from unnest(${rows.map(({ id }) => id)}::text[],
      ${rows.map(({ content }) => content.name)}::text[],
      ${rows.map(({ version }) => version)}::int[],
      ${rows.map(({ content }) => JSON.stringify(content))}::text[],
      ${rows.map(({ removed }) => removed)}::bool[])
      as given (id, name, version, content, removed)
    on conflict (organisation_id, id) do update set name = excluded.name,
      version = excluded.version, content = excluded.content, changed_at = now(),
      removed_at = excluded.removed_at`.execute(handle)
}

export async function saveProducts(
  handle: Transaction,
  organisationId: string,
  rows: readonly NewEntry<Product>[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into products (organisation_id, id, brand_id, version, content, removed_at)
    select ${organisationId}::uuid, id, brand, version, content::json,
      case when removed then now() end
    from unnest(${rows.map(({ id }) => id)}::text[],
      ${rows.map(({ content }) => content.brand)}::text[],
      ${rows.map(({ version }) => version)}::int[],
      ${rows.map(({ content }) => JSON.stringify(content))}::text[],
      ${rows.map(({ removed }) => removed)}::bool[])
      as given (id, brand, version, content, removed)
    on conflict (organisation_id, id) do update set brand_id = excluded.brand_id,
      version = excluded.version, content = excluded.content, changed_at = now(),
      removed_at = excluded.removed_at`.execute(handle)
}

export type NewVersion = {
  kind: Kind
  id: string
  version: number
  state: EntryVersion['state']
  changed: readonly string[]
  content: object
}

export async function insertVersions(
  handle: Transaction,
  organisationId: string,
  changeId: string,
  rows: readonly NewVersion[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into catalog_versions
      (organisation_id, kind, id, version, state, changed, content, change_id)
    select ${organisationId}::uuid, kind, id, version, state, changed::json, content::json,
      ${changeId}::uuid
    from unnest(${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ id }) => id)}::text[],
      ${rows.map(({ version }) => version)}::int[],
      ${rows.map(({ state }) => state)}::text[],
      ${rows.map(({ changed }) => JSON.stringify(changed))}::text[],
      ${rows.map(({ content }) => JSON.stringify(content))}::text[])
      as given (kind, id, version, state, changed, content)`.execute(handle)
}

/** A removed entry, with the version of its removal. */
export type RemovedEntry = { id: string; version: number; content: object }

export async function markProductsRemoved(
  handle: Transaction,
  organisationId: string,
  of: { ids: readonly string[] } | { brandId: string },
): Promise<RemovedEntry[]> {
  const which = 'ids' in of ? sql`id = any (${of.ids}::text[])` : sql`brand_id = ${of.brandId}`
  const { rows } = await sql<RemovedEntry>`
    update products set version = version + 1, changed_at = now(), removed_at = now()
    where organisation_id = ${organisationId}::uuid and removed_at is null and ${which}
    returning id, version, content`.execute(handle)
  return rows
}

export async function markBrandsRemoved(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<RemovedEntry[]> {
  const { rows } = await sql<RemovedEntry>`
    update brands set version = version + 1, changed_at = now(), removed_at = now()
    where organisation_id = ${organisationId}::uuid and removed_at is null
      and id = any (${ids}::text[])
    returning id, version, content`.execute(handle)
  return rows
}

/**
 * Numbers a change, as the last statement of its transaction. The lock is held until the commit, so that no number
 * becomes visible after a higher one, which a watcher would skip.
 */
export async function insertChangeNumber(
  handle: Transaction,
  organisationId: string,
  changeId: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${revisionLock}::int, 0)`.execute(handle)
  await handle
    .insertInto('catalog_revisions')
    .values({ organisation_id: organisationId, change_id: changeId })
    .execute()
}

/** The number of the last change in any catalog; 0 if none. */
export async function lastChangeNumber(handle: Transaction): Promise<number> {
  const row = await handle
    .selectFrom('catalog_revisions')
    .select('revision')
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.revision ?? 0
}

export type PageOptions = {
  organisationId: string
  limit: number
  after?: string
  /** Only of these brands. */
  brands?: readonly string[]
}

/** A page of brands that are not removed, by id. */
export async function pageOfBrands(
  handle: Transaction,
  { organisationId, limit, after, brands }: PageOptions,
): Promise<StoredBrand[]> {
  const { rows } = await sql<StoredBrand>`
    select ${entryColumns} from brands e
    where e.organisation_id = ${organisationId}::uuid and e.removed_at is null
      ${after === undefined ? sql`` : sql`and e.id > ${after}`}
      ${brands === undefined ? sql`` : sql`and e.id = any (${brands}::text[])`}
    order by e.id limit ${limit}`.execute(handle)
  return rows
}

/** A page of products that are not removed, by id. */
export async function pageOfProducts(
  handle: Transaction,
  { organisationId, limit, after, brands }: PageOptions,
): Promise<StoredProduct[]> {
  const { rows } = await sql<StoredProduct>`
    select ${entryColumns} from products e
    where e.organisation_id = ${organisationId}::uuid and e.removed_at is null
      ${after === undefined ? sql`` : sql`and e.id > ${after}`}
      ${brands === undefined ? sql`` : sql`and e.brand_id = any (${brands}::text[])`}
    order by e.id limit ${limit}`.execute(handle)
  return rows
}

/** The versions of one entry, newest first. */
export async function pageOfVersions(
  handle: Transaction,
  options: { organisationId: string; kind: Kind; id: string; limit: number; after?: number },
): Promise<EntryVersion[]> {
  const { organisationId, kind, id, limit, after } = options
  const { rows } = await sql<EntryVersion>`
    select version, state, changed, content, change_id as "changeId", at
    from catalog_versions
    where organisation_id = ${organisationId}::uuid and kind = ${kind} and id = ${id}
      ${after === undefined ? sql`` : sql`and version < ${after}`}
    order by version desc limit ${limit}`.execute(handle)
  return rows
}

/** Approved brands that are not removed, with their position in the order of approval. */
export async function approvedBrands(
  handle: Transaction,
  approved: readonly ApprovedBrand[],
): Promise<{ organisationId: string; content: Brand; place: number }[]> {
  const { rows } = await sql<{ organisationId: string; content: Brand; place: number }>`
    select given.organisation_id as "organisationId", b.content, given.place::int - 1 as place
    from unnest(${approved.map((one) => one.organisationId)}::uuid[],
      ${approved.map((one) => one.brandId)}::text[])
      with ordinality as given (organisation_id, id, place)
    cross join lateral (
      select content from brands b
      where b.organisation_id = given.organisation_id and b.id = given.id and b.removed_at is null
    ) b
    order by given.place`.execute(handle)
  return rows
}

export type FirstProduct = { place: number; id: string; content: Product }

/**
 * The first products of each of these brands, by id; `place` is the position of the brand in the list. If a brand has
 * `each` of them, `pageOfProducts` returns the rest.
 */
export async function firstProducts(
  handle: Transaction,
  brands: readonly { organisationId: string; brandId: string }[],
  each: number,
): Promise<FirstProduct[]> {
  const { rows } = await sql<FirstProduct>`
    select given.place::int - 1 as place, p.id, p.content
    from unnest(${brands.map((one) => one.organisationId)}::uuid[],
      ${brands.map((one) => one.brandId)}::text[])
      with ordinality as given (organisation_id, brand_id, place)
    cross join lateral (
      select id, content from products p
      where p.organisation_id = given.organisation_id and p.brand_id = given.brand_id
        and p.removed_at is null
      order by p.id limit ${each}
    ) p
    order by given.place, p.id`.execute(handle)
  return rows
}
