import type { Client } from '@touchstone/client'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type FilePreview = Answer<Client['imports']['preview']>
export type Columns = NonNullable<FilePreview['columns']>
export type Mapping = Columns['mapping']
export type Field = Mapping['columns'][number]['field']
export type PreviewRow = FilePreview['rows'][number]
export type StoredMapping = Answer<Client['imports']['mappings']>['items'][number]

/** Fields that several columns can fill together. */
const gathering: ReadonlySet<Field> = new Set(['images', 'attributes'])

/** Fields that can have a default for all rows. */
export const constants = ['marketplace', 'currency', 'decimal', 'dateOrder', 'language'] as const
export type Constant = (typeof constants)[number]

export function fieldOf({ columns }: Mapping, column: string): Field | undefined {
  return columns.find((one) => one.column === column)?.field
}

/** Assigns a field to a column, and removes it from the column that had it. */
export function withField(mapping: Mapping, column: string, field: Field | undefined): Mapping {
  const others = mapping.columns.filter(
    (one) => one.column !== column && (one.field !== field || gathering.has(one.field)),
  )
  return { ...mapping, columns: field === undefined ? others : [...others, { column, field }] }
}

export function withConstant(mapping: Mapping, name: Constant, value: string): Mapping {
  return { ...mapping, [name]: value === '' ? undefined : value }
}

/** Required fields that no column fills yet. */
export function missingIn({ columns }: Mapping): Field[] {
  return (['id', 'title'] as const).filter((field) => !columns.some((one) => one.field === field))
}

/** The marketplaces of the first rows whose prices state no currency; '' where the row names none. */
export function withoutCurrency(rows: readonly PreviewRow[]): string[] {
  const names = rows.flatMap(({ listing }) => {
    const isOne = listing?.unread?.some(({ reason }) => reason === 'no-currency') ?? false
    return isOne ? [listing?.marketplace ?? ''] : []
  })
  return [...new Set(names)]
}

/** The first distinct values of a column. */
export function examplesOf(rows: readonly PreviewRow[], column: string): string[] {
  const values = rows.flatMap(({ cells }) => {
    const value = cells?.[column]
    return value === undefined ? [] : [String(value)]
  })
  return [...new Set(values)].slice(0, 3)
}
