import type { SignalName, Verdict } from '@touchstone/contract'
import { signalNames } from '@touchstone/contract/signals'
import { verdictOrder } from '../../assessment/index.ts'

/** The filters and order of the queue, all in the page's address. */
export type Filters = {
  verdict?: Verdict
  brand?: string
  marketplace?: string
  probabilityFrom?: number
  probabilityTo?: number
  language?: string
  signal?: SignalName
  decided?: 'true' | 'false'
  /** Newest first by default. */
  sort?: 'most-probable'
}

export type QueueSearch = Filters & {
  /** The current listing. */
  listing?: string
  /** The selected saved view. */
  view?: string
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function share(value: unknown): number | undefined {
  const number = Number(text(value) ?? (typeof value === 'number' ? value : NaN))
  return number >= 0 && number <= 1 ? number : undefined
}

/** Reads the filters from an address and drops invalid values. */
export function readQueueSearch(search: Record<string, unknown>): QueueSearch {
  const { language } = search
  const read = {
    verdict: verdictOrder.find((verdict) => verdict === search['verdict']),
    brand: text(search['brand']),
    marketplace: text(search['marketplace']),
    probabilityFrom: share(search['probabilityFrom']),
    probabilityTo: share(search['probabilityTo']),
    language: /^[a-zA-Z]{2,8}$/.test(text(language) ?? '') ? text(language) : undefined,
    signal: signalNames.find((name) => name === search['signal']),
    decided: (['true', 'false'] as const).find((value) => value === String(search['decided'])),
    sort: search['sort'] === 'most-probable' ? ('most-probable' as const) : undefined,
    listing: text(search['listing']),
    view: text(search['view']),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** The filters of an address, without the current listing. */
export function filtersOf(search: QueueSearch): Filters {
  const filters = { ...search }
  delete filters.listing
  delete filters.view
  return filters
}

/** Addresses of listings beside the list with these filters. */
export function addressesUnder(filters: Filters, view: string | undefined): (id: string) => string {
  const entries = Object.entries({ ...filters, ...(view && { view }) })
  const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))
  search.append('listing', '')
  const address = `/listings?${search.toString()}`
  return (id) => address + id
}

/** Without the order, which does not affect counts. */
export function unsorted(filters: Filters): Omit<Filters, 'sort'> {
  const rest = { ...filters }
  delete rest.sort
  return rest
}

/** True if both give the same listings in the same order. */
export function sameFilters(one: Filters, other: Filters): boolean {
  const entriesOf = (filters: Filters): string =>
    JSON.stringify(Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)))
  return entriesOf(one) === entriesOf(other)
}
