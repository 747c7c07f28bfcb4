import { useInfiniteQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Colleague = Answer<Client['members']['list']>['items'][number]
export type Invitation = Answer<Client['members']['listInvitations']>['items'][number]
export type Key = Answer<Client['organisation']['listKeys']>['items'][number]

const after = (place: string): { after?: string } => (place === '' ? {} : { after: place })

export function useColleagues() {
  return useInfiniteQuery({
    queryKey: ['members'],
    queryFn: ({ pageParam, signal }) => server.members.list({ query: after(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

export function useInvitations() {
  return useInfiniteQuery({
    queryKey: ['invitations'],
    queryFn: ({ pageParam, signal }) =>
      server.members.listInvitations({ query: after(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

export function useMachineKeys() {
  return useInfiniteQuery({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) =>
      server.organisation.listKeys({ query: after(pageParam), signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}
