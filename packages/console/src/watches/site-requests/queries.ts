import { useInfiniteQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type SiteRequest = Answer<Client['excludedSites']['requests']>['items'][number]
export type ExcludedSite = Answer<Client['excludedSites']['list']>['items'][number]
export type SiteExtract = Answer<Client['excludedSites']['extract']>

/** Under this key lie all reads of sites' requests and of excluded sites. */
export const sitesKey = ['installation', 'sites'] as const

export function useSiteRequests() {
  return useInfiniteQuery({
    queryKey: [...sitesKey, 'requests'],
    queryFn: ({ pageParam, signal }) =>
      server.excludedSites.requests({ query: { limit: 25, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}

export function useExcludedSites() {
  return useInfiniteQuery({
    queryKey: [...sitesKey, 'excluded'],
    queryFn: ({ pageParam, signal }) =>
      server.excludedSites.list({ query: { limit: 50, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}
