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
export type Reference = Answer<Client['referenceImages']['list']>['items'][number]
export type ReferenceWithDays = Answer<Client['referenceImages']['read']>
export type Comparison = Answer<Client['referenceImages']['compare']>
export type AnalysedImage = Answer<Client['listingImages']['list']>['items'][number]
export type Elsewhere = Answer<Client['listingImages']['elsewhere']>['items'][number]

const pageRows = 60
/** Interval at which analyses and quarantines refresh. */
const lookMilliseconds = 5000

export function useReferences(search: BankSearch) {
  return useInfiniteQuery({
    queryKey: ['references', search],
    queryFn: ({ pageParam, signal }) =>
      server.referenceImages.list({
        query: { ...search, limit: pageRows, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
}

export function useReference(id: string): UseQueryResult<ReferenceWithDays> {
  return useQuery({
    queryKey: ['reference', id],
    queryFn: ({ signal }) => server.referenceImages.read({ params: { id }, signal }),
    refetchInterval: lookMilliseconds,
  })
}

export type Compared = { listing: string; place: number; reference: string }

export function useComparison({ listing, place, reference }: Compared): UseQueryResult<Comparison> {
  return useQuery({
    queryKey: ['comparison', reference, listing, place],
    queryFn: ({ signal }) =>
      server.referenceImages.compare({
        params: { id: reference },
        query: { listing, place },
        signal,
      }),
    staleTime: Infinity,
  })
}

/** Findings in a listing's pictures; refreshed while some are pending. */
export function useAnalysedImages(id: string): UseQueryResult<AnalysedImage[]> {
  return useQuery({
    queryKey: ['looked-at', id],
    queryFn: async ({ signal }) =>
      (await server.listingImages.list({ params: { id }, signal })).items,
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
      (await server.listingImages.elsewhere({ params: { id, place: String(place) }, signal }))
        .items,
  })
}

export type NewReferenceImage = { bank: ImageBank; brand: string; label: string }

export type ReferenceChange = {
  id: string
  quarantined?: false
  confirmed?: true
  shared?: boolean
  expected?: number
}

type ListingPicture = { listing: string; place: number; bank: ImageBank; brand: string | undefined }

/** Changes a bank and refreshes everything that depends on it. */
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
      mutationFn: ({
        file,
        wanted: { bank, brand, label },
      }: {
        file: File
        wanted: NewReferenceImage
      }) =>
        server.referenceImages.add({
          query: { bank, label, ...(brand !== '' && { brand }) },
          body: file,
          contentType: pictureTypes.find((type) => type === file.type) ?? 'image/jpeg',
        }),
      onSettled: onSuccess,
    }),
    keep: useMutation({
      mutationFn: ({ brand, listing, place, ...body }: ListingPicture) =>
        server.referenceImages.addFromListing({
          params: { id: listing, place: String(place) },
          body: { ...body, ...(brand !== undefined && { brand }) },
        }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => server.referenceImages.remove({ params: { id } }),
      onSuccess,
    }),
    restore: useMutation({
      mutationFn: (id: string) =>
        server.referenceImages.act({ params: { id }, body: { action: { type: 'restore' } } }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...body }: ReferenceChange) =>
        server.referenceImages.change({ params: { id }, body }),
      onSuccess,
    }),
  }
}

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const

/** Address of a reference image; another organisation's is served through the listing's picture. */
export function pictureOfReference(
  id: string,
  beside?: { listing: string; place: number },
): string {
  const of = beside && { listing: beside.listing, place: String(beside.place) }
  return addressOf('referenceImages', 'picture', { id }, of)
}

/** Address of the stored copy of a listing's picture. */
export function keptPicture(listing: string, place: number): string {
  return addressOf('listingImages', 'storedCopy', { id: listing, place: String(place) })
}
