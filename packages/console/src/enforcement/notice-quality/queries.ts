import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { AccountabilityGroup } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Figures = Answer<Client['accountability']['figures']>
export type Row = Figures['items'][number]
export type Mark = Answer<Client['accountability']['marks']>['items'][number]
export type Embargo = Answer<Client['embargoes']['list']>['items'][number]
export type AuthorityEmbargo = Answer<Client['embargoes']['ofAuthorities']>['items'][number]

export function useFigures(by: AccountabilityGroup): UseQueryResult<Figures> {
  return useQuery({
    queryKey: ['accountability', 'figures', by],
    queryFn: ({ signal }) => server.accountability.figures({ query: { by }, signal }),
  })
}

export function useSafeguards(isSeen: boolean) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['accountability', 'marks'],
    queryFn: ({ pageParam, signal }) =>
      server.accountability.marks({ query: placed(pageParam), signal }),
    enabled: isSeen,
  })
}

export function useConfidentialityHolds(isSeen: boolean) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['embargoes'],
    queryFn: ({ pageParam, signal }) => server.embargoes.list({ query: placed(pageParam), signal }),
    enabled: isSeen,
  })
}

export function useAuthorityEmbargoes() {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['embargoes', 'of-authorities'],
    queryFn: ({ pageParam, signal }) =>
      server.embargoes.ofAuthorities({ query: placed(pageParam), signal }),
  })
}
