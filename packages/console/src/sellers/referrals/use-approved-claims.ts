import { useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'

export type ApprovedClaim = Awaited<ReturnType<Client['claims']['list']>>['items'][number]

/** Claims of the organisation that a dossier can rest on. */
export function useApprovedClaims() {
  return useQuery({
    queryKey: ['claims', 'standing'],
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await server.claims.list({ query: { state: 'approved', limit: 200 }, signal })).items,
  })
}
