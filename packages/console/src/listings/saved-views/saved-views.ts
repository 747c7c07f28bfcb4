import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'
import { readQueueSearch, filtersOf, type Filters } from '../queue/search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type View = Answer<Client['savedViews']['list']>['items'][number]

/** The member's own views, and those that colleagues share. */
export function useViews(): UseQueryResult<View[]> {
  return useQuery({
    queryKey: ['views'],
    queryFn: async ({ signal }) => (await server.savedViews.list({ signal })).items,
  })
}

/** The filters of a view, in the form of an address. */
export function filtersOfView({ query }: View): Filters {
  return filtersOf(readQueueSearch(query))
}

export type ViewWish =
  | { kind: 'save'; name: string; shared: boolean; filters: Filters }
  | { kind: 'change'; id: string; name?: string; shared?: boolean; filters?: Filters }
  | { kind: 'remove'; id: string }

/** Saves, changes or deletes a view, and refreshes the list. */
export function useChangeViews(): UseMutationResult<View | undefined, unknown, ViewWish> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (request) => {
      switch (request.kind) {
        case 'save': {
          const { name, shared, filters: query } = request
          return server.savedViews.save({ body: { name, shared, query } })
        }
        case 'change': {
          const { id, name, shared, filters: query } = request
          const body = {
            ...(name !== undefined && { name }),
            ...(shared !== undefined && { shared }),
            ...(query && { query }),
          }
          return server.savedViews.change({ params: { id }, body })
        }
        case 'remove':
          await server.savedViews.remove({ params: { id: request.id } })
          return undefined
      }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['views'] }),
  })
}
