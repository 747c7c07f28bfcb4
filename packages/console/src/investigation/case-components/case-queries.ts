import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type {
  CaptureView,
  CaseView,
  CaseDetailView,
  CaseListingView,
  CaseRecordView,
  ListedCaseView,
} from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Query<F extends (options: { query: never }) => unknown> = Parameters<F>[0]['query']
export type CaseQuery = Omit<Query<Client['cases']['list']>, 'after' | 'limit'>
export type CaptureRead = Answer<Client['evidence']['read']>
export type {
  CaptureView,
  CaseView,
  CaseDetailView,
  CaseListingView,
  CaseRecordView,
  ListedCaseView,
}

const pageRows = 50
const captureMilliseconds = 2500

/** Cases, most urgent first; closed ones by the time they were closed. */
export function useCases(query: CaseQuery) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['cases', query],
    queryFn: ({ pageParam, signal }) =>
      server.cases.list({ query: { ...query, limit: pageRows, ...placed(pageParam) }, signal }),
  })
}

/** Open cases that listings can be added to. */
export function useOpenCases(enabled: boolean): UseQueryResult<CaseView[]> {
  return useQuery({
    enabled,
    queryKey: ['cases', 'to add to'],
    queryFn: async ({ signal }) =>
      (await server.cases.list({ query: { state: 'open', limit: 200 }, signal })).items,
  })
}

/** All cases with a listing, in any state. */
export function useCasesOf(listing: string): UseQueryResult<CaseView[]> {
  return useQuery({
    queryKey: ['cases', 'of', listing],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        (['open', 'snoozed', 'closed'] as const).map((state) =>
          server.cases.list({ query: { listing, state, limit: 20 }, signal }),
        ),
      )
      return lists.flatMap(({ items }) => items)
    },
  })
}

export const caseKey = (id: string): readonly string[] => ['case', id]

export function useCase(id: string): UseQueryResult<CaseDetailView> {
  return useQuery({
    queryKey: caseKey(id),
    queryFn: ({ signal }) => server.cases.read({ params: { id }, signal }),
    // Content must not move while a person reads it: the page announces newer data instead.
    staleTime: Infinity,
    gcTime: 0,
  })
}

export function useCaseListings(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...caseKey(id), 'listings'],
    queryFn: ({ pageParam, signal }) =>
      server.cases.listings({ params: { id }, query: { limit: 50, ...placed(pageParam) }, signal }),
  })
}

type Of = { listing?: string; case?: string }

/** Captures, newest first; refreshed while one is running. */
export function useCaptures(of: Of = {}, enabled = true) {
  return useInfiniteQuery({
    ...pagination,
    enabled,
    queryKey: ['captures', of],
    queryFn: ({ pageParam, signal }) =>
      server.evidence.list({ query: { ...of, limit: 50, ...placed(pageParam) }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const items = state.data?.pages.flatMap((page) => page.items) ?? []
      return items.some(isUnderWay) ? captureMilliseconds : false
    },
  })
}

export function isUnderWay({ state }: Pick<CaptureView, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}

/** The progress of a capture, which adds nothing to its chain of custody. */
export function useCaptureState(id: string): UseQueryResult<CaptureView> {
  return useQuery({
    queryKey: ['capture state', id],
    queryFn: ({ signal }) => server.evidence.state({ params: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data) ? captureMilliseconds : false,
  })
}

/** A capture with its results. Every read is recorded in the chain of custody, so it is loaded only on request. */
export function useCapture(id: string, enabled: boolean): UseQueryResult<CaptureRead> {
  return useQuery({
    enabled,
    queryKey: ['capture', id],
    queryFn: ({ signal }) => server.evidence.read({ params: { id }, signal }),
    staleTime: Infinity,
    retry: false,
  })
}

export function useProceedings(of: Of = {}) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['proceedings', of],
    queryFn: ({ pageParam, signal }) =>
      server.proceedings.list({ query: { ...of, limit: 50, ...placed(pageParam) }, signal }),
  })
}

/** Names of the organisation's members, by account id. */
export function useNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['names of people'],
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const { items } = await server.members.list({ query: { limit: 200 }, signal })
      return new Map(items.map(({ id, name }) => [id, name]))
    },
  })
  return data ?? none
}

const none: ReadonlyMap<string, string> = new Map()
