import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { EventType } from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Webhook = Answer<Client['webhooks']['list']>['items'][number]
export type Delivery = Answer<Client['webhooks']['deliveries']>['items'][number]

export const eventTypes = [
  'listing.assessed',
  'decision.recorded',
  'decision.withdrawn',
  'outcome.recorded',
  'thresholds.changed',
  'notice.sent',
  'notice.withdrawn',
  'notice.escalated',
  'notice.received',
  'restriction.imposed',
  'restriction.lifted',
  'appeal.submitted',
  'appeal.withdrawn',
  'appeal.decided',
  'proof.requested',
  'proof.decided',
  'proof.unanswered',
  'clearance.issued',
  'clearance.revoked',
  'case.sla-breached',
  'notice-quality.warned',
  'notice-quality.safeguarded',
  'notice-quality.lifted',
  'webhook.disabled',
] satisfies EventType[]

export function useWebhooks(): UseQueryResult<{ items: Webhook[] }> {
  return useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => server.webhooks.list({ signal }),
  })
}

export function useDeliveries(id: string) {
  return useInfiniteQuery({
    queryKey: ['deliveries', id],
    queryFn: ({ pageParam, signal }) =>
      server.webhooks.deliveries({
        params: { id },
        query: placed(pageParam),
        signal,
      }),
    ...pagination,
  })
}
