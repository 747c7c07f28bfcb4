import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from './problem.ts'

export const sessionKey = ['session'] as const

/** Under this key lies what waits for a person: it changes with whatever is done. */
export const inboxKey = ['inbox'] as const

const tries = 2

/** The cache of all pages, with its rules for refreshing and retrying. */
export function createQueries(): QueryClient {
  const onError = (error: unknown): void => {
    // The session has expired, or needs another step of the sign-in: reading it again shows the right page.
    if (['not-signed-in', 'not-allowed'].includes(problemOf(error).kind)) {
      void queries.invalidateQueries({ queryKey: sessionKey })
    }
  }
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== sessionKey[0]) onError(error)
      },
    }),
    mutationCache: new MutationCache({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: inboxKey })
      },
      onError: (error) => {
        onError(error)
        if (problemOf(error).code !== 'version-mismatch') return
        // Refreshes the page behind the message that someone else changed it.
        void queries.invalidateQueries({
          predicate: ({ queryKey: [name] }) => name !== sessionKey[0],
        })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Content must not move while a person reads it.
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (count, error) => count < tries && problemOf(error).retryable,
        retryDelay: (count) => 300 * 2 ** count,
      },
      mutations: { networkMode: 'always' },
    },
  })
  return queries
}
