import { z } from 'zod'
import { EncodingReading } from './file-encoding.ts'
import { Listing } from './listing.ts'
import { ColumnMapping, NewMapping } from './mapping.ts'
import { Done, endpoint, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { FileQuery, fileTypes } from './listing-endpoints.ts'

/** What a row holds, by the names of its columns. */
const Cells = z.record(z.string(), z.union([z.string(), z.number()]))

export const PreviewedRow = z
  .object({
    row: z.int(),
    line: z.int(),
    cells: Cells.nullable().meta({ description: 'Null where the row could not be read.' }),
    listing: Listing.nullable().meta({ description: 'Null where the row becomes no offer.' }),
    faults: z.array(
      z.object({
        pointer: z.string(),
        message: z.string(),
        column: z.string().optional().meta({ description: 'The header of the cell at fault.' }),
      }),
    ),
  })
  .meta({ id: 'PreviewedRow' })
export type PreviewedRow = z.infer<typeof PreviewedRow>

export const FilePreview = z
  .object({
    format: z.string(),
    columns: z
      .object({
        headers: z.array(z.string()),
        mapping: ColumnMapping,
        remembered: z.boolean().meta({
          description: 'True where the organisation settled it before, and it is no proposal.',
        }),
      })
      .nullable()
      .meta({ description: 'Null where the rows are offers already, so that nothing is mapped.' }),
    rows: z.array(PreviewedRow).meta({ description: 'The first twenty.' }),
    encoding: z.string().nullable().meta({
      description: 'In which the file was read; null where its format says it itself.',
    }),
    readings: z.array(EncodingReading).meta({
      description:
        'Where several encodings are likely: how the file begins in each. It has no rows until one is stated as `encoding`.',
    }),
  })
  .meta({ id: 'FilePreview' })
export type FilePreview = z.infer<typeof FilePreview>

export const StoredMapping = z
  .object({
    signature: z.string().meta({ description: 'Of the names of the columns, in any order.' }),
    headers: z.array(z.string()),
    mapping: ColumnMapping,
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'StoredMapping' })

export const ImportProgress = z
  .object({
    state: z.enum(['unknown', 'running', 'done', 'stopped']).meta({
      description: 'Unknown before the server has begun, and some time after the end.',
    }),
    bytes: z.int().meta({ description: 'Of the file as it was sent, read so far.' }),
    rows: z.int().meta({ description: 'Read so far.' }),
    taken: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'ImportProgress' })
export type ImportProgress = z.infer<typeof ImportProgress>

export const importEndpoints = {
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/imports/preview',
    summary: 'Shows what the first rows of a file would become; keeps nothing',
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
          'True where the body is only the beginning of the file, whose last row may be broken off.',
      }),
    }),
    body: z.string().meta({ format: 'binary' }),
    bodyTypes: fileTypes,
    bodyReadBy: 'room',
    isBulk: true,
    answer: FilePreview,
  }),
  tryMapping: endpoint({
    method: 'POST',
    path: '/api/v1/imports/try',
    summary: 'Shows what rows become under a mapping; keeps nothing',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    takesAnyText: true,
    body: z.strictObject({
      mapping: ColumnMapping,
      rows: z.array(z.strictObject({ row: z.int(), line: z.int(), cells: Cells })).max(50),
    }),
    answer: z.object({ rows: z.array(PreviewedRow) }),
  }),
  mappings: endpoint({
    method: 'GET',
    path: '/api/v1/imports/mappings',
    summary: 'Lists the mappings that the organisation settled, newest first',
    access: 'listings:write',
    answer: z.object({ items: z.array(StoredMapping) }),
  }),
  keepMapping: endpoint({
    method: 'POST',
    path: '/api/v1/imports/mappings',
    summary: 'Settles the mapping of every file with these columns',
    description:
      'Files that are sent in later with the same columns, in whatever order, are mapped by it; what their sender says of currency, marketplace and language goes first.',
    access: 'listings:write',
    bodyLimit: bodyLimits.long,
    takesAnyText: true,
    body: NewMapping,
    answer: z.object({ signature: z.string() }),
  }),
  forgetMapping: endpoint({
    method: 'DELETE',
    path: '/api/v1/imports/mappings/:signature',
    summary: 'Forgets a mapping; files with its columns get a proposal again',
    access: 'listings:write',
    params: z.strictObject({ signature: z.string() }),
    answer: Done,
  }),
  progress: endpoint({
    method: 'GET',
    path: '/api/v1/imports/:id',
    summary: 'Says how far a file has come that is being taken, and for ten minutes how it ended',
    description:
      'Under the id that its sender gave as `import`. Known to the server that takes the file, and to no other.',
    access: 'listings:write',
    params: z.strictObject({ id: z.uuid() }),
    answer: ImportProgress,
  }),
}
