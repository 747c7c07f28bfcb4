import { useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { server, useBrandNames } from '../../connection/index.ts'

export type BrandsOfListing = {
  /** The brands to choose from: those that the listing refers to, then all others known by name. */
  brands: string[]
  listing: Awaited<ReturnType<Client['listings']['read']>> | undefined
}

export function useBrandsOfListing(id: string | null): BrandsOfListing {
  const names = useBrandNames()
  const { data: listing } = useQuery({
    enabled: id !== null,
    queryKey: ['listing', id],
    queryFn: ({ signal }) => server.listings.read({ params: { id: id ?? '' }, signal }),
  })
  const found = listing?.assessment?.brands.map((brand) => brand.id) ?? []
  return { brands: [...new Set([...found, ...(names?.keys() ?? [])])], listing }
}
