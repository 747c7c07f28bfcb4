import type { ConnectorName } from '@touchstone/contract'

export const connectorNames = [
  'shop',
  'feed',
  'browser-rules',
  'ebay-browse',
  'sample-market',
] as const satisfies ConnectorName[]

export function isShipped(name: string): boolean {
  return connectorNames.some((one) => one === name)
}

export const sampleMarket = 'http://sample-market.example/search?q={query}'
export const queryPlace = '{query}'

/** The kind of site that an address most likely is. */
export function connectorFor(site: string): ConnectorName {
  const { hostname = '', pathname = '' } = URL.parse(site) ?? {}
  if (hostname === 'sample-market.example') return 'sample-market'
  if (/^api\.(sandbox\.)?ebay\.com$/.test(hostname)) return 'ebay-browse'
  return /(\.(rss|atom|xml)|\/(rss|atom|feeds?))\/?$/i.test(pathname) ? 'feed' : 'shop'
}

/** Without a scheme, people mean https. */
export function wholeAddress(typed: string): string {
  const text = typed.trim()
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
}

/**
 * The address of the results of a search with a place for other words, from one that was copied after a search for one
 * of these words; undefined for any other address.
 */
export function searchAddress(site: string, words: readonly string[]): string | undefined {
  const url = URL.parse(site)
  if (url === null || site.includes(queryPlace)) return undefined
  const known = new Set(words.map((word) => word.trim().toLowerCase()))
  for (const [name, value] of url.searchParams) {
    if (!known.has(value.trim().toLowerCase())) continue
    const others = [...url.searchParams].filter(([other]) => other !== name)
    const rest = new URLSearchParams(others).toString()
    const start = `${url.origin}${url.pathname}?${encodeURIComponent(name)}=${queryPlace}`
    return rest === '' ? start : `${start}&${rest}`
  }
  return undefined
}

/** An address that a person can open: that of a search with its first query. */
export function searchedAddress(site: string, [first = '']: readonly string[]): string {
  return site.replaceAll(queryPlace, encodeURIComponent(first))
}

export type SiteFault = 'address' | 'place' | 'no-search' | 'no-queries' | 'no-place'

/** What the server would refuse of an address and its queries. */
export function siteFault(
  site: string,
  connector: string,
  queries: readonly string[],
): { field: 'site' | 'queries'; fault: SiteFault } | undefined {
  const isSearched = site.includes(queryPlace)
  const [url, other] = ['a', 'b'].map((query) => URL.parse(site.replaceAll(queryPlace, query)))
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    return { field: 'site', fault: 'address' }
  }
  if (url.origin !== other?.origin) return { field: 'site', fault: 'place' }
  if (isSearched && connector === 'feed') return { field: 'site', fault: 'no-search' }
  if (isSearched && queries.length === 0) return { field: 'queries', fault: 'no-queries' }
  if (!isSearched && queries.length > 0) return { field: 'queries', fault: 'no-place' }
  return undefined
}
