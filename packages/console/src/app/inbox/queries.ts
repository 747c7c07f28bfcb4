import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { InboxView, InboxCountView } from '@touchstone/contract'
import { inboxKey, server } from '../../connection/index.ts'
import { besideSteps, stepsNeedingYou } from './beside-steps.ts'
import { useFirstSteps } from './first-steps.ts'

const minute = 60_000
/** Items shown of each kind; the lists show the rest. */
const pageSize = 25

const countsKey = [...inboxKey, 'counts']

export function useInbox({ enabled = true } = {}): UseQueryResult<InboxView> {
  const queries = useQueryClient()
  return useQuery({
    queryKey: [...inboxKey, 'items'],
    queryFn: async ({ signal }) => {
      const inbox = await server.inbox.read({ query: { limit: pageSize }, signal })
      // The menu counts what the page lists.
      queries.setQueryData(countsKey, { counts: inbox.counts })
      return inbox
    },
    enabled,
    // Handled items disappear when the person returns from them.
    refetchOnMount: 'always',
    refetchInterval: minute,
  })
}

/** Counts by kind, for the badges in the menu; first steps are counted as setup, which they show in its place. */
export function useInboxCounts(): readonly InboxCountView[] {
  const { data } = useQuery({
    queryKey: countsKey,
    queryFn: ({ signal }) => server.inbox.counts({ signal }),
    refetchInterval: minute,
  })
  const { steps } = useFirstSteps({ polls: false })
  const inbox = useInbox({ enabled: steps.length > 0 })
  const counts = data?.counts ?? []
  if (steps.length === 0) return counts
  const beside = besideSteps(inbox.data ?? { items: [], counts }, steps).counts
  return [...beside, { kind: 'setup', count: stepsNeedingYou(steps), more: false }]
}
