import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Result<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Query<F extends (asked: { query: never }) => unknown> = Omit<
  NonNullable<Parameters<F>[0]['query']>,
  'after' | 'limit'
>

export type AppealRow = Result<Client['appeals']['list']>['items'][number]
export type Answer = Result<Client['appeals']['read']>
export type Link = Result<Client['appeals']['links']>['items'][number]
export type MadeLink = Result<Client['appeals']['makeLink']>
export type Clearance = Result<Client['clearances']['list']>['items'][number]
export type ProofRequest = Result<Client['proofRequests']['list']>['items'][number]
export type ProofRequestView = Result<Client['proofRequests']['read']>

/** Appeals, newest first. */
export function useAppeals(query: Query<Client['appeals']['list']>) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['answers', query],
    queryFn: ({ pageParam, signal }) =>
      server.appeals.list({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export const answerKey = (id: string): readonly string[] => ['answer', id]

/** An appeal in full. Every read is recorded in the audit log, so it is loaded only on request. */
export function useAnswer(id: string, enabled: boolean): UseQueryResult<Answer> {
  return useQuery({
    enabled,
    queryKey: answerKey(id),
    queryFn: ({ signal }) => server.appeals.read({ params: { id }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

export function useLinks(query: Query<Client['appeals']['links']>) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['answer links', query],
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
    queryKey: ['proof asks', query],
    queryFn: ({ pageParam, signal }) =>
      server.proofRequests.list({ query: { ...query, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export function useAsk(id: string): UseQueryResult<ProofRequestView> {
  return useQuery({
    queryKey: ['proof ask', id],
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
