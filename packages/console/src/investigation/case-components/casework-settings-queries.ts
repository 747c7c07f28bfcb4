import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type {
  CaseFileView,
  CaseQueueView,
  CaseQueueInput,
  CaseTemplateView,
  CaseTemplateContent,
  SharedNoteView,
} from '@touchstone/contract'
import { server } from '../../connection/index.ts'

export type Board = Awaited<ReturnType<Client['cases']['board']>>
export type CaseOnBoard = Board['columns'][number]['items'][number]
export type BoardColumn = Board['columns'][number]['column']
export type {
  CaseFileView,
  CaseQueueView,
  CaseQueueInput,
  CaseTemplateView,
  CaseTemplateContent,
  SharedNoteView,
}

/** Case templates, including retired ones. */
export function useTemplates(enabled = true): UseQueryResult<CaseTemplateView[]> {
  return useQuery({
    enabled,
    queryKey: ['case templates'],
    queryFn: async ({ signal }) => (await server.casework.templates({ signal })).items,
  })
}

/** Case queues, in the order in which their rules apply. */
export function useQueues(): UseQueryResult<CaseQueueView[]> {
  return useQuery({
    queryKey: ['case queues'],
    queryFn: async ({ signal }) => (await server.casework.queues({ signal })).items,
    staleTime: 30_000,
  })
}

/** Name of a queue; its id if unknown. */
export function useQueueName(): (id: string) => string {
  const { data } = useQueues()
  return (id) => data?.find((queue) => queue.id === id)?.name ?? id
}
