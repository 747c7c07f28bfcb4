import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, server } from '../connection/index.ts'
import { verdictOrder } from '../surface/index.ts'
import { listedPage, type QueueListing } from './queue/queue-listings.ts'
import { unsorted, type Filters } from './queue/search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type ListingItem = Answer<Client['listings']['list']>['items'][number]
export type ListingWithVersions = Answer<Client['listings']['read']>
export type Decision = Answer<Client['decisions']['listDecisions']>['items'][number]
export type Count = Answer<Client['listings']['count']>

/** More than a screen shows, and no more: whoever filters waits for them. */
const firstRows = 40
/** Of each further page: who scrolls fast shall not come to the end of what is loaded. */
const furtherRows = 200
/** How often it is asked whether something new has come in. */
const lookMilliseconds = 20_000

export type ListingPages = ReturnType<typeof useListingPages>

const listingPages = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['listings', filters],
    queryFn: async ({ pageParam: after, signal }) => {
      const place = after === '' ? { limit: firstRows } : { limit: furtherRows, after }
      return listedPage(await server.listings.list({ query: { ...filters, ...place }, signal }))
    },
    ...pagination,
    // A list that grows by itself would move under the reader's eyes.
    staleTime: Infinity,
  })

/** The listings under these filters, page by page, newest or most probable first. */
export function useListingPages(filters: Filters) {
  return useInfiniteQuery(listingPages(filters))
}

/** Begins to read the first page under these filters, before what shows it is drawn. */
export function loadQueue(queries: QueryClient, filters: Filters): void {
  void queries.prefetchInfiniteQuery(listingPages(filters))
}

/** A listing by when it came in. */
export type Arrival = { id: string; at: string }
const noArrival: Arrival = { id: '', at: '' }

async function newestUnder(
  filters: Omit<Filters, 'sort'>,
  limit: number,
  signal: AbortSignal,
): Promise<Arrival[]> {
  const { items } = await server.listings.list({ query: { ...filters, limit }, signal })
  return items.map(({ id, firstSeenAt: at }) => ({ id, at }))
}

export type Arrivals = { count: number; more: boolean }
const arrivalsShown = 50

/**
 * How many listings came in under these filters since their list was read. `first` of a list that has
 * the newest first; of another it is found out when the list is read.
 */
export function useArrivals(filters: Filters, first: QueueListing | undefined): Arrivals {
  const wanted = unsorted(filters)
  const isByTime = filters.sort === undefined
  const then = useQuery({
    queryKey: ['newest then', wanted],
    queryFn: async ({ signal }) => (await newestUnder(wanted, 1, signal))[0] ?? noArrival,
    enabled: !isByTime,
    staleTime: Infinity,
  })
  const listed = first ? { id: first.id, at: first.firstSeenAt } : noArrival
  const before = isByTime ? listed : then.data
  const now = useQuery({
    queryKey: ['newest now', wanted],
    queryFn: async ({ signal }) => (await newestUnder(wanted, 1, signal))[0] ?? noArrival,
    refetchInterval: lookMilliseconds,
    staleTime: 0,
  })
  const since = useQuery({
    queryKey: ['newest since', wanted, before, now.data],
    queryFn: ({ signal }) => newestUnder(wanted, arrivalsShown, signal),
    enabled: before !== undefined && now.data !== undefined && isLater(now.data, before),
  })
  const arrived = (since.data ?? []).filter((one) => before !== undefined && isLater(one, before))
  return { count: arrived.length, more: arrived.length === arrivalsShown }
}

function isLater(one: Arrival, other: Arrival): boolean {
  return one.at === other.at ? one.id > other.id : one.at > other.at
}

/** How many listings there are of each verdict; not asked for before `enabled`. */
export function useVerdictCounts(filters: Filters, enabled: boolean): UseQueryResult<Count>[] {
  const wanted = unsorted(filters)
  return useQueries({
    queries: verdictOrder.map((verdict) => ({
      queryKey: ['listing count', { ...wanted, verdict }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        server.listings.count({ query: { ...wanted, verdict }, signal }),
      placeholderData: keepPreviousData,
      enabled,
    })),
  })
}

export function useListing(id: string, enabled = true): UseQueryResult<ListingWithVersions> {
  return useQuery({
    enabled,
    queryKey: ['listing', id],
    queryFn: ({ signal }) => server.listings.read({ params: { id }, signal }),
  })
}

export function useDecisionsOn(id: string): UseQueryResult<Decision[]> {
  return useQuery({
    queryKey: ['decisions', id],
    queryFn: async ({ signal }) =>
      (await server.decisions.decisionsOnListing({ params: { id }, query: {}, signal })).items,
  })
}

/** Names of the brands in the organisation's catalog, by id. */
export function useBrandNames(): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: ['brand names'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const { items } = await server.catalog.listBrands({ query: { limit: 200 }, signal })
      return new Map(items.map(({ brand: { id, name } }) => [id, name]))
    },
  })
  return data
}

/** The brands of the listings in sight, once they are wanted. */
export function useSeenBrands(wanted: boolean): readonly string[] {
  const { data } = useQuery({
    queryKey: ['thresholds', 'names'],
    queryFn: async ({ signal }) => {
      const { items } = await server.thresholds.list({ query: { limit: 200 }, signal })
      return items.map(({ brand }) => brand)
    },
    enabled: wanted,
    staleTime: 300_000,
  })
  return data ?? []
}

/** The marketplaces of the newest listings, once they are wanted. */
export function useSeenMarketplaces(wanted: boolean): readonly string[] {
  const { data } = useQuery({
    queryKey: ['marketplaces'],
    queryFn: ({ signal }) => server.overview.marketplaces({ signal }),
    enabled: wanted,
    staleTime: 60_000,
  })
  return data?.marketplaces ?? []
}
