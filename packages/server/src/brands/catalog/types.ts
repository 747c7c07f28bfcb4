import { isDeepStrictEqual } from 'node:util'
import type { Brand, Catalog, CatalogState, Product } from '@touchstone/contract'

export type Kind = 'brand' | 'product'

/** A stored brand or product; `removed` if only its history remains. */
export type StoredEntry<T> = {
  id: string
  version: number
  content: T
  changedAt: Date
  removed: boolean
}

export type StoredBrand = StoredEntry<Brand>
export type StoredProduct = StoredEntry<Product>

/** Result for an entry, with the fields that differ from the previous version. */
export type Outcome = { state: CatalogState; changed: string[] }

/** A version in the history of an entry. */
export type EntryVersion = {
  version: number
  state: 'added' | 'changed' | 'removed'
  changed: string[]
  content: unknown
  changeId: string
  at: Date
}

/** Brands that the engine may use, since the organisation has proven its right to each. */
export type ApprovedBrand = {
  organisationId: string
  brandId: string
  /** Keys of the catalog's source: readers with one of them may see what it implies about the brand. */
  keys: readonly string[]
}

/** The engine's input. */
export type EngineCatalog = Catalog & {
  /** The source keys of each brand's catalog. */
  keys: Record<string, readonly string[]>
  /**
   * The last day on which a rule or list price took effect or ended: what is in force then is in force today. A day
   * long past if all of that lies ahead; undefined if nothing depends on a day.
   */
  inForceOn?: string
}

/** Compares new and stored values; a removed entry comes back as new. */
export function outcomeOf<T extends object>(
  current: StoredEntry<T> | undefined,
  content: T,
): Outcome & { state: 'added' | 'changed' | 'unchanged' } {
  if (current === undefined || current.removed) return { state: 'added', changed: [] }
  const changed = changedFields(current.content, content)
  return { state: changed.length === 0 ? 'unchanged' : 'changed', changed }
}

/** Names of the top-level fields that differ, regardless of the order of members. */
export function changedFields(before: object, after: object): string[] {
  const one = before as Record<string, unknown>
  const other = after as Record<string, unknown>
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => !isDeepStrictEqual(one[name], other[name]))
    .sort()
}

/** The value as the store returns it, so that a second import finds no change. */
export function asStored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** The days on which anything about a brand or product differs from the day before. */
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

/** A name without case, accents, spaces and punctuation, to compare names. */
export function normaliseName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]+/gu, '')
}
