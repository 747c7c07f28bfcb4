import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { SessionView } from '@touchstone/contract'
import { createContext, use } from 'react'
import { problemOf, server, sessionKey } from '../../connection/index.ts'
import { forgetDrafts } from '../../components/index.ts'

const state = queryOptions<SessionView | null>({
  queryKey: sessionKey,
  staleTime: 60_000,
  queryFn: async () => {
    try {
      return await server.sessions.state()
    } catch (error) {
      if (problemOf(error).kind === 'not-signed-in') return null
      throw error
    }
  },
})

/** The current session; null when signed out. */
export function useSession(): UseQueryResult<SessionView | null> {
  return useQuery(state)
}

/** Loads the session before any page needs it. */
export function readSession(queries: QueryClient): void {
  void queries.prefetchQuery(state)
}

/** Applies a new session state and drops everything cached for the previous one. */
export function useOpened(): (state: SessionView | null) => void {
  const queries = useQueryClient()
  return (state) => {
    const before = queries.getQueryData<SessionView | null>(sessionKey)
    const same =
      before?.person.id === state?.person.id && before?.organisation?.id === state?.organisation?.id
    if (!same) queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
    queries.setQueryData(sessionKey, state)
  }
}

/** Acts for another organisation, or with null for the installation, and opens a page there. */
export function useActFor() {
  const navigate = useNavigate()
  const opened = useOpened()
  return useMutation({
    mutationFn: ({ organisation }: ActFor) => server.sessions.switch({ body: { organisation } }),
    onSuccess: async (state, { to }) => {
      opened(state)
      await navigate({ to })
    },
  })
}

type ActFor = { organisation: string | null; to: '/' | '/operator/watches' }

export function useLeave(): { leave: () => void; error: unknown } {
  const opened = useOpened()
  const end = useMutation({
    mutationFn: () => server.sessions.signOut(),
    onSuccess: () => {
      // Whoever signs in next on this device finds nothing that this person typed.
      forgetDrafts()
      opened(null)
    },
  })
  return { leave: () => end.mutate(), error: end.error }
}

export type Organisation = NonNullable<SessionView['organisation']>

/** A user who has completed every step of the sign-in and acts for an organisation. */
export type Member = SessionView & { organisation: Organisation }

const Context = createContext<SessionView | undefined>(undefined)
export const SignedInProvider = Context.Provider

/** The signed-in user: a member of an organisation, or the operator. */
export function useSignedIn(): SessionView {
  const state = use(Context)
  if (state === undefined) throw new Error('this page is shown to who is signed in alone')
  return state
}

/** The signed-in member. Throws outside the members' area. */
export function useMember(): Member {
  const state = useSignedIn()
  if (!isMember(state)) throw new Error('this page is shown to members alone')
  return state
}

export function isMember(state: SessionView): state is Member {
  return state.lacks === null && state.organisation !== null
}

/** Whether the user administers the installation and acts for no organisation. */
export function isOperator(state: SessionView): boolean {
  return state.lacks === null && state.organisation === null && state.person.installationAdmin
}
