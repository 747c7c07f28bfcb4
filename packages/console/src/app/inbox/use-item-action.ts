import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import type { InboxItemView } from '@touchstone/contract'
import { inboxKey, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'

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
