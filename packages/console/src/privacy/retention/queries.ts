import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { LegalHoldView, RetentionView } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type { LegalHoldView, RetentionView }
export type StoredSellerData = Answer<Client['retention']['access']>

export function useRetention(): UseQueryResult<RetentionView> {
  return useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => server.retention.read({ signal }),
  })
}

export function useHolds() {
  return useInfiniteQuery({
    queryKey: ['holds'],
    queryFn: ({ pageParam, signal }) =>
      server.retention.holds({ query: placed(pageParam), signal }),
    ...pagination,
  })
}

export function useRequests() {
  return useInfiniteQuery({
    queryKey: ['privacy-requests'],
    queryFn: ({ pageParam, signal }) =>
      server.retention.requests({ query: placed(pageParam), signal }),
    ...pagination,
  })
}
