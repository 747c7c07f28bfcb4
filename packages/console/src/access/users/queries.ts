import { useInfiniteQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Colleague = Answer<Client['members']['list']>['items'][number]
export type Invitation = Answer<Client['members']['listInvitations']>['items'][number]
export type Key = Answer<Client['organisation']['listKeys']>['items'][number]

export function useColleagues() {
  return useInfiniteQuery({
    queryKey: ['members'],
    queryFn: ({ pageParam, signal }) => server.members.list({ query: placed(pageParam), signal }),
    ...pagination,
  })
}

export function useInvitations() {
  return useInfiniteQuery({
    queryKey: ['invitations'],
    queryFn: ({ pageParam, signal }) =>
      server.members.listInvitations({ query: placed(pageParam), signal }),
    ...pagination,
  })
}

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) =>
      server.organisation.listKeys({ query: placed(pageParam), signal }),
    ...pagination,
  })
}
