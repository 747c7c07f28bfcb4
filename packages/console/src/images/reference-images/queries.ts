import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ImageBank } from '@touchstone/contract'
import { addressOf, pagination, placed, server } from '../../connection/index.ts'
import type { BankSearch } from './bank-search.ts'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Reference = Answer<Client['banks']['list']>['items'][number]
export type ReferenceWithDays = Answer<Client['banks']['read']>
export type Comparison = Answer<Client['banks']['compare']>
export type AnalysedImage = Answer<Client['pictures']['list']>['items'][number]
export type Elsewhere = Answer<Client['pictures']['elsewhere']>['items'][number]

const pageRows = 60
/** How soon it is seen that a picture was looked at, or a reference put in quarantine. */
const lookMilliseconds = 5000

export function useReferences(search: BankSearch) {
  return useInfiniteQuery({
    queryKey: ['references', search],
    queryFn: ({ pageParam, signal }) =>
      server.banks.list({
        query: { ...search, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useReference(id: string): UseQueryResult<ReferenceWithDays> {
  return useQuery({
    queryKey: ['reference', id],
    queryFn: ({ signal }) => server.banks.read({ params: { id }, signal }),
    refetchInterval: lookMilliseconds,
  })
}

export type Compared = { offer: string; place: number; reference: string }

export function useComparison({ offer, place, reference }: Compared): UseQueryResult<Comparison> {
  return useQuery({
    queryKey: ['comparison', reference, offer, place],
    queryFn: ({ signal }) =>
      server.banks.compare({
        params: { id: reference },
        query: { listing: offer, place },
        signal,
      }),
    staleTime: Infinity,
  })
}

/** What was found in the pictures of an offer; asked again while some wait to be looked at. */
export function useAnalysedImages(id: string): UseQueryResult<AnalysedImage[]> {
  return useQuery({
    queryKey: ['looked-at', id],
    queryFn: async ({ signal }) => (await server.pictures.list({ params: { id }, signal })).items,
    refetchInterval: ({ state }) =>
      state.data?.some((picture) => picture.state === 'waiting') === true
        ? lookMilliseconds
        : false,
  })
}

export function useElsewhere(id: string, place: number): UseQueryResult<Elsewhere[]> {
  return useQuery({
    queryKey: ['elsewhere', id, place],
    queryFn: async ({ signal }) =>
      (await server.pictures.elsewhere({ params: { id, place: String(place) }, signal })).items,
  })
}

export type Wanted = { bank: ImageBank; brand: string; label: string }

export type ReferenceChange = {
  id: string
  quarantined?: false
  confirmed?: true
  shared?: boolean
  expected?: number
}

type Kept = { listing: string; place: number; bank: ImageBank; brand: string | undefined }

/** Changes of a bank; what shows it is read anew after each. */
export function useBankChanges() {
  const queries = useQueryClient()
  const onSuccess = async (): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['references'] }),
      queries.invalidateQueries({ queryKey: ['reference'] }),
    ])
  }
  return {
    add: useMutation({
      mutationFn: ({ file, wanted: { bank, brand, label } }: { file: File; wanted: Wanted }) =>
        server.banks.add({
          query: { bank, label, ...(brand !== '' && { brand }) },
          body: file,
          contentType: pictureTypes.find((type) => type === file.type) ?? 'image/jpeg',
        }),
      onSettled: onSuccess,
    }),
    keep: useMutation({
      mutationFn: ({ brand, ...body }: Kept) =>
        server.banks.addFromOffer({ body: { ...body, ...(brand !== undefined && { brand }) } }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => server.banks.remove({ params: { id } }),
      onSuccess,
    }),
    restore: useMutation({
      mutationFn: (id: string) => server.banks.restore({ params: { id } }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: ReferenceChange) =>
        server.banks.change({ params: { id }, body }),
      onSuccess,
    }),
  }
}

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const

/** Where this server shows the picture of a reference; of another's beside a picture of an offer. */
export function pictureOfReference(id: string, beside?: { offer: string; place: number }): string {
  const of = beside && { listing: beside.offer, place: String(beside.place) }
  return addressOf('banks', 'picture', { id }, of)
}

/** Where this server shows a picture of an offer as it was kept. */
export function keptPicture(offer: string, place: number): string {
  return addressOf('pictures', 'kept', { id: offer, place: String(place) })
}
