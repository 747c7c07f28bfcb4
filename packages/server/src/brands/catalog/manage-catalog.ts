import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Brand, Catalog, CatalogState, Product } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, messageOf, versionMismatch } from '../../platform/errors/index.ts'
import { applyDrafts, type Draft } from './apply-drafts.ts'
import type { EntryVersion, Kind, StoredEntry, StoredBrand, StoredProduct } from './types.ts'
import { mayReadCatalog, mayUseBrand, mayWriteCatalog, type CatalogActor } from './policy.ts'
import { removeEntries } from './remove-entries.ts'
import {
  brandsById,
  lockCatalog,
  pageOfBrands,
  pageOfProducts,
  pageOfVersions,
  productsById,
} from './repository.ts'

type ServiceInput<T> = {
  handle: Transaction
  actor: CatalogActor
  organisationId: string
  input: T
}
type Page = { limit: number; after?: string }

export async function listBrands(options: ServiceInput<Page>): Promise<StoredBrand[]> {
  const { handle, actor, organisationId, input } = options
  requireReading(actor, organisationId)
  return pageOfBrands(handle, { organisationId, ...input, ...within(actor) })
}

export async function listProducts(
  options: ServiceInput<Page & { brand?: string }>,
): Promise<StoredProduct[]> {
  const { handle, actor, organisationId, input } = options
  requireReading(actor, organisationId)
  const { brand, ...page } = input
  if (brand !== undefined && !mayUseBrand(actor, brand)) return []
  const brands = brand === undefined ? within(actor) : { brands: [brand] }
  return pageOfProducts(handle, { organisationId, ...page, ...brands })
}

export async function readBrand(options: ServiceInput<{ id: string }>): Promise<StoredBrand> {
  const { actor, organisationId, input } = options
  requireReading(actor, organisationId)
  return shownBrand(options, input.id)
}

export async function readProduct(options: ServiceInput<{ id: string }>): Promise<StoredProduct> {
  const { actor, organisationId, input } = options
  requireReading(actor, organisationId)
  return shownProduct(options, input.id)
}

async function shownBrand(options: ServiceInput<unknown>, id: string): Promise<StoredBrand> {
  const brand = await brandOf(options, id)
  if (brand === undefined || brand.removed) throw notFound('brand', id)
  return brand
}

async function shownProduct(options: ServiceInput<unknown>, id: string): Promise<StoredProduct> {
  const product = await productOf(options, id)
  if (product === undefined || product.removed) throw notFound('product', id)
  return product
}

/** A page of an entry's versions, newest first, also of a removed one. */
export async function listVersions(
  options: ServiceInput<{ kind: Kind; id: string; limit: number; after?: number }>,
): Promise<EntryVersion[]> {
  const { handle, actor, organisationId, input } = options
  requireReading(actor, organisationId)
  const entry =
    input.kind === 'brand' ? await brandOf(options, input.id) : await productOf(options, input.id)
  if (entry === undefined) throw notFound(input.kind, input.id)
  return pageOfVersions(handle, { organisationId, ...input })
}

const exportedAtOnce = 1000

/** All current entries, by id; importing the result changes nothing. */
export async function exportCatalog(exportInput: ServiceInput<undefined>): Promise<Catalog> {
  const { handle, actor, organisationId } = exportInput
  requireReading(actor, organisationId)
  const all = async <T>(
    page: (
      handle: Transaction,
      options: Parameters<typeof pageOfBrands>[1],
    ) => Promise<StoredEntry<T>[]>,
  ): Promise<T[]> => {
    const contents: T[] = []
    for (let after: string | undefined; ;) {
      await nextTurn()
      const options = { organisationId, limit: exportedAtOnce, ...within(actor) }
      const rows = await page(handle, { ...options, ...(after !== undefined && { after }) })
      contents.push(...rows.map(({ content }) => content))
      after = rows.at(-1)?.id
      if (rows.length < exportedAtOnce) return contents
    }
  }
  const brands = await all<Brand>(pageOfBrands)
  // A change between the two reads may refer to a brand that the first did not see.
  const ids = new Set(brands.map(({ id }) => id))
  const products = (await all<Product>(pageOfProducts)).filter(({ brand }) => ids.has(brand))
  return { brands, products }
}

export type PutInput = {
  id: string
  /** The brand or product as sent. */
  value: unknown
  /** The version that the caller has read; 0 if there must be none. */
  expected?: number
}

export type PutResult<T> = StoredEntry<T> & { state: CatalogState; changed: string[] }

/** Writes a whole brand; on a conflict, authorised callers get the current version. */
export async function putBrand(options: ServiceInput<PutInput>): Promise<PutResult<Brand>> {
  const outcome = await put(options, 'brand')
  return { ...(await shownBrand(options, options.input.id)), ...outcome }
}

/** Writes a whole product; on a conflict, authorised callers get the current version. */
export async function putProduct(options: ServiceInput<PutInput>): Promise<PutResult<Product>> {
  const outcome = await put(options, 'product')
  return { ...(await shownProduct(options, options.input.id)), ...outcome }
}

