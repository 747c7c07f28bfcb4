import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ClaimAction, ClaimState } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Claim = Answer<Client['claims']['read']>

export type ClaimFilter = { state?: ClaimState | undefined; brand?: string }

export function useClaims({ state, brand }: ClaimFilter) {
  return useInfiniteQuery({
    queryKey: ['claims', state, brand],
    queryFn: ({ pageParam, signal }) =>
      server.claims.list({
        query: {
          ...(state && { state }),
          ...(brand !== undefined && { brand }),
          ...placed(pageParam),
        },
        signal,
      }),
    ...pagination,
  })
}

export function useClaim(id: string): UseQueryResult<Claim> {
  return useQuery({
    queryKey: ['claim', id],
    queryFn: ({ signal }) => server.claims.read({ params: { id }, signal }),
  })
}

/** Applies an action to the version of the claim that was read, and shows the result. */
export function useClaimAction<I>(
  { id, version }: Claim,
  actionOf: (input: I) => ClaimAction,
): (input: I) => Promise<Claim> {
  const queries = useQueryClient()
  const { mutateAsync } = useMutation({
    mutationFn: (input: I) =>
      server.claims.act({
        params: { id },
        body: { action: actionOf(input), expectedVersion: version },
      }),
    onSuccess: async (claim) => {
      queries.setQueryData(['claim', claim.id], claim)
      // A claim decides which listings are visible.
      await queries.invalidateQueries({
        predicate: ({ queryKey: [name, id] }) => name !== 'session' && id !== claim.id,
      })
    },
  })
  return mutateAsync
}
