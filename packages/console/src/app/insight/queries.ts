import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { FunnelView, InsightView } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'
import type { FigureSearch, InsightFilters } from './search.ts'

const pageRows = 50

export function useInsight(filters: InsightFilters): UseQueryResult<InsightView> {
  return useQuery({
    queryKey: ['insight', filters],
    queryFn: ({ signal }) => server.insight.read({ query: filters, signal }),
    placeholderData: keepPreviousData,
  })
}

export function useFunnel(): UseQueryResult<FunnelView> {
  return useQuery({
    queryKey: ['funnel'],
    queryFn: ({ signal }) => server.funnel.read({ signal }),
  })
}

export function useFigureListings(search: FigureSearch) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['insight', 'listings', search],
    queryFn: ({ pageParam, signal }) =>
      server.insight.listings({
        query: { ...search, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}
