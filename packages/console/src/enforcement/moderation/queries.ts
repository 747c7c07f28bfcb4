import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'
import type { ModerationSearch } from './search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Body<F extends (options: never) => unknown> = Parameters<F>[0] extends { body: infer B }
  ? B
  : never
type Endpoints = Client['moderation']

export type Queued = Answer<Endpoints['queue']>['items'][number]
export type Received = Answer<Endpoints['read']>
export type ReceivedItem = Received['items'][number]
export type InstanceView = ReceivedItem['instances'][number]
export type MeasureInForce = Answer<Endpoints['measures']>['items'][number]
export type Flagger = Answer<Endpoints['flaggers']>['items'][number]
export type FlaggerInput = Body<Endpoints['putFlagger']>
export type MisuseRecord = Answer<Endpoints['misuse']>['items'][number]
export type MisuseAction = Body<Endpoints['actOnMisuse']>['action']
export type OwnRestriction = Answer<Endpoints['readOwn']>
export type StoredSettings = Answer<Endpoints['settings']>['current']
export type Settings = Body<Endpoints['set']>
export type ModerationAction = Body<Endpoints['act']>['action']
export type FollowUpAction = Body<Endpoints['actOnOwn']>['action']
export type SellerLink = NonNullable<Answer<Endpoints['act']>['sellerLink']>
export type Statement = Body<Endpoints['preview']>['statement']
export type Draft = Answer<Endpoints['draft']>
export type ItemReview = Answer<Endpoints['review']>
export type ItemDecision = Body<Endpoints['decide']>
export type Candidate = Answer<Endpoints['candidates']>['items'][number]
export type BulkPreview = Answer<Endpoints['previewBulk']>
export type CheckedFact = Body<Endpoints['restrictInBulk']>['fact']
export type BulkRestriction = Answer<Endpoints['listBulk']>['items'][number]
export type BulkAct = Body<Endpoints['actOnBulk']>['action']
export type Filings = Answer<Endpoints['filings']>

/** Open items, the next one to work on first. */
export function useQueue(search: ModerationSearch) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['received items', search],
    queryFn: ({ pageParam, signal }) =>
      server.moderation.queue({ query: { ...search, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export const noticeKey = (id: string): readonly string[] => ['received notice', id]

/** One received notice. Every read is recorded in the audit log, so it is loaded only on request. */
export function useNotice(id: string): UseQueryResult<Received> {
  return useQuery({
    queryKey: noticeKey(id),
    queryFn: ({ signal }) => server.moderation.read({ params: { id }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

/** Drafts a statement of reasons from the evidence. */
export function useDraft(id: string, position: number): UseQueryResult<Draft> {
  return useQuery({
    queryKey: [...noticeKey(id), 'draft', position],
    queryFn: ({ signal }) =>
      server.moderation.draft({ params: { id, position: String(position) }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

export const ownKey = (id: string): readonly string[] => ['own restriction', id]

/** A restriction without a notice. Every read is recorded in the audit log, so it is loaded only on request. */
export function useOwnRestriction(id: string): UseQueryResult<OwnRestriction> {
  return useQuery({
    queryKey: ownKey(id),
    queryFn: ({ signal }) => server.moderation.readOwn({ params: { id }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

export type MeasuresOf = { listing?: string; seller?: string }

/** Measures in force: all, or those on one listing or seller. */
export function useMeasures(of: MeasuresOf, enabled = true) {
  return useInfiniteQuery({
    ...pagination,
    enabled,
    queryKey: ['measures', of],
    queryFn: ({ pageParam, signal }) =>
      server.moderation.measures({ query: { ...of, limit: 50, ...placed(pageParam) }, signal }),
  })
}

export function useFlaggers(enabled = true): UseQueryResult<Flagger[]> {
  return useQuery({
    enabled,
    queryKey: ['flaggers'],
    queryFn: async ({ signal }) => (await server.moderation.flaggers({ signal })).items,
  })
}

export function useMisuse(): UseQueryResult<MisuseRecord[]> {
  return useQuery({
    queryKey: ['misuse'],
    queryFn: async ({ signal }) => (await server.moderation.misuse({ signal })).items,
  })
}

export function useSettings(): UseQueryResult<StoredSettings> {
  return useQuery({
    queryKey: ['moderation settings'],
    queryFn: async ({ signal }) => (await server.moderation.settings({ signal })).current,
  })
}

export function useFilings(): UseQueryResult<Filings> {
  return useQuery({
    queryKey: ['filings'],
    queryFn: ({ signal }) => server.moderation.filings({ signal }),
  })
}

/** Checks and a proposed decision; read again after each change of the item. */
export function useItemReview(
  id: string,
  position: number,
  version: number,
): UseQueryResult<ItemReview> {
  return useQuery({
    queryKey: [...noticeKey(id), 'review', position, version],
    queryFn: ({ signal }) =>
      server.moderation.review({ params: { id, position: String(position) }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

/** Own listings by address, ID or words in the title. */
export function useCandidates(search: string): UseQueryResult<Candidate[]> {
  return useQuery({
    enabled: search !== '',
    queryKey: ['candidate listings', search],
    queryFn: async ({ signal }) =>
      (await server.moderation.candidates({ query: { search }, signal })).items,
  })
}

export const bulkKey = ['bulk restrictions'] as const
const bulkMilliseconds = 1500

/** The latest bulk restrictions, read again while one is under way. */
export function useBulkRestrictions(): UseQueryResult<BulkRestriction[]> {
  return useQuery({
    queryKey: bulkKey,
    queryFn: async ({ signal }) =>
      (await server.moderation.listBulk({ query: { limit: 20 }, signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === 'running' || one.state === 'reversing') === true
        ? bulkMilliseconds
        : false,
  })
}

/** The items of a bulk restriction that failed. */
export function useBulkProblems(id: string, failed: number) {
  return useQuery({
    enabled: failed > 0,
    queryKey: [...bulkKey, id, failed],
    queryFn: async ({ signal }) =>
      (await server.moderation.readBulk({ params: { id }, signal })).problems,
  })
}
