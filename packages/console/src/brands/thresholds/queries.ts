import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { Thresholds } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Page = Answer<Client['thresholds']['list']>
export type BrandRow = Page['items'][number]
export type Setting = Page['standard']
export type Histogram = Answer<Client['thresholds']['histogram']>
export type Preview = Answer<Client['thresholds']['preview']>
export type Change = Answer<Client['thresholds']['history']>['items'][number]

const pageRows = 50

export function useThresholds() {
  return useInfiniteQuery({
    queryKey: ['thresholds', 'list'],
    queryFn: ({ pageParam, signal }) =>
      server.thresholds.list({
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

/** Finds one brand on any page of the list. */
export function useBrandRow(brand: string | undefined): UseQueryResult<BrandRow | null> {
  return useQuery({
    queryKey: ['thresholds', 'brand', brand],
    enabled: brand !== undefined,
    queryFn: async ({ signal }) => {
      if (brand === undefined) return null
      const { items } = await server.thresholds.list({ query: { brand }, signal })
      return items[0] ?? null
    },
  })
}

export function useHistogram(brand: string | null): UseQueryResult<Histogram | null> {
  return useQuery({
    queryKey: ['thresholds', 'histogram', brand],
    queryFn: ({ signal }) =>
      brand === null ? null : server.thresholds.histogram({ query: { brand }, signal }),
  })
}

/** The effect of these thresholds; not requested until there are some. */
export function usePreview(
  brand: string | null,
  proposed: { thresholds: Thresholds | null } | undefined,
): UseQueryResult<Preview> {
  return useQuery({
    queryKey: ['thresholds', 'preview', brand, proposed],
    enabled: proposed !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      server.thresholds.preview({
        body: { brand, thresholds: proposed?.thresholds ?? null },
        signal,
      }),
  })
}

export function useChanges() {
  return useInfiniteQuery({
    queryKey: ['thresholds', 'history'],
    queryFn: ({ pageParam, signal }) =>
      server.thresholds.history({
        query: { limit: 20, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

/** Queries that depend on verdicts, and are refreshed when thresholds change. */
const ofVerdicts: ReadonlySet<unknown> = new Set([
  'thresholds',
  'listings',
  'listing count',
  'listing',
  'newest',
])

/** Sets thresholds, or undoes the last change. */
export function useChange() {
  const queries = useQueryClient()
  const onSuccess = (): Promise<void> =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => ofVerdicts.has(queryKey[0]) })
  const set = useMutation({
    mutationFn: (body: {
      brand: string | null
      thresholds: Thresholds | null
      expectedVersion: number
      note?: string
    }) => server.thresholds.set({ body }),
    onSuccess,
  })
  const undo = useMutation({
    mutationFn: ({ brand, version }: { brand: string | null; version: number }) =>
      server.thresholds.act({
        body: { action: { type: 'undo', brand }, expectedVersion: version },
      }),
    onSuccess,
  })
  return { set, undo }
}
