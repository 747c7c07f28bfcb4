import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from './problem.ts'

/** Under this key lies who is signed in. */
export const sessionKey = ['session'] as const

/** Under this key lies what waits for a person: it changes with whatever is done. */
export const inboxKey = ['inbox'] as const

const tries = 2

/** Everything that pages have read, and how it is read again. */
export function createQueries(): QueryClient {
  const onError = (error: unknown): void => {
    // The session has ended meanwhile, or lacks a step that is asked for since: whoever shows pages
    // asks again who is signed in.
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
        // The page shows what someone else changed, beside the refusal that says so.
        void queries.invalidateQueries({
          predicate: ({ queryKey: [name] }) => name !== sessionKey[0],
        })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What a person reads doesn't move under its eyes.
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
