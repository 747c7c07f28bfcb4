import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { NoticeQualityGroup } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Figures = Answer<Client['noticeQuality']['figures']>
export type Row = Figures['items'][number]
export type Mark = Answer<Client['noticeQuality']['marks']>['items'][number]
export type StoredConfidentialityHold = Answer<
  Client['confidentialityHolds']['list']
>['items'][number]
export type AuthorityHold = Answer<Client['confidentialityHolds']['ofAuthorities']>['items'][number]

export function useFigures(by: NoticeQualityGroup): UseQueryResult<Figures> {
  return useQuery({
    queryKey: ['noticeQuality', 'figures', by],
    queryFn: ({ signal }) => server.noticeQuality.figures({ query: { by }, signal }),
  })
}

export function useSafeguards(isSeen: boolean) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['noticeQuality', 'marks'],
    queryFn: ({ pageParam, signal }) =>
      server.noticeQuality.marks({ query: placed(pageParam), signal }),
    enabled: isSeen,
  })
}

export function useConfidentialityHolds(isSeen: boolean) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['confidentialityHolds'],
    queryFn: ({ pageParam, signal }) =>
      server.confidentialityHolds.list({ query: placed(pageParam), signal }),
    enabled: isSeen,
  })
}

export function useAuthorityHolds() {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['confidentialityHolds', 'of-authorities'],
    queryFn: ({ pageParam, signal }) =>
      server.confidentialityHolds.ofAuthorities({ query: placed(pageParam), signal }),
  })
}
