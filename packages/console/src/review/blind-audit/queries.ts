import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { DecisionVerdict } from '@touchstone/contract'
import { server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type CurrentAnnotation = Answer<Client['blindAudit']['next']>
export type BlindListing = NonNullable<CurrentAnnotation['item']>['listing']
export type Results = Answer<Client['blindAudit']['results']>
export type Measure = Results['overall'][number]
export type Figure = Measure['precision']
export type AuditSample = Answer<Client['blindAudit']['samples']>['items'][number]
export type Fit = Answer<Client['blindAudit']['fits']>['items'][number]

const atHand = ['quality', 'at hand'] as const

/** The listing to annotate next; it stays the same until annotated. */
export function useAtHand(): UseQueryResult<CurrentAnnotation> {
  return useQuery({
    queryKey: atHand,
    queryFn: ({ signal }) => server.blindAudit.next({ signal }),
    staleTime: Infinity,
  })
}

/** Saves an annotation and loads the next listing. */
export function useSay() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, label }: { id: string; label: DecisionVerdict }) => {
      await server.blindAudit.read({ params: { id }, body: { label } })
      return server.blindAudit.next()
    },
    onSuccess: (next) => queries.setQueryData(atHand, next),
  })
}

export function useResults(weeks: number): UseQueryResult<Results> {
  return useQuery({
    queryKey: ['quality', 'results', weeks],
    queryFn: ({ signal }) => server.blindAudit.results({ query: { weeks }, signal }),
    placeholderData: keepPreviousData,
  })
}

export function useAuditSamples(): UseQueryResult<AuditSample[]> {
  return useQuery({
    queryKey: ['quality', 'audit-samples'],
    queryFn: async ({ signal }) => (await server.blindAudit.samples({ signal })).items,
  })
}

const underWay = 3000

/** The latest fits; refreshed while one is running. */
export function useFits(): UseQueryResult<Fit[]> {
  return useQuery({
    queryKey: ['quality', 'fits'],
    queryFn: async ({ signal }) => (await server.blindAudit.fits({ signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some(({ endedAt }) => endedAt === null) ? underWay : false,
  })
}
