import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type SellerPortfolio = Answer<Client['sellerPortfolios']['list']>['items'][number]
export type PortfolioFact = SellerPortfolio['facts'][number]
export type PortfolioAction = Parameters<Client['sellerPortfolios']['act']>[0]['body']['action']

const pageRows = 30
const lookMilliseconds = 30_000
const listingRows = 20

/** Filters of the queue, as its address states them. */
type Filters = { brand?: string; marketplace?: string; state?: 'explained' }

export function usePortfolios(search: Filters) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['portfolios', search],
    queryFn: ({ pageParam, signal }) =>
      server.sellerPortfolios.list({
        query: { ...search, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    // New listings and colleagues’ explanations change the queue.
    refetchInterval: lookMilliseconds,
  })
}

/** The sellers that come first in the queue. */
export function useFirstPortfolios(limit: number): UseQueryResult<SellerPortfolio[]> {
  return useQuery({
    queryKey: ['portfolios', 'first', limit],
    queryFn: async ({ signal }) =>
      (await server.sellerPortfolios.list({ query: { limit }, signal })).items,
  })
}

export function usePortfolio(seller: string): UseQueryResult<SellerPortfolio | null> {
  return useQuery({
    queryKey: ['portfolio', seller],
    queryFn: async ({ signal }) =>
      (await server.sellerPortfolios.read({ params: { id: seller }, signal })).portfolio,
  })
}

export function useFactListings(seller: string, fact: PortfolioFact['code']) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['portfolio', seller, 'listings', fact],
    queryFn: ({ pageParam, signal }) =>
      server.sellerPortfolios.listings({
        params: { id: seller },
        query: { fact, limit: listingRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function usePortfolioAction(seller: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action: PortfolioAction) =>
      server.sellerPortfolios.act({ params: { id: seller }, body: { action } }),
    onSuccess: async ({ portfolio }) => {
      queries.setQueryData(['portfolio', seller], portfolio)
      await queries.invalidateQueries({ queryKey: ['portfolios'] })
    },
  })
}
