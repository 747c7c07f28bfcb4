import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { EngineReleaseState } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Entry = Answer<Client['lexicon']['term']>
export type Term = Entry['term']
export type Guard = Entry['guards'][number]
export type StoredEngineRelease = Answer<Client['engineReleases']['read']>
export type Content = StoredEngineRelease['content']
export type Trial = Answer<Client['lexicon']['preview']>
export type Figures = NonNullable<StoredEngineRelease['trial']>['figures']
export type BackTest = Answer<Client['engineReleases']['backTest']>

const pageRows = 50

export type TermSearch = { language?: string; search?: string; own?: boolean }

export function useTerms({ language, search, own }: TermSearch) {
  return useInfiniteQuery({
    queryKey: ['lexicon', language, search, own],
    queryFn: ({ pageParam, signal }) =>
      server.lexicon.list({
        query: {
          limit: pageRows,
          ...(language !== undefined && { language }),
          ...(search !== undefined && { search }),
          ...(own && { origin: 'own' }),
          ...placed(pageParam),
        },
        signal,
      }),
    ...pagination,
    placeholderData: (before) => before,
  })
}

/** A term in the live release, or in another one. */
export function useTerm(term: string, release?: string): UseQueryResult<Entry> {
  return useQuery({
    queryKey: ['lexicon', 'term', term, release],
    queryFn: ({ signal }) =>
      server.lexicon.term({ params: { term }, query: release ? { release } : {}, signal }),
  })
}

export function useEngineReleases(state?: EngineReleaseState) {
  return useInfiniteQuery({
    queryKey: ['releases', state],
    queryFn: ({ pageParam, signal }) =>
      server.engineReleases.list({
        query: {
          limit: pageRows,
          ...(state && { state }),
          ...placed(pageParam),
        },
        signal,
      }),
    ...pagination,
  })
}

export function useEngineRelease(id: string): UseQueryResult<StoredEngineRelease> {
  return useQuery({
    queryKey: ['engine-release', id],
    queryFn: ({ signal }) => server.engineReleases.read({ params: { id }, signal }),
    // The figures of a shadow release grow while the page is open.
    refetchInterval: ({ state }) => (state.data?.state === 'shadow' ? 5_000 : false),
  })
}

/** Applies the server's new state of an engine release, and refreshes the lists and terms. */
export function useRevised(): (release: StoredEngineRelease) => Promise<void> {
  const queries = useQueryClient()
  return async (release) => {
    queries.setQueryData(['engine-release', release.id], release)
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['releases'] }),
      queries.invalidateQueries({ queryKey: ['lexicon'] }),
    ])
  }
}

/** Changes a draft's content, based on the version that was read. */
export function useAmend(
  release: StoredEngineRelease,
): UseMutationResult<StoredEngineRelease, Error, Partial<Content>> {
  const revised = useRevised()
  return useMutation({
    mutationFn: (change: Partial<Content>) =>
      server.engineReleases.amend({
        params: { id: release.id },
        body: { expectedVersion: release.version, content: { ...release.content, ...change } },
      }),
    onSuccess: revised,
  })
}