async function put(
  options: ServiceInput<PutInput>,
  kind: Kind,
): Promise<{ state: CatalogState; changed: string[] }> {
  const { handle, actor, organisationId, input } = options
  const { id, value, expected } = input
  requireCatalogWriter(actor, organisationId)
  const stated = (value as { id?: unknown } | null)?.id
  if (stated !== id) {
    throw new AppError({
      code: 'id-mismatch',
      message: `/id differs from the id in the path; found ${JSON.stringify(stated) ?? 'nothing'}; write ${JSON.stringify(id)}`,
      pointer: '/id',
    })
  }
  await lockCatalog(handle, organisationId)
  await requireEntryVersion(options, kind, expected)
  const draft: Draft = kind === 'brand' ? { kind, id, value } : { kind, id, value, partial: false }
  const changeId = randomUUID()
  const changing = { handle, actor, organisationId, changeId, detail: { by: 'put' } }
  const [result] = await applyDrafts(changing, [draft])
  if (result === undefined) throw new RangeError('A draft was applied without an event.')
  if (!('faults' in result)) return { state: result.state, changed: result.changed }
  throw new AppError({
    code: 'bad-catalog',
    message: result.faults.map((fault) => messageOf(fault, `the ${kind}`)).join('\n'),
    pointer: result.faults[0]?.pointer,
  })
}

type Remove = { id: string; expected?: number }

/** Removes a brand and its products. */
export async function removeBrand(
  options: ServiceInput<Remove>,
): Promise<{ version: number; products: number }> {
  const { actor, organisationId, input } = options
  requireCatalogWriter(actor, organisationId)
  await lockCatalog(options.handle, organisationId)
  await shownBrand(options, input.id)
  await requireEntryVersion(options, 'brand', input.expected)
  return removeEntries(changingOf(options), { brands: [input.id] })
}

export async function removeProduct(options: ServiceInput<Remove>): Promise<{ version: number }> {
  const { actor, organisationId, input } = options
  requireCatalogWriter(actor, organisationId)
  await lockCatalog(options.handle, organisationId)
  await shownProduct(options, input.id)
  await requireEntryVersion(options, 'product', input.expected)
  const { version } = await removeEntries(changingOf(options), { products: [input.id] })
  return { version }
}

function changingOf(options: ServiceInput<unknown>) {
  const { handle, actor, organisationId } = options
  return { handle, actor, organisationId, changeId: randomUUID(), detail: { by: 'delete' } }
}

/** A refusal lists changes up to this many versions back. */
const versionsTold = 20

/** A refusal that names the changes since, as far as a few versions back. */
async function requireEntryVersion(
  options: ServiceInput<{ id: string }>,
  kind: Kind,
  expected: number | undefined,
): Promise<void> {
  if (expected === undefined) return
  const { handle, organisationId, input } = options
  const entry =
    kind === 'brand' ? await brandOf(options, input.id) : await productOf(options, input.id)
  const version = entry === undefined || entry.removed ? 0 : entry.version
  if (version === expected) return
  const page = { organisationId, kind, id: input.id, limit: versionsTold }
  const since = entry === undefined ? [] : await pageOfVersions(handle, page)
  const changes = since
    .filter((one) => one.version > expected)
    .toReversed()
    .map(({ version: number, state, changed }) =>
      state === 'changed' ? `${number} changed ${changed.join(', ')}` : `${number} ${state} it`,
    )
  throw versionMismatch({
    subject: `the ${kind} ${input.id}`,
    current: { version },
    expectedVersion: expected,
    pointer: null,
    changes: changes.length === 0 ? undefined : `version ${changes.join('; version ')}`,
  })
}

async function brandOf(
  options: ServiceInput<unknown>,
  id: string,
): Promise<StoredBrand | undefined> {
  const { handle, actor, organisationId } = options
  // What the caller may not see and what does not exist look the same.
  if (!mayUseBrand(actor, id)) return undefined
  return (await brandsById(handle, organisationId, [id])).get(id)
}

async function productOf(
  options: ServiceInput<unknown>,
  id: string,
): Promise<StoredProduct | undefined> {
  const { handle, actor, organisationId } = options
  const product = (await productsById(handle, organisationId, [id])).get(id)
  return product !== undefined && mayUseBrand(actor, product.content.brand) ? product : undefined
}

function within(actor: CatalogActor): { brands?: readonly string[] } {
  const brands = brandsOf(actor)
  return brands === undefined ? {} : { brands }
}

export function requireReading(actor: CatalogActor, organisationId: string): void {
  if (mayReadCatalog(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message: 'the scope catalog:read is required to read the catalog',
  })
}

export function requireCatalogWriter(actor: CatalogActor, organisationId: string): void {
  if (mayWriteCatalog(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message:
      'changing the catalog requires the scope catalog:write, or the role admin or analyst in its organisation',
  })
}

function notFound(kind: Kind, id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no ${kind} ${JSON.stringify(id)}`,
    pointer: `/${kind}`,
  })
}
