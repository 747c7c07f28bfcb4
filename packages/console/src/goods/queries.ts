import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { pagination, placed, server } from '../connection/index.ts'
import type { CodeSearch, ReportSearch } from './search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Code = Answer<Client['codes']['read']>
export type Timeline = Answer<Client['codes']['timeline']>
export type ListedReport = Answer<Client['reports']['list']>['items'][number]
export type Report = Answer<Client['reports']['read']>

export type Batch = Answer<Client['codes']['batches']>['items'][number]
export type EpcisCapture = Answer<Client['epcis']['capture']>
export type Alert = Answer<Client['alerts']['list']>['items'][number]

export const alertsKey = ['alerts'] as const
export const batchesKey = ['code batches'] as const
export const reportsKey = ['reports'] as const

export const codeKeysKey = ['code keys'] as const

export function useCodeKeys() {
  return useQuery({
    queryKey: codeKeysKey,
    queryFn: ({ signal }) => server.codeKeys.list({ signal }),
  })
}

export function useAlerts() {
  return useInfiniteQuery({
    queryKey: alertsKey,
    queryFn: ({ pageParam, signal }) =>
      server.alerts.list({ query: { limit: 20, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}

export function useBatches() {
  return useInfiniteQuery({
    queryKey: batchesKey,
    queryFn: ({ pageParam, signal }) =>
      server.codes.batches({ query: { limit: 50, ...placed(pageParam) }, signal }),
    ...pagination,
  })
}

export function useCodes({ state }: CodeSearch) {
  return useInfiniteQuery({
    queryKey: ['codes', state ?? ''],
    queryFn: ({ pageParam, signal }) =>
      server.codes.list({
        query: { limit: 50, ...(state && { state }), ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useCode(code: string) {
  return useQuery({
    queryKey: ['code', code],
    queryFn: ({ signal }) => server.codes.read({ params: { code }, signal }),
  })
}

export function useTimeline(code: string, isIssued: boolean) {
  return useQuery({
    queryKey: ['code', code, 'timeline'],
    queryFn: ({ signal }) => server.codes.timeline({ params: { code }, signal }),
    enabled: isIssued,
  })
}

export function useReports({ state }: ReportSearch) {
  return useInfiniteQuery({
    queryKey: [...reportsKey, state ?? 'open'],
    queryFn: ({ pageParam, signal }) =>
      server.reports.list({
        query: { limit: 50, ...(state && { state }), ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useReport(id: string) {
  return useQuery({
    queryKey: ['report', id],
    queryFn: ({ signal }) => server.reports.read({ params: { id }, signal }),
  })
}
