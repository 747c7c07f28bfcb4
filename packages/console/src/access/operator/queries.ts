import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Installation = Client['operator']
export type InstalledOrganisation = Answer<Installation['organisations']>['items'][number]
export type Engines = Answer<Installation['engines']>
export type JobQueue = Answer<Installation['jobs']>['items'][number]
export type Outbox = Answer<Installation['outbox']>
export type StoreFacts = Answer<Installation['store']>

/** How often pages about background work refresh, while they are in sight. */
const ofWork = { everyMilliseconds: 5000 }

/** The home page is often open all day and asks for all of it. */
export const atHome = { everyMilliseconds: 60_000 }
type Refreshed = typeof atHome

export function useOrganisations() {
  return useInfiniteQuery({
    queryKey: ['installation', 'organisations'],
    queryFn: ({ pageParam, signal }) =>
      server.operator.organisations({ query: placed(pageParam), signal }),
    ...pagination,
  })
}

export function useRetentionOfAll() {
  return useInfiniteQuery({
    queryKey: ['installation', 'retention'],
    queryFn: ({ pageParam, signal }) =>
      server.operator.retention({ query: placed(pageParam), signal }),
    ...pagination,
  })
}

export function useEngines(refreshed: Refreshed = ofWork): UseQueryResult<Engines> {
  return useQuery({
    queryKey: ['installation', 'engines'],
    queryFn: ({ signal }) => server.operator.engines({ signal }),
    refetchInterval: refreshed.everyMilliseconds,
  })
}

export function useJobs(refreshed: Refreshed = ofWork): UseQueryResult<{ items: JobQueue[] }> {
  return useQuery({
    queryKey: ['installation', 'jobs'],
    queryFn: ({ signal }) => server.operator.jobs({ signal }),
    refetchInterval: refreshed.everyMilliseconds,
  })
}

export function useOutbox(refreshed: Refreshed = ofWork): UseQueryResult<Outbox> {
  return useQuery({
    queryKey: ['installation', 'outbox'],
    queryFn: ({ signal }) => server.operator.outbox({ signal }),
    refetchInterval: refreshed.everyMilliseconds,
  })
}

export function useStoreFacts(): UseQueryResult<StoreFacts> {
  return useQuery({
    queryKey: ['installation', 'store'],
    queryFn: ({ signal }) => server.operator.store({ signal }),
  })
}
