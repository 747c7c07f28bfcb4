import {
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { DecisionVerdict } from '@touchstone/contract'
import { server } from '../connection/index.ts'
import { verdictOrder } from '../surface/index.ts'
import type { Filters } from './search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Offer = Answer<Client['listings']['list']>['items'][number]
export type OfferWithVersions = Answer<Client['listings']['read']>
export type Decision = Answer<Client['decisions']['listDecisions']>['items'][number]
export type Count = Answer<Client['listings']['count']>

const pageRows = 100
/** How often it is asked whether something new has come in. */
const lookMilliseconds = 20_000

export type OfferPages = ReturnType<typeof useOfferPages>

/** The offers under these filters, page by page, newest first. */
export function useOfferPages(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ['offers', filters],
    queryFn: ({ pageParam, signal }) =>
      server.listings.list({
        query: { ...filters, limit: pageRows, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // A list that grows by itself would move under the reader's eyes.
    staleTime: Infinity,
  })
}

/** The newest offer under these filters, asked for again and again. */
export function useNewest(filters: Filters): string | undefined {
  const { data } = useQuery({
    queryKey: ['newest', filters],
    queryFn: ({ signal }) => server.listings.list({ query: { ...filters, limit: 1 }, signal }),
    refetchInterval: lookMilliseconds,
    staleTime: 0,
  })
  return data?.items[0]?.id
}

/** How many offers there are of each verdict. */
export function useVerdictCounts(filters: Filters): UseQueryResult<Count>[] {
  return useQueries({
    queries: verdictOrder.map((verdict) => ({
      queryKey: ['offer count', { ...filters, verdict }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        server.listings.count({ query: { ...filters, verdict }, signal }),
      placeholderData: keepPreviousData,
    })),
  })
}

export function useOffer(id: string): UseQueryResult<OfferWithVersions> {
  return useQuery({
    queryKey: ['offer', id],
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

const knownDecisions = 200

/** What the organisation decided last, by offer: enough to mark what was seen a moment ago. */
export function useLastDecisions(): ReadonlyMap<string, DecisionVerdict> | undefined {
  const { data } = useQuery({
    queryKey: ['decisions'],
    queryFn: async ({ signal }) => {
      const page = await server.decisions.listDecisions({
        query: { limit: knownDecisions },
        signal,
      })
      const standing = page.items.filter(({ superseded }) => !superseded)
      return new Map(standing.map(({ listing, verdict }) => [listing.id, verdict]))
    },
  })
  return data
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
