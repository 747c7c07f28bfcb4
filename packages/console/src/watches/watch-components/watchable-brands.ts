import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { watchesKey } from './queries.ts'

/** A brand, and what it is called on listings: also in other scripts, and by nicknames. */
export type WatchableBrand = { id: string; name: string; words: readonly string[] }

const mostWords = 12

/**
 * The brands for which the member may watch: those of the organisation's approved claims, and for a marketplace those
 * of its catalog and its listings.
 */
export function useWatchableBrands(): UseQueryResult<readonly WatchableBrand[]> {
  const { organisation } = useMember()
  const { kind, slug, brands: limits } = organisation
  const mustClaim = kind === 'rights-holder' || kind === 'counsel'
  return useQuery({
    queryKey: [...watchesKey, 'brands'],
    queryFn: async ({ signal }) => {
      const [listed, catalog] = await Promise.all([
        server.listings.brands({ signal }),
        server.catalog.listBrands({ query: { limit: 200 }, signal }),
      ])
      const known = new Map<string, WatchableBrand>()
      for (const { id, name } of listed.items) known.set(id, { id, name, words: [name] })
      for (const { brand } of catalog.items) {
        const { id, name, aliases = [] } = brand
        known.set(id, { id, name, words: distinct([name, ...aliases.map(({ text }) => text)]) })
      }
      const ids = mustClaim ? await claimedBrands(slug, signal) : [...known.keys()]
      return ids
        .filter((id) => limits.length === 0 || limits.includes(id))
        .map((id) => known.get(id) ?? { id, name: id, words: [id] })
        .sort((a, b) => a.name.localeCompare(b.name))
    },
  })
}

/** The claims of others, which this organisation may review, are listed too. */
async function claimedBrands(slug: string, signal: AbortSignal): Promise<string[]> {
  const brands = new Set<string>()
  for (let after: string | undefined = ''; after !== undefined;) {
    const query = { state: 'approved', limit: 200, ...(after !== '' && { after }) } as const
    const page: ClaimsPage = await server.claims.list({ query, signal })
    for (const { organisation, brand } of page.items) if (organisation === slug) brands.add(brand)
    after = page.next ?? undefined
  }
  return [...brands]
}

type ClaimsPage = Awaited<ReturnType<typeof server.claims.list>>

function distinct(words: readonly string[]): string[] {
  const firsts = new Map<string, string>()
  for (const word of words) {
    const key = word.trim().toLowerCase()
    if (key !== '' && !firsts.has(key)) firsts.set(key, word.trim())
  }
  return [...firsts.values()].slice(0, mostWords)
}
