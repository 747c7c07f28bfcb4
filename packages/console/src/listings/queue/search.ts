import type { SignalName, UnreadField, Verdict } from '@touchstone/contract'
import { signalNames } from '@touchstone/contract/signals'
import { verdictOrder } from '../../assessment/index.ts'

// A copy: importing them would load zod schemas with the first page.
export const unreadFields = [
  'price',
  'shippingPrice',
  'quantity',
  'unitsSold',
  'shipsFrom',
  'sellerCountry',
  'observedAt',
] as const satisfies UnreadField[]

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
  withdrawn?: 'true' | 'false'
  sellerAccount?: string
  priceFrom?: number
  priceTo?: number
  currency?: string
  country?: string
  unread?: UnreadField
  /** Days. */
  seenFrom?: string
  seenTo?: string
  /** Newest first by default. */
  sort?: 'most-probable' | 'learned'
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

function amount(value: unknown): number | undefined {
  const number = Number(text(value) ?? (typeof value === 'number' ? value : NaN))
  return number >= 0 && number <= 1e12 ? number : undefined
}

/** A text of this form; of another the interface would refuse the whole list. */
function formed(value: unknown, form: RegExp): string | undefined {
  const given = text(value)
  return given !== undefined && form.test(given) ? given : undefined
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function day(value: unknown): string | undefined {
  const given = formed(value, /^\d{4}-\d{2}-\d{2}$/)
  // The 31st of February is none.
  return given !== undefined && new Date(given).toJSON()?.startsWith(given) ? given : undefined
}

function truth(value: unknown): 'true' | 'false' | undefined {
  return (['true', 'false'] as const).find((one) => one === String(value))
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
    decided: truth(search['decided']),
    withdrawn: truth(search['withdrawn']),
    sellerAccount: formed(search['sellerAccount'], uuid),
    priceFrom: amount(search['priceFrom']),
    priceTo: amount(search['priceTo']),
    currency: formed(search['currency'], /^[A-Z]{3}$/),
    country: formed(search['country'], /^[A-Z]{2}$/),
    unread: unreadFields.find((field) => field === search['unread']),
    seenFrom: day(search['seenFrom']),
    seenTo: day(search['seenTo']),
    sort: (['most-probable', 'learned'] as const).find((order) => order === search['sort']),
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
