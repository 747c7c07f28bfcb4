import { z } from 'zod'
import { FaultCause } from '../fault-cause.ts'
import { Brand, Catalog, Product } from './catalog.ts'
import { claimStates } from './claim.ts'
import { FileEncoding } from '../listings/file-encoding.ts'
import { endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { fileTypes } from '../listings/listing-endpoints.ts'

/** An id in an address; PostgreSQL cannot store null characters. */
const entryId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/)

/** Result for a brand, product or right of a request. */
export const catalogStates = ['added', 'changed', 'unchanged', 'removed'] as const
export type CatalogState = (typeof catalogStates)[number]

const version = z
  .int()
  .min(1)
  .meta({ description: 'Number of the version, incremented with each change.' })
const changed = z.array(z.string()).meta({
  description: 'Names of the fields that differ from the previous version.',
})

export const StoredBrandView = z
  .object({ version, changedAt: z.iso.datetime(), brand: Brand })
  .meta({ id: 'StoredBrandView' })
export type StoredBrandView = z.infer<typeof StoredBrandView>

export const StoredProductView = z
  .object({ version, changedAt: z.iso.datetime(), product: Product })
  .meta({ id: 'StoredProductView' })
export type StoredProductView = z.infer<typeof StoredProductView>

const kept = { state: z.enum(catalogStates), changed }
export const BrandChangeView = StoredBrandView.extend(kept).meta({ id: 'BrandChangeView' })
export type BrandChangeView = z.infer<typeof BrandChangeView>
export const ProductChangeView = StoredProductView.extend(kept).meta({ id: 'ProductChangeView' })
export type ProductChangeView = z.infer<typeof ProductChangeView>

export const CatalogVersionView = z
  .object({
    version,
    state: z.enum(['added', 'changed', 'removed']),
    changed,
    at: z.iso.datetime(),
    change: z
      .uuid()
      .meta({ description: 'Subject under which the audit log records who made the change.' }),
    content: z.unknown().meta({ description: 'The brand or product in this version.' }),
  })
  .meta({ id: 'CatalogVersionView' })
export type CatalogVersionView = z.infer<typeof CatalogVersionView>

/** Requires that an entry is unchanged since the caller read it. */
export const MatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^(?:W\/)?"(?:0|[1-9][0-9]{0,8})"$/)
    .optional()
    .meta({
      description:
        'The version that the change is based on, as returned in ETag: "3". Use "0" to create. If the current version differs, the request is refused with 409.',
    }),
})

export const ImportQuery = z.strictObject({
  preview: z.enum(['true', 'false']).default('false').meta({
    description: 'Return what would be added, changed and removed, without changing anything.',
  }),
  replace: z.enum(['true', 'false']).default('false').meta({
    description:
      'Remove entries missing from the file: for a catalog document, all of them; for a table or feed, products of the brands in the file. Nothing is removed if any row is invalid.',
  }),
  brand: entryId.optional().meta({
    description: 'Brand ID for product rows and trademarks that name no brand.',
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'ISO 4217 code, used if the file names no currency.' }),
  encoding: FileEncoding.optional(),
})

const place = { row: z.int(), line: z.int() }
const counts = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
})
const rowFaults = z.array(
  z.object({
    ...place,
    pointer: z.string(),
    message: z.string(),
    cause: FaultCause.optional(),
  }),
)

const claimOfBrand = z.enum(claimStates).nullable().meta({
  description: 'State of the organisation’s claim to the brand; null if it made none.',
})

export const InactiveBrandView = z
  .object({ brand: z.string(), name: z.string(), claim: claimOfBrand })
  .meta({ id: 'InactiveBrandView' })
export type InactiveBrandView = z.infer<typeof InactiveBrandView>

export const CatalogImportView = z
  .object({
    format: z.string().meta({ description: 'Format detected from the content of the file.' }),
    preview: z.boolean().meta({ description: 'True if nothing was changed.' }),
    columns: z.record(z.string(), z.string()).optional().meta({
      description: 'The column used for each product field.',
    }),
    brands: counts,
    products: counts,
    rights: counts.meta({ description: 'Trademark records, which change their brand.' }),
    failed: z.int().meta({ description: 'Rows rejected.' }),
    spared: z.int().meta({
      description: 'Entries that would have been removed if no row had been invalid.',
    }),
    rows: z
      .array(
        z.object({
          ...place,
          kind: z.enum(['brand', 'product', 'right']),
          id: z.string(),
          state: z.enum(catalogStates),
          changed,
        }),
      )
      .meta({
        description:
          'The first 1,000 entries added, changed or removed. Row 0 marks entries missing from the file.',
      }),
    withoutEffect: z.array(z.object({ brand: z.string(), claim: claimOfBrand })).meta({
      description:
        'Brands of the file, by ID, whose entries are stored but change no assessment until a claim to the brand is approved.',
    }),
    faults: rowFaults.meta({ description: 'The first 100.' }),
    warnings: rowFaults.meta({
      description: 'The first 100 values that are valid but probably a mistake.',
    }),
  })
  .meta({ id: 'CatalogImportView' })
