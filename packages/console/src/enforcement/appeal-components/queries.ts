import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Result<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Query<F extends (options: { query: never }) => unknown> = Omit<
  NonNullable<Parameters<F>[0]['query']>,
  'after' | 'limit'
>

export type AppealRow = Result<Client['appeals']['list']>['items'][number]
export type Appeal = Result<Client['appeals']['read']>
export type Link = Result<Client['appeals']['links']>['items'][number]
export type NewLink = Result<Client['appeals']['createLink']>
export type Clearance = Result<Client['clearances']['list']>['items'][number]
export type ProofRequest = Result<Client['proofRequests']['list']>['items'][number]
export type ProofRequestView = Result<Client['proofRequests']['read']>

/** Appeals, newest first. */
export function useAppeals(query: Query<Client['appeals']['list']>) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['appeals', query],
    queryFn: ({ pageParam, signal }) =>
      server.appeals.list({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export const appealKey = (id: string): readonly string[] => ['appeal', id]

/** An appeal in full. Every read is recorded in the audit log, so it is loaded only on request. */
export function useAppeal(id: string, enabled: boolean): UseQueryResult<Appeal> {
  return useQuery({
    enabled,
    queryKey: appealKey(id),
    queryFn: ({ signal }) => server.appeals.read({ params: { id }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

export function useLinks(query: Query<Client['appeals']['links']>) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['appeal links', query],
    queryFn: ({ pageParam, signal }) =>
      server.appeals.links({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export function useClearances(query: Query<Client['clearances']['list']>, enabled = true) {
  return useInfiniteQuery({
    ...pagination,
    enabled,
    queryKey: ['clearances', query],
    queryFn: ({ pageParam, signal }) =>
      server.clearances.list({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export function useProofRequests(query: Query<Client['proofRequests']['list']>) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['proof requests', query],
    queryFn: ({ pageParam, signal }) =>
      server.proofRequests.list({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export function useProofRequest(id: string): UseQueryResult<ProofRequestView> {
  return useQuery({
    queryKey: ['proof request', id],
    queryFn: ({ signal }) => server.proofRequests.read({ params: { id }, signal }),
  })
}

/** Name and seller of a listing, for a message to the seller. */
export function useListingOf(id: string | null) {
  return useQuery({
    enabled: id !== null,
    queryKey: ['listing', id],
    queryFn: ({ signal }) => server.listings.read({ params: { id: id ?? '' }, signal }),
    retry: false,
  })
}
