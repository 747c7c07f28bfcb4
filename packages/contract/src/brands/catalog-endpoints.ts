import { z } from 'zod'
import { Brand, Catalog, Product } from './catalog.ts'
import { FileEncoding } from '../listings/file-encoding.ts'
import { endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { fileTypes } from '../listings/listing-endpoints.ts'

/** An id in an address; no store keeps a null character. */
const entryId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/)

/** What became of a brand, a product or a right that was sent in. */
export const catalogStates = ['added', 'changed', 'unchanged', 'removed'] as const
export type CatalogState = (typeof catalogStates)[number]

const version = z.int().min(1).meta({ description: 'Counts the changes of this entry.' })
const changed = z.array(z.string()).meta({
  description: 'Names of the fields that differ from the version before.',
})

export const StoredBrand = z
  .object({ version, changedAt: z.iso.datetime(), brand: Brand })
  .meta({ id: 'StoredBrand' })
export type StoredBrand = z.infer<typeof StoredBrand>

export const StoredProduct = z
  .object({ version, changedAt: z.iso.datetime(), product: Product })
  .meta({ id: 'StoredProduct' })
export type StoredProduct = z.infer<typeof StoredProduct>

const kept = { state: z.enum(catalogStates), changed }
export const KeptBrand = StoredBrand.extend(kept).meta({ id: 'KeptBrand' })
export type KeptBrand = z.infer<typeof KeptBrand>
export const KeptProduct = StoredProduct.extend(kept).meta({ id: 'KeptProduct' })
export type KeptProduct = z.infer<typeof KeptProduct>

export const CatalogVersion = z
  .object({
    version,
    state: z.enum(['added', 'changed', 'removed']),
    changed,
    at: z.iso.datetime(),
    change: z.uuid().meta({ description: 'Under this subject the log says who changed it.' }),
    content: z.unknown().meta({ description: 'The brand or product as it was then.' }),
  })
  .meta({ id: 'CatalogVersion' })
export type CatalogVersion = z.infer<typeof CatalogVersion>

/** Asks that an entry is still as the caller read it. */
export const MatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^(?:W\/)?"(?:0|[1-9][0-9]{0,8})"$/)
    .optional()
    .meta({
      description:
        'The version that the change rests on, as ETag brought it: "3". "0" where there must be none yet. Refused (409) where it is another by now.',
    }),
})

export const ImportQuery = z.strictObject({
  preview: z.enum(['true', 'false']).default('false').meta({
    description: 'Says what would be added, changed and removed, and changes nothing.',
  }),
  replace: z.enum(['true', 'false']).default('false').meta({
    description:
      'Removes what the file no longer holds: of a catalog document everything, of a table or feed the products of the brands that it names. Nothing is removed where a row has a fault.',
  }),
  brand: entryId.optional().meta({
    description: 'Id of the brand, for rows of products and for trademarks that name none.',
  }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .meta({ description: 'ISO 4217; used where the file names none.' }),
  encoding: FileEncoding.optional(),
})

const place = { row: z.int(), line: z.int() }
const counts = z.object({
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
})
const rowFaults = z.array(z.object({ ...place, pointer: z.string(), message: z.string() }))

export const ImportResult = z
  .object({
    format: z.string().meta({ description: 'What the content of the file told.' }),
    preview: z.boolean().meta({ description: 'True where nothing was changed.' }),
    columns: z.record(z.string(), z.string()).optional().meta({
      description: 'Which column was taken for which field of a product.',
    }),
    brands: counts,
    products: counts,
    rights: counts.meta({ description: 'Of trademark records, which change their brand.' }),
    failed: z.int().meta({ description: 'Rows that were not taken.' }),
    spared: z.int().meta({
      description: 'What would have been removed, had no row been at fault.',
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
          'The first thousand that are added, changed or removed; row 0 for what no row holds any more.',
      }),
    faults: rowFaults.meta({ description: 'The first hundred.' }),
    warnings: rowFaults.meta({
      description: 'The first hundred of what is legal but likely a slip.',
    }),
  })
  .meta({ id: 'CatalogImport' })
export type ImportResult = z.infer<typeof ImportResult>

const brandParams = z.strictObject({ brand: entryId })
const productParams = z.strictObject({ product: entryId })
const Removed = z
  .object({ version, products: z.int().meta({ description: 'Products removed with it.' }) })
  .meta({ id: 'RemovedBrand' })

export const catalogEndpoints = {
  export: endpoint({
    method: 'GET',
    path: '/api/v1/catalog',
    summary: 'The organisation’s whole catalog as one document, which imports again as it is',
    access: 'catalog:read',
    answer: Catalog,
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/v1/catalog/import',
    summary:
      'Takes a file: a catalog as JSON, products as CSV, XLSX or Merchant feed, trademarks as ST.96',
    access: 'catalog:write',
    fileLimit: bodyLimits.file,
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.catalog,
    query: ImportQuery,
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: ['application/json', ...fileTypes],
    bodyReadBy: 'room',
    isBulk: true,
    answer: ImportResult,
  }),
  listBrands: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands',
    summary: 'Pages through the brands, by id',
    access: 'catalog:read',
    query: PageQuery,
    answer: pageOf(StoredBrand),
  }),
  brand: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands/:brand',
    summary: 'One brand; ETag brings its version',
    access: 'catalog:read',
    params: brandParams,
    answer: StoredBrand,
  }),
  putBrand: endpoint({
    method: 'PUT',
    path: '/api/v1/catalog/brands/:brand',
    summary: 'Writes one brand as a whole',
    access: 'catalog:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: brandParams,
    headers: MatchHeaders,
    body: Brand,
    bodyReadBy: 'room',
    answer: KeptBrand,
    statuses: [200, 201],
  }),
  removeBrand: endpoint({
    method: 'DELETE',
    path: '/api/v1/catalog/brands/:brand',
    summary: 'Removes a brand and its products; their versions are kept',
    access: 'catalog:write',
    params: brandParams,
    headers: MatchHeaders,
    answer: Removed,
  }),
  brandVersions: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/brands/:brand/versions',
    summary: 'What changed of a brand and when, newest first',
    access: 'catalog:read',
    params: brandParams,
    query: PageQuery,
    answer: pageOf(CatalogVersion),
  }),
  listProducts: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products',
    summary: 'Pages through the products, by id',
    access: 'catalog:read',
    query: PageQuery.extend({
      brand: entryId.optional().meta({ description: 'Of this brand alone.' }),
    }),
    answer: pageOf(StoredProduct),
  }),
  product: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products/:product',
    summary: 'One product; ETag brings its version',
    access: 'catalog:read',
    params: productParams,
    answer: StoredProduct,
  }),
  putProduct: endpoint({
    method: 'PUT',
    path: '/api/v1/catalog/products/:product',
    summary: 'Writes one product as a whole',
    access: 'catalog:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: productParams,
    headers: MatchHeaders,
    body: Product,
    bodyReadBy: 'room',
    answer: KeptProduct,
    statuses: [200, 201],
  }),
  removeProduct: endpoint({
    method: 'DELETE',
    path: '/api/v1/catalog/products/:product',
    summary: 'Removes a product; its versions are kept',
    access: 'catalog:write',
    params: productParams,
    headers: MatchHeaders,
    answer: z.object({ version }),
  }),
  productVersions: endpoint({
    method: 'GET',
    path: '/api/v1/catalog/products/:product/versions',
    summary: 'What changed of a product and when, newest first',
    access: 'catalog:read',
    params: productParams,
    query: PageQuery,
    answer: pageOf(CatalogVersion),
  }),
}
