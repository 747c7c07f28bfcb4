import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { server } from '../../connection/index.ts'
import type { CaptureView } from '../../investigation/case-components/index.ts'
import type { Draft } from './draft.ts'
import type { NoticeDetailView } from './notice-queries.ts'

const pollMilliseconds = 2000

/** The captures that a draft names, read again until each has ended. */
export function useDraftCaptures(
  { case: caseId }: NoticeDetailView,
  { items }: Draft,
): UseQueryResult<CaptureView[]> {
  const named = new Set(items.flatMap(({ capture }) => capture ?? []))
  return useQuery({
    enabled: named.size > 0,
    queryKey: ['captures', { case: caseId }, 'of draft', [...named].sort()],
    queryFn: async ({ signal }) => {
      const query = { case: caseId, limit: 200 }
      const found = await server.evidence.list({ query, signal })
      return found.items.filter(({ id }) => named.has(id))
    },
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? pollMilliseconds : false),
  })
}

export function isUnderWay({ state }: Pick<CaptureView, 'state'>): boolean {
  return state === 'waiting' || state === 'running'
}
