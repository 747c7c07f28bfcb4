import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { MarketplaceNameView } from '@touchstone/contract'
import { server } from './server.ts'

/** Names of the brands of the catalog and of those that the organisation's listings refer to, by id. */
export function useBrandNames(): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: ['brand names'],
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const [listed, catalog] = await Promise.all([
        server.listings.brands({ signal }),
        server.catalog.listBrands({ query: { limit: 200 }, signal }),
      ])
      const own = catalog.items.map(({ brand }) => brand)
      return new Map([...listed.items, ...own].map(({ id, name }) => [id, name]))
    },
  })
  return data
}

/** The name of such a brand by its id; of any other, the id. */
export function useBrandName(): (id: string) => string {
  const names = useBrandNames()
  return (id) => names?.get(id) ?? id
}

export const marketplaceNamesKey = ['marketplace names']

/** What marketplaces are called, by the names in their listings. */
export function useMarketplaceNames(): UseQueryResult<ReadonlyMap<string, MarketplaceNameView>> {
  return useQuery({
    queryKey: marketplaceNamesKey,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const { items } = await server.marketplaceNames.list({ signal })
      return new Map(items.map((item) => [item.marketplace, item]))
    },
  })
}

/** What a marketplace is called; without a name, as its listings name it. */
export function useMarketplaceName(): (marketplace: string) => string {
  const { data } = useMarketplaceNames()
  return (marketplace) => data?.get(marketplace)?.name ?? marketplace
}
