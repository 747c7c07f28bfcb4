import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Tip = Answer<Client['tips']['read']>

/** Under this key lie all reads of tips. */
export const tipsKey = ['tips'] as const

export function useTips() {
  return useInfiniteQuery({
    queryKey: tipsKey,
    queryFn: ({ pageParam, signal }) =>
      server.tips.list({ query: { limit: 25, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}

export type TipAddress = Answer<Client['tipAddresses']['list']>['items'][number]

export const tipAddressKey = ['tip-address'] as const

/** The person’s email address for tips, if they have one. */
export function useTipAddress() {
  return useQuery({
    queryKey: tipAddressKey,
    queryFn: ({ signal }) => server.tipAddresses.list({ signal }),
  })
}
