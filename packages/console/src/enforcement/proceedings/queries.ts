import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type {
  LawLineView,
  AvailableTransitionView,
  AvailableWorkflowView,
  ProceedingView,
} from '@touchstone/contract'
import { server } from '../../connection/index.ts'

export type { LawLineView, AvailableTransitionView, AvailableWorkflowView, ProceedingView }
export type WorkflowInstance = ProceedingView['instances'][number]

export function useProceeding(id: string): UseQueryResult<ProceedingView> {
  return useQuery({
    queryKey: ['proceeding', id],
    queryFn: ({ signal }) => server.proceedings.read({ params: { id }, signal }),
  })
}
