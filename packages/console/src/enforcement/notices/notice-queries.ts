import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type {
  MessageView,
  NoticeAddressView,
  NoticeCheckView,
  NoticeDetailView,
  NoticePreviewView,
  NoticeRecordView,
  NoticeSettings,
  NoticeTemplateView,
  RegisterExtractView,
  RelistingView,
  SignatoryView,
} from '@touchstone/contract'
import { addressOf, server } from '../../connection/index.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Regime = Answer<Client['proceedings']['regimes']>['items'][number]
export type {
  MessageView,
  NoticeAddressView,
  NoticeCheckView,
  NoticeDetailView,
  NoticeRecordView,
  RegisterExtractView,
  SignatoryView,
}

export const noticeKey = (id: string): readonly string[] => ['notice', id]

export function useNotice(id: string): UseQueryResult<NoticeDetailView> {
  return useQuery({
    queryKey: noticeKey(id),
    queryFn: ({ signal }) => server.notices.read({ params: { id }, signal }),
    // A refetched draft would overwrite the person's edits.
    staleTime: Infinity,
    gcTime: 0,
  })
}

/** The organisation's addresses of marketplaces outside the alliance. */
export function useAddresses(): UseQueryResult<NoticeAddressView[]> {
  return useQuery({
    queryKey: ['notice settings', 'addresses'],
    queryFn: async ({ signal }) => (await server.notices.addresses({ signal })).items,
  })
}

/** Everything that prevents sending the last saved draft. */
export function useCheck(id: string, keptAt: number): UseQueryResult<NoticeCheckView> {
  return useQuery({
    queryKey: [...noticeKey(id), 'check', keptAt],
    queryFn: ({ signal }) => server.notices.check({ params: { id }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  })
}

export function usePreview(id: string, keptAt: number): UseQueryResult<NoticePreviewView> {
  return useQuery({
    queryKey: [...noticeKey(id), 'preview', keptAt],
    queryFn: ({ signal }) => server.notices.preview({ params: { id }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  })
}

export function useNoticeRecord(id: string): UseQueryResult<NoticeRecordView[]> {
  return useQuery({
    queryKey: [...noticeKey(id), 'record'],
    queryFn: async ({ signal }) => (await server.notices.record({ params: { id }, signal })).items,
  })
}

export function useReturned(id: string, enabled: boolean): UseQueryResult<RelistingView[]> {
  return useQuery({
    enabled,
    queryKey: [...noticeKey(id), 'returned'],
    queryFn: async ({ signal }) =>
      (await server.notices.returned({ params: { id }, signal })).items,
  })
}

/** The emails of a notice, and why email is not being sent, if so. */
export function useMessages(
  id: string,
  enabled: boolean,
): UseQueryResult<{ items: MessageView[]; waitsFor: string | null }> {
  return useQuery({
    enabled,
    queryKey: [...noticeKey(id), 'messages'],
    queryFn: ({ signal }) =>
      server.messages.list({ query: { kind: 'notice', about: id, limit: 100 }, signal }),
  })
}

export function useExtracts(): UseQueryResult<RegisterExtractView[]> {
  return useQuery({
    queryKey: ['notice settings', 'extracts'],
    queryFn: async ({ signal }) => (await server.notices.extracts({ signal })).items,
  })
}

export function useSignatories(): UseQueryResult<SignatoryView[]> {
  return useQuery({
    queryKey: ['notice settings', 'signatories'],
    queryFn: async ({ signal }) => (await server.notices.signatories({ signal })).items,
  })
}

export function useTemplates(): UseQueryResult<NoticeTemplateView[]> {
  return useQuery({
    queryKey: ['notice settings', 'templates'],
    queryFn: async ({ signal }) => (await server.notices.templates({ signal })).items,
  })
}

export function useNoticeSettings(): UseQueryResult<NoticeSettings> {
  return useQuery({
    queryKey: ['notice settings', 'settings'],
    queryFn: ({ signal }) => server.notices.settings({ signal }),
  })
}

export function useRegimes(): UseQueryResult<Regime[]> {
  return useQuery({
    queryKey: ['regimes', 'standing'],
    queryFn: async ({ signal }) => (await server.proceedings.regimes({ signal })).items,
  })
}

/** Marketplace names for the filter. */
export function useMarketplaces(): UseQueryResult<string[]> {
  return useQuery({
    queryKey: ['names of marketplaces'],
    staleTime: 600_000,
    queryFn: async ({ signal }) => (await server.overview.marketplaces({ signal })).marketplaces,
  })
}

/** Address at which the browser shows the notice as the document that is sent. */
export function documentAddress(id: string): string {
  return addressOf('notices', 'document', { id })
}

/** Address from which the browser saves the notice as a file. */
export function exportAddress(id: string, form: 'json' | 'text'): string {
  return addressOf('notices', 'export', { id }, { form })
}
