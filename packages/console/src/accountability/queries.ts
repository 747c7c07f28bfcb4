import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { AccountabilityGroup } from '@touchstone/contract'
import { server } from '../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Figures = Answer<Client['accountability']['figures']>
export type Row = Figures['items'][number]
export type Mark = Answer<Client['accountability']['marks']>['items'][number]
export type Embargo = Answer<Client['embargoes']['list']>['items'][number]

const after = (place: string): { after?: string } => (place === '' ? {} : { after: place })

export function useFigures(by: AccountabilityGroup): UseQueryResult<Figures> {
  return useQuery({
    queryKey: ['accountability', 'figures', by],
    queryFn: ({ signal }) => server.accountability.figures({ query: { by }, signal }),
  })
}

export function useMarks(isSeen: boolean) {
  return useInfiniteQuery({
    queryKey: ['accountability', 'marks'],
    queryFn: ({ pageParam, signal }) =>
      server.accountability.marks({ query: after(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: isSeen,
  })
}

export function useEmbargoes(isSeen: boolean) {
  return useInfiniteQuery({
    queryKey: ['embargoes'],
    queryFn: ({ pageParam, signal }) => server.embargoes.list({ query: after(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled: isSeen,
  })
}
