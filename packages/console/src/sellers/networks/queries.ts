import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type NetworkGraph = Answer<Client['sellerNetworks']['graph']>
export type GraphAccount = NetworkGraph['accounts'][number]
export type GraphLink = NetworkGraph['links'][number]

const pageRows = 50

export function useNetworks() {
  return useInfiniteQuery({
    ...pagination,
    queryKey: ['networks', 'list'],
    queryFn: ({ pageParam, signal }) =>
      server.sellerNetworks.list({ query: { limit: pageRows, ...placed(pageParam) }, signal }),
  })
}

export type Reach = { accounts: number; steps: number }

export function useNetworkGraph(id: string, reach: Reach, at: string | undefined) {
  return useQuery({
    queryKey: ['networks', id, 'graph', reach, at],
    queryFn: ({ signal }) =>
      server.sellerNetworks.graph({
        params: { id },
        query: { ...reach, ...(at !== undefined && { at }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    // To compare two large graphs would keep the page from answering.
    structuralSharing: false,
  })
}
