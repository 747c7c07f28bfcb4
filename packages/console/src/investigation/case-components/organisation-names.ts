import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { server } from '../../connection/index.ts'
import { useMember } from '../../access/session/index.ts'

type NamedOrganisation = { slug: string; name: string }

/** Marketplaces of the alliance that accept notices; with a notice, also those of its listings. */
export function useMarketplacesInside(notice?: string): UseQueryResult<NamedOrganisation[]> {
  return useQuery({
    queryKey: ['notice settings', 'marketplaces', notice],
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const query = notice === undefined ? {} : { notice }
      return (await server.notices.marketplaces({ query, signal })).items
    },
  })
}

/** The name of an organisation by its slug: the own one or a marketplace of the alliance; of any other, the slug. */
export function useOrganisationName(): (slug: string) => string {
  const { organisation } = useMember()
  const { data } = useMarketplacesInside()
  return (slug) =>
    slug === organisation.slug
      ? organisation.name
      : (data?.find((one) => one.slug === slug)?.name ?? slug)
}
