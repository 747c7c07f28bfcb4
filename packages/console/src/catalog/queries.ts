import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type StoredBrand = Answer<Client['catalog']['brand']>
export type ImportResult = Answer<Client['catalog']['import']>

const pageRows = 100

export function useBrands() {
  return useInfiniteQuery({
    queryKey: ['brands'],
    queryFn: ({ pageParam, signal }) =>
      server.catalog.listBrands({
        query: { limit: pageRows, ...(pageParam !== '' && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

export function useBrand(id: string): UseQueryResult<StoredBrand> {
  return useQuery({
    queryKey: ['brand', id],
    queryFn: ({ signal }) => server.catalog.brand({ params: { brand: id }, signal }),
  })
}

export function useProducts(brand: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['products', brand],
    queryFn: ({ pageParam, signal }) =>
      server.catalog.listProducts({
        query: {
          limit: pageRows,
          ...(brand !== undefined && { brand }),
          ...(pageParam !== '' && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}
