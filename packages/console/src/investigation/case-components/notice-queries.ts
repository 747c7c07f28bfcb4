import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { NoticeSummaryView } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'
import type { CaseListingView } from './case-queries.ts'

export type Claim = Awaited<ReturnType<Client['claims']['read']>>
type Query<F extends (options: { query: never }) => unknown> = Parameters<F>[0]['query']
export type NoticeQuery = Omit<Query<Client['notices']['list']>, 'after' | 'limit'>
export type { NoticeSummaryView }

/** Notices, newest first. */
export function useNotices(query: NoticeQuery) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['notices', query],
    queryFn: ({ pageParam, signal }) =>
      server.notices.list({
        query: { ...query, limit: 50, ...placed(pageParam) },
        signal,
      }),
  })
}

/** Granted claims that a notice can be based on. */
export function useStandingClaims(): UseQueryResult<Claim[]> {
  return useQuery({
    queryKey: ['claims', 'standing'],
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await server.claims.list({ query: { state: 'approved', limit: 200 }, signal })).items,
  })
}

const mostListings = 200

/** Listings of a case, up to the limit of one notice. */
export function useListingsToName(kase: string): UseQueryResult<CaseListingView[]> {
  return useQuery({
    queryKey: ['case', kase, 'listings to name'],
    queryFn: async ({ signal }) => {
      const query = { limit: mostListings }
      return (await server.cases.listings({ params: { id: kase }, query, signal })).items
    },
  })
}

/** The newest sealed capture of each listing of a case. */
export async function newestCaptures(kase: string): Promise<ReadonlyMap<string, string>> {
  const { items } = await server.evidence.list({ query: { case: kase, limit: 200 } })
  const found = new Map<string, string>()
  for (const { id, listing, state, disposedAt } of items) {
    if (listing === null || state !== 'sealed' || disposedAt !== null || found.has(listing))
      continue
    found.set(listing, id)
  }
  return found
}
