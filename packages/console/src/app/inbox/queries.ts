import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { InboxView, InboxCountView, InboxItemView } from '@touchstone/contract'
import { inboxKey, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
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

/** Performs the single action of an item. */
export function useItemAction(): UseMutationResult<void, Error, InboxItemView> {
  const queries = useQueryClient()
  const { t } = useText()
  const { person } = useSignedIn()
  return useMutation({
    mutationFn: async ({ kind, id, action, version }: InboxItemView) => {
      switch (action) {
        case 'assign':
          await server.cases.act({
            params: { id },
            body: {
              action: { type: 'assign', to: person.id },
              ...(version !== null && { expectedVersion: version }),
            },
          })
          return
        case 'capture-again': {
          const { url, listing } = await server.evidence.state({ params: { id } })
          await server.evidence.request({
            body: {
              url,
              reason: t('inbox.capture-again.reason'),
              ...(listing !== null && { listing }),
            },
          })
          return
        }
        case 'enable':
          await server.webhooks.change({ params: { id }, body: { enabled: true } })
          return
        case 'retry':
          await server.operator.retryJobs({ params: { queue: id } })
          return
        case 'mark-handled':
          if (kind === 'marketplace-response' || kind === 'failed-capture') {
            await server.inbox.handle({ body: { kind, id } })
          }
          return
        case null:
          return
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: inboxKey }),
  })
}
