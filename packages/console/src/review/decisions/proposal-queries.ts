import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ProposedDecisionAction } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Proposal = Answer<Client['decisions']['listProposed']>['items'][number]
export type Rules = Answer<Client['decisions']['rules']>

const key = ['proposals'] as const

/** Decisions on one listing that await or awaited approval, newest first. */
export function useProposalsOn(listing: string): UseQueryResult<Proposal[]> {
  return useQuery({
    queryKey: [...key, listing],
    queryFn: async ({ signal }) =>
      (await server.decisions.listProposed({ query: { listing }, signal })).items,
  })
}

/** All decisions awaiting approval, newest first. */
export function usePendingApprovals() {
  return useInfiniteQuery({
    queryKey: [...key, 'waiting'],
    queryFn: ({ pageParam, signal }) =>
      server.decisions.listProposed({
        query: { state: 'proposed', limit: 50, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export type Settling = { id: string; how: 'confirm' | 'reject' | 'withdraw'; note: string }

/** Approves, rejects or withdraws; reports if someone else has settled it meanwhile. */
export function useSettle(): UseMutationResult<Proposal, Error, Settling> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, how, note }: Settling) => {
      const text = note.trim()
      const act = (action: ProposedDecisionAction): Promise<Proposal> =>
        server.decisions.act({ params: { id }, body: { action } })
      switch (how) {
        case 'confirm':
          return act({ type: 'approve', ...(text !== '' && { note: text }) })
        case 'reject':
          return act({ type: 'reject', note: text })
        case 'withdraw':
          return act({ type: 'withdraw' })
      }
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: key })
      await queries.invalidateQueries({ queryKey: ['decisions'] })
    },
  })
}

export function useRules(): UseQueryResult<Rules> {
  return useQuery({
    queryKey: ['decision rules'],
    queryFn: ({ signal }) => server.decisions.rules({ signal }),
  })
}

export function useSetRules(): UseMutationResult<Rules, Error, Rules['secondPerson']> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (secondPerson: Rules['secondPerson']) =>
      server.decisions.setRules({ body: { secondPerson } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['decision rules'] }),
  })
}
