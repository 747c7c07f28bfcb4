import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Webhook = Answer<Client['webhooks']['list']>['items'][number]
export type Delivery = Answer<Client['webhooks']['deliveries']>['items'][number]

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