export type CatalogImportView = z.infer<typeof CatalogImportView>

const brandParams = z.strictObject({ id: entryId })
const productParams = z.strictObject({ id: entryId })
const Removed = z
  .object({
    version,
    products: z.int().meta({ description: 'Products removed along with the brand.' }),
  })
  .meta({ id: 'RemovedBrandView' })

export const catalogEndpoints = {
  export: endpoint({
    method: 'GET',
    path: '/api/v1/catalog',
    summary: 'Export the whole catalog as one JSON document that can be imported again',
    access: 'catalog:read',
    response: Catalog,
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/v1/catalog/imports',
    summary:
      'Import a file: a catalog as JSON, products as CSV, XLSX or Merchant feed, trademarks as ST.96',
    access: 'catalog:write',
    fileLimit: bodyLimits.file,
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.catalog,
    query: ImportQuery,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: ['application/json', ...fileTypes],
    bodyReadBy: 'leaf',
    isBulk: true,
    response: CatalogImportView,
  }),
  listBrands: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands',
    summary: 'List brands by ID',
    access: 'catalog:read',
    query: PageQuery,
    response: pageOf(StoredBrandView),
  }),
  inactiveBrands: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/inactive-brands',
    summary: 'List brands of the catalog whose entries change no assessment yet',
    description:
      'They do once a claim of the organisation to the brand is approved. The first 100.',
    access: 'catalog:read',
    response: z.object({ items: z.array(InactiveBrandView) }),
  }),
  brand: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands/:id',
    summary: 'Retrieve a brand, with its version in ETag',
    access: 'catalog:read',
    params: brandParams,
    response: StoredBrandView,
  }),
  putBrand: endpoint({
    method: 'PUT',
    path: '/api/v1/catalog/brands/:id',
    summary: 'Create or replace a brand',
    access: 'catalog:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: brandParams,
    headers: MatchHeaders,
    body: Brand,
    bodyReadBy: 'leaf',
    response: BrandChangeView,
    statuses: [200, 201],
  }),
  removeBrand: endpoint({
    method: 'DELETE',
    path: '/api/v1/catalog/brands/:id',
    summary: 'Remove a brand and its products; earlier versions are kept',
    access: 'catalog:write',
    params: brandParams,
    headers: MatchHeaders,
    response: Removed,
  }),
  brandVersions: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands/:id/versions',
    summary: 'List the versions of a brand, newest first',
    access: 'catalog:read',
    params: brandParams,
    query: PageQuery,
    response: pageOf(CatalogVersionView),
  }),
  listProducts: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products',
    summary: 'List products by ID',
    access: 'catalog:read',
    query: PageQuery.extend({
      brand: entryId.optional().meta({ description: 'Only products of this brand.' }),
    }),
    response: pageOf(StoredProductView),
  }),
  product: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products/:id',
    summary: 'Retrieve a product, with its version in ETag',
    access: 'catalog:read',
    params: productParams,
    response: StoredProductView,
  }),
  putProduct: endpoint({
    method: 'PUT',
    path: '/api/v1/catalog/products/:id',
    summary: 'Create or replace a product',
    access: 'catalog:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: productParams,
    headers: MatchHeaders,
    body: Product,
    bodyReadBy: 'leaf',
    response: ProductChangeView,
    statuses: [200, 201],
  }),
  removeProduct: endpoint({
    method: 'DELETE',
    path: '/api/v1/catalog/products/:id',
    summary: 'Remove a product; earlier versions are kept',
    access: 'catalog:write',
    params: productParams,
    headers: MatchHeaders,
    response: z.object({ version }),
  }),
  productVersions: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products/:id/versions',
    summary: 'List the versions of a product, newest first',
    access: 'catalog:read',
    params: productParams,
    query: PageQuery,
    response: pageOf(CatalogVersionView),
  }),
}
