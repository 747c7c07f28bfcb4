import { useInfiniteQuery } from '@tanstack/react-query'
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
