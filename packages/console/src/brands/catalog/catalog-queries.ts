import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'
import { useClaims } from '../claims/claim-queries.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type StoredBrand = Answer<Client['catalog']['brand']>
export type ImportResult = Answer<Client['catalog']['import']>

const pageRows = 100

export function useBrands() {
  return useInfiniteQuery({
    queryKey: ['brands'],
    queryFn: ({ pageParam, signal }) =>
      server.catalog.listBrands({
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useBrand(id: string, enabled = true): UseQueryResult<StoredBrand> {
  return useQuery({
    enabled,
    queryKey: ['brand', id],
    queryFn: ({ signal }) => server.catalog.brand({ params: { id }, signal }),
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
          ...placed(pageParam),
        },
        signal,
      }),
    ...pagination,
  })
}

/** The brands that the member may act for: those in the catalog and those with a granted claim. */
export function useOwnBrands(): { id: string; name: string }[] {
  const brands = useBrands()
  const claims = useClaims({ state: 'approved' })
  useRest(brands)
  useRest(claims)
  const named = new Map<string, string>()
  for (const { brand } of claims.data?.pages.flatMap(({ items }) => items) ?? []) {
    named.set(brand, brand)
  }
  for (const { brand } of brands.data?.pages.flatMap(({ items }) => items) ?? []) {
    named.set(brand.id, brand.name)
  }
  return [...named].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name))
}

/** Loads the remaining pages, in order. */
function useRest({
  hasNextPage,
  isFetching,
  fetchNextPage,
}: Pick<ReturnType<typeof useBrands>, 'hasNextPage' | 'isFetching'> & {
  fetchNextPage: () => Promise<unknown>
}): void {
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
}

export type MissedPicture = Answer<Client['referenceImages']['missedOfProducts']>['items'][number]

/** Catalog images that could not be downloaded. */
export function useMissedPictures() {
  return useInfiniteQuery({
    queryKey: ['missed-pictures'],
    queryFn: ({ pageParam, signal }) =>
      server.referenceImages.missedOfProducts({
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useAskAgain() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ product, url }: Pick<MissedPicture, 'product' | 'url'>) =>
      server.referenceImages.askAgain({ body: { product, url } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['missed-pictures'] }),
  })
}
