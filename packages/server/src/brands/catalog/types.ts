import { isDeepStrictEqual } from 'node:util'
import type { Brand, Catalog, CatalogState, Product } from '@touchstone/contract'

export type Kind = 'brand' | 'product'

/** A brand or a product as it is kept; `removed` for one that is kept without showing. */
export type StoredEntry<T> = {
  id: string
  version: number
  content: T
  changedAt: Date
  removed: boolean
}

export type StoredBrand = StoredEntry<Brand>
export type StoredProduct = StoredEntry<Product>

/** What became of an entry, and in which fields it differs from the version before. */
export type Outcome = { state: CatalogState; changed: string[] }

/** A version as the history of an entry shows it. */
export type EntryVersion = {
  version: number
  state: 'added' | 'changed' | 'removed'
  changed: string[]
  content: unknown
  changeId: string
  at: Date
}

/** Brands that the engine may use: the organisation has proven its right to each. */
export type ApprovedBrand = {
  organisationId: string
  brandId: string
  /** Under which its catalog speaks: who has one of them may hear what it says of the brand. */
  keys: readonly string[]
}

/** What the engine is compiled from. */
export type EngineCatalog = Catalog & {
  /** Under which keys the catalog of each brand speaks. */
  keys: Record<string, readonly string[]>
  /**
   * The last day on which a rule or a list price of it began to hold or held no more: what holds then
   * holds today. A day long before where all of that is to come; none where nothing of it is of a day.
   */
  inForceOn?: string
}

/** Compares what is sent with what is kept; what was removed comes back as new. */
export function outcomeOf<T extends object>(
  current: StoredEntry<T> | undefined,
  content: T,
): Outcome & { state: 'added' | 'changed' | 'unchanged' } {
  if (current === undefined || current.removed) return { state: 'added', changed: [] }
  const changed = changedFields(current.content, content)
  return { state: changed.length === 0 ? 'unchanged' : 'changed', changed }
}

/** Names of the top-level fields that differ; the order of members says nothing. */
export function changedFields(before: object, after: object): string[] {
  const one = before as Record<string, unknown>
  const other = after as Record<string, unknown>
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => !isDeepStrictEqual(one[name], other[name]))
    .sort()
}

/** The value as the store gives it back, so that a second import finds nothing changed. */
export function asStored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** The days on which something of a brand or a product is otherwise than on the day before. */
export function changeDatesOf(entry: Pick<Brand, 'channels'> | Pick<Product, 'msrp'>): string[] {
  const { channels = [], msrp = [] } = entry as Pick<Brand, 'channels'> & Pick<Product, 'msrp'>
  return [...channels, ...msrp].flatMap(({ validFrom, validTo }: Dated) => [
    ...(validFrom === undefined ? [] : [validFrom]),
    ...(validTo === undefined ? [] : [dayAfter(validTo)]),
  ])
}

type Dated = { validFrom?: string | undefined; validTo?: string | undefined }

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

/** A name without case, marks, blanks and signs, for telling that two names are one. */
export function normaliseName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]+/gu, '')
}
