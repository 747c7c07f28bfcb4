import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'
import { createBatchLoader } from './batch-loader.ts'

export type Thumbnail = Awaited<ReturnType<Client['listingImages']['thumbnails']>>['items'][number]

/** The maximum that one request may name. */
const maxListings = 100
/** Addresses are valid for at least an hour. */
const validMilliseconds = 50 * 60_000

const load = createBatchLoader<Thumbnail>(async (ids) => {
  const { items } = await server.listingImages.thumbnails({ query: { listings: ids.join(',') } })
  return new Map(items.map((item) => [item.listing, item]))
}, maxListings)

/** The thumbnail of a listing; null where the listing is not visible to this person. */
export function useThumbnail(listing: string | null): UseQueryResult<Thumbnail | null> {
  return useQuery({
    enabled: listing !== null,
    queryKey: ['thumbnail', listing],
    queryFn: async ({ signal }) => (await load(listing ?? '', signal)) ?? null,
    // A picture that is still waiting may arrive soon.
    staleTime: ({ state }) => (state.data?.state === 'waiting' ? 30_000 : validMilliseconds),
    // Scrolling a long queue loads many thousands.
    gcTime: 120_000,
    retry: false,
  })
}
