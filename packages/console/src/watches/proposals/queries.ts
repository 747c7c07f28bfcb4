import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'

export type Proposals = Awaited<ReturnType<Client['watchProposals']['list']>>
export type Proposal = Proposals['items'][number]
export type Decision = { type: 'accept' | 'dismiss' | 'undo'; queries: string[] }

const keyOf = (watch: string): string[] => ['watch proposals', watch]

export function useProposals(watch: string): UseQueryResult<Proposals> {
  return useQuery({
    queryKey: keyOf(watch),
    queryFn: ({ signal }) => server.watchProposals.list({ params: { id: watch }, signal }),
  })
}

/** Decides proposals; the queries of the watch change with them. */
export function useDecide(watch: string): UseMutationResult<Proposals, Error, Decision> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (action) => server.watchProposals.act({ params: { id: watch }, body: { action } }),
    onSuccess: async (proposals) => {
      queries.setQueryData(keyOf(watch), proposals)
      await queries.invalidateQueries({ queryKey: ['watches'] })
    },
    // Someone else may have decided, or a find be gone: the list says what is proposed now.
    onError: () => queries.invalidateQueries({ queryKey: keyOf(watch) }),
  })
}
