import { Readable } from 'node:stream'
import { catalogEndpoints } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { contextOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { valueCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import type { CatalogSource } from './catalog-file.ts'
import { importCatalog } from './import-catalog.ts'
import { listInactiveBrands } from './inactive-brands.ts'
import type { EntryVersion, StoredBrand, StoredProduct } from './types.ts'
import {
  exportCatalog,
  listBrands,
  listProducts,
  listVersions,
  putBrand,
  putProduct,
  readBrand,
  readProduct,
  removeBrand,
  removeProduct,
} from './manage-catalog.ts'

/** The id of the last entry of a page. */
const Place = valueCursor(z.string().regex(/^[^\0]*$/))
/** The last version of a page. */
const VersionPlace = valueCursor(z.int().min(1).max(2_147_483_647))

/** Endpoints for an organisation's catalog. */
export function catalogRoutes(app: FastifyInstance, store: Store): void {
  const within = <T>(
    actor: Actor,
    work: (options: { handle: Transaction; actor: Actor; organisationId: string }) => Promise<T>,
  ): Promise<T> => {
    const organisationId = organisationOf(actor)
    return store.transact(contextOf(actor), (handle) => work({ handle, actor, organisationId }))
  }

  route(app, catalogEndpoints.export, async ({ actor }) =>
    within(actor, (options) => exportCatalog({ ...options, input: undefined })),
  )

  route(app, catalogEndpoints.import, async ({ actor, query, body }) => {
    const { preview, replace, brand, currency, encoding } = query
    return importCatalog({
      store,
      actor,
      organisationId: organisationOf(actor),
      source: sourceOf(body),
      preview: preview === 'true',
      replace: replace === 'true',
      ...(brand !== undefined && { brand }),
      ...(currency !== undefined && { currency }),
      ...(encoding !== undefined && { encoding }),
    })
  })

  route(app, catalogEndpoints.listBrands, async ({ actor, query }) => {
    const input = toPageQuery(query, Place)
    const rows = await within(actor, (options) => listBrands({ ...options, input }))
    const { items, next } = pageOf(rows, query.limit, ({ id }) => [id])
    return { items: items.map(shownBrand), next }
  })

  route(app, catalogEndpoints.inactiveBrands, async ({ actor }) => ({
    items: await within(actor, listInactiveBrands),
  }))

  route(app, catalogEndpoints.brand, async ({ actor, params, reply }) => {
    const input = { id: params.id }
    const found = await within(actor, (options) => readBrand({ ...options, input }))
    tag(reply, found.version)
    return shownBrand(found)
  })

  route(app, catalogEndpoints.putBrand, async ({ actor, params, headers, body, reply }) => {
    const input = { id: params.id, value: body, ...expectedBy(headers['if-match']) }
    const stored = await within(actor, (options) => putBrand({ ...options, input }))
    tag(reply, stored.version)
    reply.status(stored.state === 'added' ? 201 : 200)
    return { ...shownBrand(stored), state: stored.state, changed: stored.changed }
  })

  route(app, catalogEndpoints.removeBrand, async ({ actor, params, headers }) => {
    const input = { id: params.id, ...expectedBy(headers['if-match']) }
    const { version, products } = await within(actor, (options) =>
      removeBrand({ ...options, input }),
    )
    return { version, products }
  })

  route(app, catalogEndpoints.brandVersions, async ({ actor, params, query }) => {
    const input = { kind: 'brand' as const, id: params.id, ...toPageQuery(query, VersionPlace) }
    const rows = await within(actor, (options) => listVersions({ ...options, input }))
    return versionPage(rows, query.limit)
  })

  route(app, catalogEndpoints.listProducts, async ({ actor, query }) => {
    const { brand } = query
    const input = { ...toPageQuery(query, Place), ...(brand !== undefined && { brand }) }
    const rows = await within(actor, (options) => listProducts({ ...options, input }))
    const { items, next } = pageOf(rows, query.limit, ({ id }) => [id])
    return { items: items.map(shownProduct), next }
  })

  route(app, catalogEndpoints.product, async ({ actor, params, reply }) => {
    const input = { id: params.id }
    const found = await within(actor, (options) => readProduct({ ...options, input }))
    tag(reply, found.version)
    return shownProduct(found)
  })

  route(app, catalogEndpoints.putProduct, async ({ actor, params, headers, body, reply }) => {
    const input = { id: params.id, value: body, ...expectedBy(headers['if-match']) }
    const stored = await within(actor, (options) => putProduct({ ...options, input }))
    tag(reply, stored.version)
    reply.status(stored.state === 'added' ? 201 : 200)
    return { ...shownProduct(stored), state: stored.state, changed: stored.changed }
  })

  route(app, catalogEndpoints.removeProduct, async ({ actor, params, headers }) => {
    const input = { id: params.id, ...expectedBy(headers['if-match']) }
    return within(actor, (options) => removeProduct({ ...options, input }))
  })

  route(app, catalogEndpoints.productVersions, async ({ actor, params, query }) => {
    const input = {
      kind: 'product' as const,
      id: params.id,
      ...toPageQuery(query, VersionPlace),
    }
    const rows = await within(actor, (options) => listVersions({ ...options, input }))
    return versionPage(rows, query.limit)
  })
}

/** Over HTTP every actor has an organisation; the operator uses the command line. */
function organisationOf(actor: Actor): string {
  if (actor.kind !== 'operator') return actor.organisationId
  throw new AppError({
    code: 'organisation-required',
    message: 'a catalog belongs to an organisation',
  })
}

function sourceOf(body: unknown): CatalogSource {
  if (body instanceof Readable) return { bytes: body }
  if (body !== undefined) return { document: body }
  throw new AppError({
    code: 'content-type-unsupported',
    message: 'the body is not a file; send it as application/json, text/csv or a similar type',
  })
}

function versionPage(rows: readonly EntryVersion[], limit: number) {
  const page = pageOf(rows, limit, ({ version }) => [version])
  const items = page.items.map(({ version, state, changed, content, changeId, at }) => ({
    version,
    state,
    changed,
    at,
    change: changeId,
    content,
  }))
  return { items, next: page.next }
}

function shownBrand({ version, changedAt, content }: StoredBrand) {
  return { version, changedAt, brand: content }
}

function shownProduct({ version, changedAt, content }: StoredProduct) {
  return { version, changedAt, product: content }
}

function tag(reply: FastifyReply, version: number): void {
  reply.header('etag', `"${version}"`)
}

function expectedBy(header: string | undefined): { expected?: number } {
  if (header === undefined) return {}
  return { expected: Number(header.replace(/^W\//, '').replaceAll('"', '')) }
}
