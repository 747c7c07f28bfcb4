import { z } from 'zod'

/** Fields of a listing that a column can fill; `attributes` uses the column’s header as its name. */
export const listingFields = [
  'id',
  'title',
  'description',
  'url',
  'price',
  'salePrice',
  'currency',
  'shippingPrice',
  'brand',
  'category',
  'condition',
  'seller.id',
  'seller.name',
  'seller.country',
  'images',
  'quantity',
  'unitsSold',
  'shipsFrom',
  'language',
  'marketplace',
  'observedAt',
  'attributes',
] as const
export type ListingField = (typeof listingFields)[number]

/** Fields that several columns can fill together. */
export const gatheringFields: ReadonlySet<ListingField> = new Set(['images', 'attributes'])

/** Most columns in one file. */
const mostColumns = 1000
const Header = z.string().min(1).max(1000)

/** Maps a file's columns to fields of a listing, with defaults for what the file omits. */
export const ColumnMapping = z
  .strictObject({
    columns: z
      .array(
        z.strictObject({
          column: Header.meta({ description: 'The header as in the file.' }),
          field: z.enum(listingFields),
          by: z.enum(['name', 'values']).optional().meta({
            description:
              'Whether a proposal is based on the header or on the values; absent if a person chose the mapping.',
          }),
        }),
      )
      .max(mostColumns)
      .refine(
        (columns) => {
          const single = columns.filter(({ field }) => !gatheringFields.has(field))
          return new Set(single.map(({ field }) => field)).size === single.length
        },
        { message: 'must name each field once; only images and attributes gather several columns' },
      ),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .meta({ description: 'ISO 4217 code, for prices whose row names no currency.' }),
    decimal: z.enum(['.', ',']).optional().meta({
      description: 'Decimal sign of prices that can be read in two ways: "1.299".',
    }),
    dateOrder: z.enum(['day-first', 'month-first']).optional().meta({
      description: 'Order of dates that can be read in two ways: 03/04/2026.',
    }),
    marketplace: z.string().min(1).max(200).optional().meta({
      description: 'For all rows that do not state it themselves; likewise the language.',
    }),
    language: z.string().min(2).max(35).optional(),
  })
  .meta({ id: 'ColumnMapping' })
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** A mapping as saved for every file with these headers, in any order. */
export const ColumnMappingInput = z
  .strictObject({
    headers: z.array(Header).min(1).max(mostColumns),
    mapping: ColumnMapping,
  })
  .refine(
    ({ headers, mapping }) => mapping.columns.every(({ column }) => headers.includes(column)),
    { path: ['mapping', 'columns'], message: 'must name columns of the header row' },
  )
  .meta({ id: 'ColumnMappingInput' })
export type ColumnMappingInput = z.infer<typeof ColumnMappingInput>
