import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Regime = Answer<Client['proceedings']['regimes']>['items'][number]
export type RegimeTable = Answer<Client['proceedings']['regime']>

export function useRegimes(): UseQueryResult<{ items: Regime[] }> {
  return useQuery({
    queryKey: ['regimes'],
    queryFn: ({ signal }) => server.proceedings.regimes({ signal }),
    staleTime: 600_000,
  })
}

export function useRegime(id: string): UseQueryResult<RegimeTable> {
  return useQuery({
    enabled: id !== '',
    queryKey: ['regimes', id],
    queryFn: ({ signal }) => server.proceedings.regime({ params: { id }, signal }),
    staleTime: 600_000,
  })
}
