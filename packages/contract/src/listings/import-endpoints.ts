import { z } from 'zod'
import { FaultCause } from '../fault-cause.ts'
import { EncodingReading } from './file-encoding.ts'
import { Listing } from './listing.ts'
import { ColumnMapping, ColumnMappingInput } from './mapping.ts'
import { EmptyView, endpoint, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { FileQuery, listingFileTypes } from './listing-endpoints.ts'

/** A row's values by column name. */
const Cells = z.record(z.string(), z.union([z.string(), z.number()]))

export const PreviewedRowView = z
  .object({
    row: z.int(),
    line: z.int(),
    cells: Cells.nullable().meta({ description: 'Null if the row is unreadable.' }),
    listing: Listing.nullable().meta({ description: 'Null if the row does not become a listing.' }),
    faults: z.array(
      z.object({
        pointer: z.string(),
        message: z.string(),
        cause: FaultCause.optional(),
        column: z.string().optional().meta({ description: 'Header of the invalid cell.' }),
      }),
    ),
  })
  .meta({ id: 'PreviewedRowView' })
export type PreviewedRowView = z.infer<typeof PreviewedRowView>

export const FilePreviewView = z
  .object({
    format: z.string(),
    columns: z
      .object({
        headers: z.array(z.string()),
        mapping: ColumnMapping,
        remembered: z.boolean().meta({
          description:
            'True if the organisation saved the mapping before, rather than it being a proposal.',
        }),
      })
      .nullable()
      .meta({ description: 'Null if the rows are already listings, so no mapping applies.' }),
    rows: z.array(PreviewedRowView).meta({ description: 'The first 20.' }),
    encoding: z.string().nullable().meta({
      description: 'Encoding used to read the file; null if the format specifies it.',
    }),
    readings: z.array(EncodingReading).meta({
      description:
        'If several encodings are likely: how the file begins in each. No rows are returned until you set `encoding`.',
    }),
  })
  .meta({ id: 'FilePreviewView' })
export type FilePreviewView = z.infer<typeof FilePreviewView>

export const ColumnMappingView = z
  .object({
    signature: z.string().meta({ description: 'Digest of the column names, in any order.' }),
    headers: z.array(z.string()),
    mapping: ColumnMapping,
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'ColumnMappingView' })

const currencyCode = z.string().regex(/^[A-Z]{3}$/)
const marketplaceName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/)

export const MarketplaceCurrencyView = z
  .object({
    marketplace: marketplaceName,
    currency: currencyCode.meta({ description: 'ISO 4217 code.' }),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'MarketplaceCurrencyView' })

export const ImportProgressView = z
  .object({
    state: z.enum(['unknown', 'running', 'done', 'stopped']).meta({
      description: '`unknown` before the server starts, and some time after the end.',
    }),
    bytes: z.int().meta({ description: 'Bytes read so far, of the file as sent.' }),
    rows: z.int().meta({ description: 'Rows read so far.' }),
    taken: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'ImportProgressView' })
export type ImportProgressView = z.infer<typeof ImportProgressView>

export const importEndpoints = {
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/imports/previews',
    summary: 'Preview the listings in the first rows of a file, without storing them',
    access: 'listings:write',
    fileLimit: bodyLimits.file,
    query: FileQuery.pick({
      currency: true,
      marketplace: true,
      language: true,
      encoding: true,
    }).extend({
      cut: z.enum(['true', 'false']).optional().meta({
        description:
          'True if the body is only the beginning of the file, so its last row may be incomplete.',
      }),
    }),
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: listingFileTypes,
    bodyReadBy: 'leaf',
    isBulk: true,
    response: FilePreviewView,
  }),
  tryMapping: endpoint({
    method: 'POST',
    path: '/api/v1/imports/mapping-previews',
    summary: 'Preview the listings in rows under a mapping, without storing them',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    takesAnyText: true,
    body: z.strictObject({
      mapping: ColumnMapping,
      rows: z.array(z.strictObject({ row: z.int(), line: z.int(), cells: Cells })).max(50),
    }),
    response: z.object({ rows: z.array(PreviewedRowView) }),
  }),
  mappings: endpoint({
    method: 'GET',
    path: '/api/v1/imports/mappings',
    summary: 'List the organisation’s saved column mappings, newest first',
    access: 'listings:write',
    response: z.object({ items: z.array(ColumnMappingView) }),
  }),
  keepMapping: endpoint({
    method: 'POST',
    path: '/api/v1/imports/mappings',
    summary: 'Save the column mapping for all files with these columns',
    description:
      'Applies to later files with the same columns, in any order. The sender’s currency, marketplace and language parameters take precedence.',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    takesAnyText: true,
    body: ColumnMappingInput,
    response: z.object({ signature: z.string() }),
  }),
  forgetMapping: endpoint({
    method: 'DELETE',
    path: '/api/v1/imports/mappings/:signature',
    summary: 'Delete a column mapping; files with its columns get a new proposal',
    access: 'listings:write',
    params: z.strictObject({ signature: z.string() }),
    response: EmptyView,
  }),
  marketplaceCurrencies: endpoint({
    method: 'GET',
    path: '/api/v1/imports/marketplace-currencies',
    summary: 'List the currencies of marketplaces whose files state none',
    access: 'listings:write',
    response: z.object({ items: z.array(MarketplaceCurrencyView) }),
  }),
  setMarketplaceCurrency: endpoint({
    method: 'PUT',
    path: '/api/v1/imports/marketplace-currencies/:marketplace',
    summary: 'Set the currency of a marketplace, for prices in files that state none',
    description:
      'A currency stated by the price, its row, the mapping or the `currency` parameter takes precedence. Without any, the price is not read: no currency is assumed.',
    access: 'listings:write',
    params: z.strictObject({ marketplace: marketplaceName }),
    body: z.strictObject({ currency: currencyCode }),
    response: EmptyView,
  }),
  removeMarketplaceCurrency: endpoint({
    method: 'DELETE',
    path: '/api/v1/imports/marketplace-currencies/:marketplace',
    summary: 'Remove the currency of a marketplace; prices without one are no longer read',
    access: 'listings:write',
    params: z.strictObject({ marketplace: marketplaceName }),
    response: EmptyView,
  }),
  progress: endpoint({
    method: 'GET',
    path: '/api/v1/imports/:id',
    summary: 'Retrieve the progress of an import, or its result for ten minutes after the end',
    description:
      'Identified by the sender’s `import` ID. Known only to the server process that imports the file.',
    access: 'listings:write',
    params: z.strictObject({ id: z.uuid() }),
    response: ImportProgressView,
  }),
}
