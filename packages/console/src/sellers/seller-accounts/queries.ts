import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'
import type { SellerSearch } from './search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type SellerAccount = Answer<Client['sellerAccounts']['list']>['items'][number]
export type SellerInFull = Answer<Client['sellerAccounts']['read']>
export type SellerProcedures = NonNullable<SellerInFull['procedures']>
export type SellerTimelineEntry = Answer<Client['sellerAccounts']['timeline']>['items'][number]

const pageRows = 50
const listingRows = 20

export function useSellers(search: SellerSearch) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['sellers', search],
    queryFn: ({ pageParam, signal }) =>
      server.sellerAccounts.list({
        query: { ...search, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useSeller(id: string): UseQueryResult<SellerInFull> {
  return useQuery({
    queryKey: ['seller', id],
    queryFn: ({ signal }) => server.sellerAccounts.read({ params: { id }, signal }),
  })
}

export function useListingsOfSeller(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['seller', id, 'listings'],
    queryFn: ({ pageParam, signal }) =>
      server.listings.list({
        query: { sellerAccount: id, limit: listingRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useSellerTimeline(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['seller', id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      server.sellerAccounts.timeline({
        params: { id },
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}
