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
import { verdictOrder } from '../components/index.ts'
import { listedPage, type QueueListing } from './queue/queue-listings.ts'
import { unsorted, type Filters } from './queue/search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type ListingItem = Answer<Client['listings']['list']>['items'][number]
export type ListingWithVersions = Answer<Client['listings']['read']>
export type Decision = Answer<Client['decisions']['listDecisions']>['items'][number]
export type Count = Answer<Client['listings']['count']>

/** Slightly more than a screen, since changing a filter waits for them. */
const firstRows = 40
/** For each further page, so that fast scrolling does not reach the end. */
const furtherRows = 200
/** Interval at which new arrivals are counted. */
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
    // A list that grew by itself would move while being read.
    staleTime: Infinity,
  })

/** Listings under these filters, by page, newest or most probable first. */
export function useListingPages(filters: Filters) {
  return useInfiniteQuery(listingPages(filters))
}

/** Loads the first page before its component renders. */
export function loadQueue(queries: QueryClient, filters: Filters): void {
  void queries.prefetchInfiniteQuery(listingPages(filters))
}

/** A listing and its time of arrival. */
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
 * The number of listings that arrived since the list was read. `first` is its first listing if the newest come first;
 * otherwise it is determined when the list is read.
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

/** Listings by verdict; not requested before `enabled`. */
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

/** Brands of visible listings, loaded on demand. */
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

/** Marketplaces of the newest listings, loaded on demand. */
export function useSeenMarketplaces(wanted: boolean): readonly string[] {
  const { data } = useQuery({
    queryKey: ['marketplaces'],
    queryFn: ({ signal }) => server.overview.marketplaces({ signal }),
    enabled: wanted,
    staleTime: 60_000,
  })
  return data?.marketplaces ?? []
}
