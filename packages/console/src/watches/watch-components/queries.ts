import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query'
import { pagination, placed, server } from '../../connection/index.ts'
import {
  isAboutToRun,
  type Watch,
  type WatchCosts,
  type WatchSettings,
} from '../watch-terms/index.ts'

/** How often pages look at what runs, and otherwise. */
const runningMilliseconds = 2000
const idleMilliseconds = 20_000

/** Under this key lie all reads of watches. */
export const watchesKey = ['watches'] as const
export const watchKey = (id: string) => [...watchesKey, 'one', id] as const

function pollOf(watches: readonly Watch[]): number {
  const now = Date.now()
  return watches.some((watch) => watch.isRunning || isAboutToRun(watch, now))
    ? runningMilliseconds
    : idleMilliseconds
}

export function useWatches() {
  return useInfiniteQuery({
    queryKey: [...watchesKey, 'list'],
    queryFn: ({ pageParam, signal }) =>
      server.watches.list({ query: { limit: 100, ...placed(pageParam) }, signal }),
    refetchInterval: ({ state }) => pollOf(state.data?.pages.flatMap(({ items }) => items) ?? []),
    ...pagination,
  })
}

/** Whether the organisation has no watch; undefined until that is known. */
export function useHasNoWatches(): boolean | undefined {
  return useWatches().data?.pages.every(({ items }) => items.length === 0)
}

export function useWatch(id: string): UseQueryResult<Watch> {
  return useQuery({
    queryKey: watchKey(id),
    queryFn: ({ signal }) => server.watches.read({ params: { id }, signal }),
    refetchInterval: ({ state }) => pollOf(state.data ? [state.data] : []),
  })
}

/** Its runs; `run` is the last one, which is among them. */
export function useRuns(id: string, run: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...watchKey(id), 'runs', run],
    queryFn: ({ pageParam, signal }) =>
      server.watches.runs({ params: { id }, query: { limit: 20, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}

/** The settings of the organisation; disabled for members who may not read them. */
export function useWatchSettings(enabled = true): UseQueryResult<WatchSettings> {
  return useQuery({
    enabled,
    queryKey: [...watchesKey, 'settings'],
    queryFn: ({ signal }) => server.watchSettings.read({ signal }),
  })
}

export type CostFilter = {
  by: 'watch' | 'site' | 'query' | 'month'
  watch?: string
  from?: string
  to?: string
}

/** What watches cost and found. `isLive` while a run goes on. */
export function useWatchCosts(filter: CostFilter, isLive = false): UseQueryResult<WatchCosts> {
  return useQuery({
    // Read again once the run has ended: what it found last came after the last look.
    queryKey: [...watchesKey, 'costs', filter, isLive],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => server.watchCosts.costs({ query: filter, signal }),
    refetchInterval: isLive ? 2 * runningMilliseconds : false,
  })
}

/** The kinds of sites, those of the operator’s packages too. */
export function useConnectors() {
  return useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => server.watches.connectors({ signal }),
  })
}
