import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type {
  InformationRequestView,
  OutcomeReportView,
  ReferralDetailView,
  ReferralItemKind,
  ReferralItemView,
  ReferralPreviewView,
  ReferralQuestionView,
  ReferralRecipientView,
  ReferralTemplateView,
  ReferralView,
  SupplementView,
} from '@touchstone/contract'
import { pagination, placed, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'

export type {
  InformationRequestView,
  OutcomeReportView,
  ReferralDetailView,
  ReferralItemView,
  ReferralPreviewView,
  ReferralQuestionView,
  ReferralRecipientView,
  ReferralTemplateView,
  ReferralView,
  SupplementView,
}
type Query<F extends (options: { query: never }) => unknown> = Parameters<F>[0]['query']
export type ReferralQuery = Omit<Query<Client['referrals']['list']>, 'after' | 'limit'>
export type ReferralStep = Parameters<Client['referrals']['act']>[0]['body']['action']

const pollMilliseconds = 1500
const pageRows = 50

export const referralsKey = ['referrals'] as const
export const referralKey = (id: string) => ['referral', id] as const
export const requestsKey = ['information requests'] as const

export function useReferrals(query: ReferralQuery) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...referralsKey, query],
    queryFn: ({ pageParam, signal }) =>
      server.referrals.list({ query: { ...query, limit: pageRows, ...placed(pageParam) }, signal }),
  })
}

/** Recipients of earlier dossiers, the newest first, then authorities of this installation by name. */
export function useRecipients() {
  return useQuery({
    queryKey: [...referralsKey, 'recipients'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await server.referrals.recipients({ signal })).items,
  })
}

/** With the labels of their lines in the reader’s language. */
export function useTemplates() {
  const { locale: language } = useText()
  return useQuery({
    queryKey: ['referral templates', language],
    staleTime: Infinity,
    queryFn: async ({ signal }) =>
      (await server.referralTemplates.list({ query: { language }, signal })).items,
  })
}

/** Read once: each retrieval by the recipient is custody, and a draft in writing must not be replaced. */
export function useReferral(id: string) {
  return useQuery({
    queryKey: referralKey(id),
    queryFn: ({ signal }) => server.referrals.read({ params: { id }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'releasing' ? pollMilliseconds : false),
  })
}

/** The dossier as it would read with what was saved at `savedAt`. */
export function usePreview(id: string, savedAt: number) {
  return useQuery({
    queryKey: [...referralKey(id), 'preview', savedAt],
    queryFn: ({ signal }) => server.referrals.preview({ params: { id }, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  })
}

export function useItems(id: string, kind: ReferralItemKind) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...referralKey(id), 'items', kind],
    queryFn: ({ pageParam, signal }) =>
      server.referrals.items({
        params: { id },
        query: { kind, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    staleTime: Infinity,
  })
}

export function useCustody(id: string, enabled: boolean) {
  return useInfiniteQuery({
    ...pagination,
    enabled,
    queryKey: [...referralKey(id), 'custody'],
    queryFn: ({ pageParam, signal }) =>
      server.referrals.custody({
        params: { id },
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useQuestions(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...referralKey(id), 'questions'],
    queryFn: ({ pageParam, signal }) =>
      server.referralQuestions.list({
        params: { id },
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useSupplements(id: string) {
  return useQuery({
    queryKey: [...referralKey(id), 'supplements'],
    queryFn: async ({ signal }) =>
      (await server.referralSupplements.list({ params: { id }, signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some(({ state: now }) => now === 'releasing') ? pollMilliseconds : false,
  })
}

/** The reply link that opens now; null if none does. */
export function useReplyLink(id: string) {
  return useQuery({
    queryKey: [...referralKey(id), 'reply link'],
    queryFn: async ({ signal }) => {
      const { items } = await server.replyLinks.list({ params: { id }, signal })
      const isOpen = ({ revokedAt, expiresAt }: (typeof items)[number]): boolean =>
        revokedAt === null && Date.parse(expiresAt) > Date.now()
      return items.find(isOpen) ?? null
    },
  })
}

export function useOutcomeReports(id: string) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...referralKey(id), 'outcome reports'],
    queryFn: ({ pageParam, signal }) =>
      server.outcomeReports.list({
        params: { id },
        query: { limit: pageRows, ...placed(pageParam) },
        signal,
      }),
  })
}

export function useStatistics() {
  return useQuery({
    queryKey: [...referralsKey, 'statistics'],
    queryFn: ({ signal }) => server.outcomeReports.statistics({ signal }),
  })
}

export function useInformationRequests(state: InformationRequestView['state'] | undefined) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...requestsKey, state ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      server.informationRequests.list({
        query: { limit: pageRows, ...(state && { state }), ...placed(pageParam) },
        signal,
      }),
  })
}

export function useInformationRequest(id: string) {
  return useQuery({
    queryKey: [...requestsKey, 'one', id],
    queryFn: ({ signal }) => server.informationRequests.read({ params: { id }, signal }),
    staleTime: Infinity,
  })
}

/** Reads everything about a referral again, after a step that the server took. */
export function useReadAgain(id: string): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: referralKey(id) }),
      queries.invalidateQueries({ queryKey: referralsKey }),
    ])
  }
}

/** A step of a referral with the version that the page shows. */
export function useReferralStep({ id, version }: Pick<ReferralDetailView, 'id' | 'version'>) {
  const readAgain = useReadAgain(id)
  return useMutation({
    mutationFn: (action: ReferralStep) =>
      server.referrals.act({ params: { id }, body: { action, expectedVersion: version } }),
    onSettled: readAgain,
  })
}
